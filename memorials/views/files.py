from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from memorials.files import find, respond


@require_safe
def file(request: HttpRequest, kind: str, code: str, name: str) -> HttpResponseBase:
    return respond(request, find(request.viewer, kind, code, name))
