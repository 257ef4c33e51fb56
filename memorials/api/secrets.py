"""Addresses that are a secret themselves."""

from typing import Any, TypeVar

from django.http import Http404
from rest_framework.exceptions import Throttled
from rest_framework.request import Request

from memorials.limits import TOO_OFTEN, WRONG_TOKENS, address_of, seconds_to_wait

Found = TypeVar("Found")


class SecretView:
    """No cache keeps what it answers, and no other page hears of its address."""

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]


def found_by_secret(request: Request, found: Found | None) -> Found:
    """404 for a secret that opens nothing, counted together with the wrong ones of the site's pages."""
    if found is not None:
        return found
    if wait := seconds_to_wait("wrong-token", WRONG_TOKENS, address_of(request._request)):
        raise Throttled(wait, str(TOO_OFTEN))
    raise Http404
