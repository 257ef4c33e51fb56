"""What leads to a memorial from outside: the card beside a link, and the QR code for a stone or a letter."""

from django.core.cache import caches
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from memorials import cards, qr_file
from memorials.limits import limited
from memorials.models import Memorial
from memorials.permissions import Word
from memorials.requests import SiteRequest
from memorials.views.access import with_memorial

#: How many cards are drawn for one address, and for all together; those that lie ready cost nothing.
DRAWN, DRAWN_IN_ALL = "60/h", "30/m"
#: How many small codes there are on a sheet, to be cut apart.
SMALL = 6


@require_safe
def card(request: SiteRequest, code: str) -> HttpResponse:
    """For public memorials alone. Browsers ask each time whether it is still the same."""
    wanted = cards.card_of(code)
    if wanted is None:
        raise Http404
    response = get_conditional_response(request, etag=f'"{wanted.digest}"') or _drawn(request, wanted)
    if response.status_code in (200, 304):
        response["ETag"] = f'"{wanted.digest}"'
        response["Cache-Control"] = "no-cache"
    return response


def _drawn(request: SiteRequest, wanted: cards.Card) -> HttpResponse:
    ready = caches["cards"].get(wanted.digest)
    if ready is None:
        refused = limited(request, "card", DRAWN) or limited(
            request, "cards", DRAWN_IN_ALL, whose="everybody"
        )
        if refused:
            return refused
        try:
            ready = cards.draw(wanted)
        except cards.CardNotDrawn:
            return HttpResponse(status=503, headers={"Retry-After": "60"})
        caches["cards"].set(wanted.digest, ready)
    return HttpResponse(ready, content_type="image/jpeg")


@require_safe
@with_memorial(Word.VIEW)
def qr_sheet(request: SiteRequest, memorial: Memorial) -> HttpResponse:
    address = qr_file.address_of(memorial)
    about = {
        "memorial": memorial,
        "address": in_words(address),
        "svg": reverse("memorials:qr_svg", args=[memorial.code]),
        "small": range(SMALL),
    }
    return render(request, "memorials/qr_sheet.html", about)


@require_safe
@with_memorial(Word.VIEW)
def qr_svg(request: SiteRequest, memorial: Memorial) -> HttpResponse:
    return qr_file.as_svg(memorial)


@require_safe
@with_memorial(Word.VIEW)
def qr_png(request: SiteRequest, memorial: Memorial) -> HttpResponse:
    return qr_file.as_png(memorial)


def in_words(address: str) -> str:
    """As somebody copies it from paper: without the scheme, and a name in its own letters."""
    _, _, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    try:
        return host.encode("ascii").decode("idna") + slash + path
    except UnicodeError:
        return rest
