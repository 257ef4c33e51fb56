"""What programs that collect pages read first. Nothing here names what is closed."""

from django.conf import settings
from django.contrib.sitemaps import views
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from memorials.sitemaps import SITEMAPS

#: Whoever has fetched a map may keep it so long, in seconds.
FRESH = 300


@require_safe
@cache_control(max_age=24 * 3600)
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing is forbidden here: a page that may not be visited could not say that it is not to be listed."""
    lines = ["User-agent: *", "Disallow:", "", f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(max_age=FRESH)
def sitemap_index(request: HttpRequest) -> HttpResponse:
    return views.index(request, SITEMAPS, sitemap_url_name="sitemap_part")


@require_safe
@cache_control(max_age=FRESH)
def sitemap(request: HttpRequest, section: str) -> HttpResponse:
    return views.sitemap(request, SITEMAPS, section=section)
