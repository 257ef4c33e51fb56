"""How often one person, or one address, may do something in an archive; a form that says it was too much."""

from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from memorials.limits import limited
from memorials.models import Memorial
from memorials.requests import SiteRequest


def is_too_much(
    request: SiteRequest, memorial: Memorial, form: BaseForm, *, name: str, rate: str, said: str | Promise
) -> bool:
    """Counts it. Where it was too much, the form says so in these words and keeps what was written."""
    whose = f"person {request.viewer.user.pk}" if request.viewer.user else ""
    refusal = limited(request, f"{name}-{memorial.code}", rate, whose=whose)
    if refusal is None:
        return False
    form.retry_after = refusal["Retry-After"]  # type: ignore[attr-defined]
    form.add_error(None, str(said))
    return True


def show(request: SiteRequest, page: str, form: BaseForm, about: dict[str, Any]) -> HttpResponse:
    """The page with its form: 429 where it was too much, 422 where something is to be mended."""
    retry_after = getattr(form, "retry_after", "")
    status = 429 if retry_after else 422 if form.errors else 200
    response = render(request, page, {**about, "form": form}, status=status)
    if retry_after:
        response["Retry-After"] = retry_after
    return response
