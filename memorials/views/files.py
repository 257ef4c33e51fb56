from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from memorials.delivery import respond
from memorials.files import find
from memorials.requests import SiteRequest


@require_safe
def file(request: SiteRequest, kind: str, code: str, name: str) -> HttpResponseBase:
    return respond(request, find(request.viewer, kind, code, name))
