"""The door to the archive on the pages of memorials."""

from django.template.loader import render_to_string

from chat.models import OpenQuestion
from chat.services.opening import is_open
from memorials.models import Memorial
from memorials.requests import SiteRequest


def door(request: SiteRequest, *, memorial: Memorial) -> str:
    """Nothing where the family has not opened it."""
    if not is_open(memorial):
        return ""
    waiting = OpenQuestion.objects.for_keepers(request.viewer).open().filter(memorial=memorial).count()
    return render_to_string("chat/_door.html", {"memorial": memorial, "waiting": waiting}, request=request)
