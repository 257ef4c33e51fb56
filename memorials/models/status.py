from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from memorials.viewer import Viewer


class Status(models.TextChoices):
    PENDING = "pending", _("waits for approval")
    APPROVED = "approved", _("approved")
    DECLINED = "declined", _("declined")
    HIDDEN = "hidden", _("hidden")


def shown_to(viewer: "Viewer", *, owner: str) -> Q:
    """Approved items, and one's own whatever their status.

    Without the guard, `owner=None` would match every item without an owner, and a visitor would
    read what waits.
    """
    shown = Q(status=Status.APPROVED)
    if viewer.user:
        shown |= Q(**{owner: viewer.user})
    return shown
