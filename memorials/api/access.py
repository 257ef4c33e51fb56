"""Who asks, and the permission class of the API: it asks the same function as the site."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from rest_framework.exceptions import NotAuthenticated, Throttled
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from memorials.api.conditional import remember
from memorials.limits import TOO_OFTEN, address_of, seconds_to_wait
from memorials.models import LinkToken, Memorial
from memorials.permissions import Word, may
from memorials.viewer import Viewer, viewer_of

#: The secret of a link, as the last part of its address /l/<secret>/ has it.
LINK_HEADER = "X-Link-Token"


def viewer(request: Request) -> Viewer:
    """Who asks by token, with the link that the request brings. The site's cookie means nothing here."""
    return viewer_of(request.user, _grants(request.headers.get(LINK_HEADER, "")))


def _grants(token: str) -> list[int]:
    valid = LinkToken.objects.valid().with_token(token) if token else LinkToken.objects.none()
    return list(valid.values_list("pk", flat=True))


class ApiView(APIView):
    """What every address of the API has in common: `viewer`, and an ETag on what can be asked again."""

    viewer: Viewer

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.viewer = viewer(request)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        final = super().finalize_response(request, response, *args, **kwargs)
        if isinstance(final, Response):
            final.headers.setdefault("Cache-Control", "private, no-cache")
            remember(request, final)
        return final


class MemberView(ApiView):
    """For what only a signed-in person has or does: 401 for everybody else."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not self.viewer.user:
            raise NotAuthenticated


class MemorialView(ApiView):
    """A view under /memorials/<code>/: `words` names what each method needs. 404 where it is invisible."""

    words: dict[str, Word] = {}
    memorial: Memorial

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.memorial = get_object_or_404(Memorial.objects.visible_to(self.viewer), code=kwargs["code"])
        self.find(kwargs)
        asked = "GET" if request.method == "HEAD" else request.method or ""
        self.demand(self.words.get(asked, Word.VIEW))

    def find(self, named: dict[str, str]) -> None:
        """Where the address names more than the memorial: find it, or raise Http404.

        Before the word is asked, so that what is hidden looks like what is missing.
        """

    def demand(self, word: Word) -> None:
        if not may(self.viewer, word, self.memorial):
            raise PermissionDenied if self.viewer.user else NotAuthenticated


def of_memorial(view: MemorialView, rows: Any, **named: Any) -> Any:
    """The row of this memorial that the viewer may see, or 404. `rows` has `visible_to`."""
    return get_object_or_404(rows.visible_to(view.viewer).filter(memorial=view.memorial), **named)


def demand_room(request: Request, name: str, rate: str, said: object = TOO_OFTEN) -> None:
    """Count it against the person, or the address of whoever has no account; 429 where it was too much."""
    asker = viewer_of(request.user).user
    who = f"user {asker.pk}" if asker else address_of(request._request)
    if wait := seconds_to_wait(name, rate, who):
        raise Throttled(wait, str(said))
