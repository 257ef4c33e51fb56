"""Errors as problem details (RFC 9457): a stable code, and a sentence in the asker's language."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from memorials.errors import Refusal

PROBLEM = "application/problem+json"


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    if isinstance(error, Refusal):
        return problem(error.status, error.code, str(error.sentence))
    response = exception_handler(error, context)
    if response is None:
        return None
    if isinstance(error, exceptions.ValidationError):
        sentence = _("Some fields cannot be taken as they are.")
        return problem(response.status_code, "invalid", sentence, response, errors=response.data)
    return problem(response.status_code, _code(error), _sentence(error), response)


def _code(error: Exception) -> str:
    if isinstance(error, Http404):
        return "not_found"
    if isinstance(error, PermissionDenied):
        return "permission_denied"
    return str(getattr(error, "default_code", "error"))


def _sentence(error: Exception) -> str:
    if isinstance(error, Http404):
        return _("There is nothing here, or not for you.")
    if isinstance(error, PermissionDenied):
        return _("You may not do this on this memorial.")
    return str(getattr(error, "detail", error))


def problem(status: int, code: str, sentence: str, response: Response | None = None, **more: Any) -> Response:
    headers = {
        name: response[name] for name in ("WWW-Authenticate", "Retry-After") if response and name in response
    }
    body = {"type": "about:blank", "status": status, "code": code, "detail": sentence, **more}
    return Response(body, status=status, headers=headers, content_type=PROBLEM)
