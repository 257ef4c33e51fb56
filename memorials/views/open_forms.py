"""What the pages with a form for everybody have in common."""

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from memorials.limits import OPEN_FORMS, TOO_MUCH_FROM_ADDRESS, limited
from memorials.requests import SiteRequest


def is_too_much(request: SiteRequest, name: str, form: BaseForm) -> bool:
    """Whether too many came from this address; the form then says so, and keeps the words."""
    refusal = limited(request, name, OPEN_FORMS)
    if refusal is None:
        return False
    form.retry_after = refusal["Retry-After"]  # type: ignore[attr-defined]
    form.add_error(None, str(TOO_MUCH_FROM_ADDRESS))
    return True


def show(request: SiteRequest, page: str, form: BaseForm, **about: object) -> HttpResponse:
    """The page with its form: whatever is refused, nothing that was written is lost."""
    retry_after = getattr(form, "retry_after", "")
    status = 429 if retry_after else 422 if form.errors else 200
    about = {"form": form, "safe": _("All that you wrote is still here"), **about}
    response = render(request, f"memorials/{page}.html", about, status=status)
    if retry_after:
        response["Retry-After"] = retry_after
    return response
