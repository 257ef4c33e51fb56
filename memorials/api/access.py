"""The permission class of the API: it asks the same function as the site."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView

from memorials.models import Memorial
from memorials.permissions import Word, may
from memorials.viewer import Viewer, viewer_of


def viewer(request: Request) -> Viewer:
    """Who asks by token. The site's own cookie means nothing here."""
    return viewer_of(request.user)


class MemorialView(APIView):
    """A view under /memorials/<code>/: `words` names what each method needs. 404 where it is invisible."""

    words: dict[str, Word] = {}
    memorial: Memorial

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.viewer = viewer(request)
        self.memorial = get_object_or_404(Memorial.objects.visible_to(self.viewer), code=kwargs["code"])
        word = self.words.get(request.method or "", Word.VIEW)
        if not may(self.viewer, word, self.memorial):
            raise PermissionDenied if self.viewer.user else NotAuthenticated


def member_only(request: Request) -> Viewer:
    """For what only a signed-in person may do."""
    asker = viewer(request)
    if not asker.user:
        raise NotAuthenticated
    return asker
