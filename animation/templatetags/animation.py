"""Stages, spans of time and outcomes in words."""

from typing import Any

from django import template
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from animation import failures
from animation.faces import FacesTold

register = template.Library()

STAGES = {
    "reading": _("Reading the photograph"),
    "faces": _("Looking for the face"),
    "building": _("Preparing the movement"),
    "rendering": _("Drawing the frames"),
    "checking": _("Checking the clip"),
}


@register.filter
def stage_in_words(name: str) -> str:
    return str(STAGES.get(name) or gettext("Beginning"))


@register.filter
def remarks(outcome: dict[str, Any]) -> list[str]:
    return failures.remarks(outcome)


@register.filter
def duration(seconds: int) -> str:
    """About how long: seconds up to a minute and a half, then whole minutes."""
    if seconds <= 90:
        rounded = max(5, 5 * round(seconds / 5))
        return ngettext("%(count)s second", "%(count)s seconds", rounded) % {"count": rounded}
    minutes = round(seconds / 60)
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


@register.filter
def left_out(faces: FacesTold, gesture: str) -> list[tuple[str, str]]:
    """What of this gesture is not shown, each with the choice of a face that it is true of."""
    return faces.left_out(gesture)
