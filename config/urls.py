from django.contrib import admin
from django.urls import include, path

from config import api, health
from memorials.views import offline, search_engines, site
from memorials.views.memorials import home

urlpatterns = [
    path("", home, name="home"),
    path("", include("memorials.urls")),
    path("", include("animation.urls")),
    path("", include("chat.urls")),
    path("accounts/", include("memorials.account_urls")),
    path("accounts/", include("memorials.second_factor_urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("language/", site.language, name="set_language"),
    path("theme/", site.theme, name="theme"),
    path("app.webmanifest", offline.manifest, name="manifest"),
    path("worker.js", offline.worker, name="worker"),
    path("offline/", offline.offline, name="offline"),
    path("styleguide/", site.styleguide, name="styleguide"),
    path("robots.txt", search_engines.robots, name="robots"),
    path("sitemap.xml", search_engines.sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", search_engines.sitemap, name="sitemap_part"),
    path("admin/login/", site.admin_login),
    path("admin/", admin.site.urls),
    path("api/", include(api.urlpatterns)),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
