"""What search engines are told of: the memorials whose keepers allow it. Made anew each time, so that one
that was closed a moment ago is not in it."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Prefetch

from memorials.models import Memorial
from memorials.models.memorial import MemorialQuerySet


class MemorialSitemap(Sitemap):
    limit = 1000
    # No `lastmod`: a memorial does not know when a memory or a photograph was added.

    def items(self) -> MemorialQuerySet:
        twins = Prefetch("twin", queryset=Memorial.objects.indexed())
        return Memorial.objects.indexed().order_by("pk").prefetch_related(twins)

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        """The site's own, whatever host the request named."""
        return urlsplit(settings.SITE_URL).netloc

    def get_urls(self, *args: Any, **options: Any) -> list[dict[str, Any]]:
        urls = super().get_urls(*args, **options)
        for url in urls:
            url["alternates"] = _languages(url["item"])
        return urls


def _languages(memorial: Memorial) -> list[dict[str, str]]:
    """The page itself and its twin, as the protocol wants it; nothing where there is no twin to be listed."""
    if memorial.twin is None:
        return []
    return [
        {"location": settings.SITE_URL + each.get_absolute_url(), "lang_code": each.language}
        for each in (memorial, memorial.twin)
    ]


SITEMAPS: dict[str, type[Sitemap] | Sitemap] = {"memorials": MemorialSitemap}
