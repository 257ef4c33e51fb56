"""The page as somebody without an account sees it, for the keeper who wonders."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from memorials.models import Memorial
from memorials.offline import HEADER
from memorials.permissions import Word
from memorials.requests import SiteRequest
from memorials.viewer import Viewer
from memorials.views import memorials
from memorials.views.access import with_memorial


@never_cache
@require_safe
@with_memorial(Word.MANAGE)
def as_guest(request: SiteRequest, memorial: Memorial) -> HttpResponse:
    """The page itself, made for another viewer: what it shows cannot differ from what a guest gets."""
    guest = _guest_of(memorial)
    if not Memorial.objects.visible_to(guest).filter(pk=memorial.pk).exists():
        return render(request, "memorials/access/not_seen.html", {"memorial": memorial})
    request.user, request.viewer, request.is_shown_as_to_guest = AnonymousUser(), guest, True
    response = memorials.page(request, code=memorial.code)
    request.indexed = False
    response.headers.pop(HEADER, None)  # under this address only the keeper is answered
    return response


def _guest_of(memorial: Memorial) -> Viewer:
    """A visitor; with one of its secret links, where there is one that counts."""
    return Viewer(None, frozenset(memorial.link_tokens.valid().values_list("pk", flat=True)[:1]))
