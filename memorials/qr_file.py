"""The address of a memorial as a QR code in a file, for a stone or a letter."""

from django.conf import settings
from django.http import HttpResponse

from memorials import qr
from memorials.models import Memorial


def address_of(memorial: Memorial) -> str:
    """What the code says: where the page is. That opens nothing which is closed; no token is ever in it."""
    return str(settings.SITE_URL + memorial.get_absolute_url())


def as_svg(memorial: Memorial) -> HttpResponse:
    return _file(qr.as_svg(address_of(memorial)), "image/svg+xml", f"{memorial.code}.svg")


def as_png(memorial: Memorial) -> HttpResponse:
    return _file(qr.as_png(address_of(memorial)), "image/png", f"{memorial.code}.png")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    disposition = f'attachment; filename="qr-{name}"'
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})
