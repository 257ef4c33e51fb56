"""What the pages with a form for everybody have in common."""

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from memorials.limits import limited
from memorials.requests import SiteRequest

#: A whole parish may come by one address after a service; a machine wants more than that.
RATE = "60/h"


def is_too_much(request: SiteRequest, name: str, form: BaseForm) -> bool:
    """Whether too many came from this address; the form then says so, and keeps the words."""
    refusal = limited(request, name, RATE)
    if refusal is None:
        return False
    form.retry_after = refusal["Retry-After"]  # type: ignore[attr-defined]
    form.add_error(None, _("Too much came from your address at once. Please try a little later."))
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
