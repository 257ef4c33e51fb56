"""What makes the site an application on a telephone, and what it shows without a connection."""

import json
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

#: The paper of the light theme, as in static/css/tokens.css: the first thing seen while the site opens.
PAPER = "#F6F8F7"
#: What the page for the time without a connection needs; the rest is kept as pages ask for it.
SHELL = (
    "css/tokens.css", "css/base.css", "css/head.css", "css/wizard.css",
    "fonts/literata-core.woff2", "fonts/onest-core.woff2", "img/icon.svg",
)  # fmt: skip
ICONS = (("icon-192.png", "192x192", "any"), ("icon-512.png", "512x512", "any"),
         ("icon-mask.png", "512x512", "maskable"))  # fmt: skip


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    icons = [
        {"src": static(f"img/{name}"), "sizes": sizes, "type": "image/png", "purpose": purpose}
        for name, sizes, purpose in ICONS
    ]
    told: dict[str, Any] = {
        "name": _("Rodnik"), "short_name": _("Rodnik"), "lang": get_language(), "id": "/", "start_url": "/",
        "scope": "/", "display": "standalone", "display_override": ["minimal-ui"],
        "background_color": PAPER, "theme_color": PAPER, "icons": icons,
    }  # fmt: skip
    return JsonResponse(told, content_type="application/manifest+json")


@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """Its version changes with any static file, so that browsers fetch all of it anew."""
    version = getattr(staticfiles_storage, "manifest_hash", "") or "plain"
    shell = {"version": version, "offline": reverse("offline"), "files": [static(name) for name in SHELL]}
    text = f"self.shell = {json.dumps(shell)};\nimportScripts({json.dumps(static('js/worker.js'))});\n"
    return HttpResponse(text, content_type="text/javascript")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Kept by the worker when it is installed: it says the same to everybody, in both languages."""
    return render(request, "offline.html")
