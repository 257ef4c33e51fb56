"""What the pages with a form for everybody have in common."""

from django.forms import BaseForm
from django.utils.translation import gettext as _

from memorials.limits import limited
from memorials.requests import SiteRequest

#: A whole parish may come by one address after a service; a machine wants more than that.
RATES = ("30/10m/ip", "100/1d/ip")


def is_too_much(request: SiteRequest, name: str, form: BaseForm) -> bool:
    """Whether this address has sent too many; the form then says so, and keeps the words."""
    over = [limited(request, name, rate) for rate in RATES]
    if not any(over):
        return False
    form.too_much = True  # type: ignore[attr-defined]
    form.add_error(
        None,
        _("Too much came from your address at once. Your words are still here: please try a little later."),
    )
    return True


def status_of(form: BaseForm) -> int:
    """The status of a page that shows the form."""
    return 429 if getattr(form, "too_much", False) else 422 if form.errors else 200
