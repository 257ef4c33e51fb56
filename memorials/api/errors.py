"""Errors as problem details (RFC 9457): a stable code, and a sentence in the asker's language."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from memorials.errors import Refusal

PROBLEM = "application/problem+json"
#: Where a code is explained.
TYPES = "/api/docs/#problem-"
INVALID = gettext_lazy("Some fields cannot be taken as they are.")


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    if isinstance(error, Refusal):
        return _refused(error)
    response = exception_handler(error, context)
    if response is None:
        return None
    if isinstance(error, exceptions.ValidationError):
        errors = list(_pointed(error.get_full_details()))
        return problem(response.status_code, "invalid", str(INVALID), response, errors=errors)
    return problem(response.status_code, _code(error), sentence_of(error), response)


def _refused(error: Refusal) -> Response:
    sentence = str(error.sentence)
    more: dict[str, Any] = {}
    if error.pointer:
        more["errors"] = [{"pointer": error.pointer, "code": error.code, "detail": sentence}]
    return problem(error.status, error.code, sentence, retry_after=error.retry_after, **more)


def _pointed(details: Any, pointer: str = "") -> Iterator[dict[str, str]]:
    """Each fault with the JSON pointer (RFC 6901) of what it is in; "" is the whole of what was sent."""
    if isinstance(details, list):
        for number, each in enumerate(details):
            is_fault = isinstance(each, dict) and set(each) == {"message", "code"}
            yield from _pointed(each, pointer if is_fault else f"{pointer}/{number}")
    elif set(details) == {"message", "code"}:
        yield {"pointer": pointer, "code": str(details["code"]), "detail": str(details["message"])}
    else:
        for name, each in details.items():
            yield from _pointed(each, pointer if name == "non_field_errors" else f"{pointer}/{name}")


def _code(error: Exception) -> str:
    if isinstance(error, Http404):
        return "not_found"
    if isinstance(error, PermissionDenied):
        return "permission_denied"
    detail = getattr(error, "detail", None)
    return str(getattr(detail, "code", "") or getattr(error, "default_code", "error"))


def sentence_of(error: Exception) -> str:
    if isinstance(error, Http404):
        return _("There is nothing here, or not for you.")
    if isinstance(error, PermissionDenied):
        return _("You may not do this on this memorial.")
    return str(getattr(error, "detail", error))


def problem(
    status: int,
    code: str,
    sentence: str,
    response: Response | None = None,
    *,
    retry_after: int = 0,
    **more: Any,
) -> Response:
    headers = {
        name: response[name] for name in ("WWW-Authenticate", "Retry-After") if response and name in response
    }
    if retry_after:
        headers["Retry-After"] = str(retry_after)
    body = {"type": TYPES + code, "status": status, "code": code, "detail": sentence, **more}
    return Response(body, status=status, headers=headers, content_type=PROBLEM)
