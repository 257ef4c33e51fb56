"""A form that says it was too much."""

from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render

from chat.limits import Limit
from memorials.limits import limited
from memorials.models import Memorial
from memorials.requests import SiteRequest


def is_too_much(request: SiteRequest, memorial: Memorial, form: BaseForm, limit: Limit) -> bool:
    """Counts it. Where it was too much, the form says so and keeps what was written."""
    whose = f"user {request.viewer.user.pk}" if request.viewer.user else ""
    refusal = limited(request, limit.of(memorial), limit.rate, whose=whose)
    if refusal is None:
        return False
    form.retry_after = refusal["Retry-After"]  # type: ignore[attr-defined]
    form.add_error(None, str(limit.said))
    return True


def show(request: SiteRequest, page: str, form: BaseForm, about: dict[str, Any]) -> HttpResponse:
    """The page with its form: 429 where it was too much, 422 where something is to be mended."""
    retry_after = getattr(form, "retry_after", "")
    status = 429 if retry_after else 422 if form.errors else 200
    response = render(request, page, {**about, "form": form}, status=status)
    if retry_after:
        response["Retry-After"] = retry_after
    return response
