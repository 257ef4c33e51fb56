"""The codes with which a job fails, in plain words: what is safe, what happened, and what helps."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Words:
    title: str | Promise
    what: str | Promise
    help: str | Promise


_AGAIN = _("Try once more; if it fails again, the host of this server finds the reason in the log.")
_OTHER = _("Another photograph of the same person may do, one where the face is larger and sharper.")

_WORDS = {
    "no_face": Words(
        _("No face was found"),
        _("The photograph is saved. We do not see a face on it that could be moved."),
        _OTHER,
    ),
    "face_too_small": Words(
        _("The face is too small"),
        _("The photograph is saved. The face on it is smaller than 40 pixels: too few to move it truly."),
        _OTHER,
    ),
    "no_such_face": Words(
        _("That face is not there"),
        _("The photograph is saved. The chosen face was not found again."),
        _OTHER,
    ),
    "turned_away": Words(
        _("The face is turned away more than half"),
        _("The photograph is saved. It does not show the other half of the face; we shall not invent it."),
        _("A photograph on which both eyes are seen will do."),
    ),
    "too_slow": Words(
        _("It took too long"),
        _("The photograph is saved. This server did not finish in the time it gives to one photograph."),
        _AGAIN,
    ),
    "worker_lost": Words(
        _("The work was broken off too often"),
        _("The photograph is saved. The program that brings it to life was stopped several times."),
        _AGAIN,
    ),
}
_OTHERWISE = Words(
    _("It did not succeed"),
    _("The photograph is saved. Something went wrong while it was brought to life."),
    _AGAIN,
)
_UNREADABLE = Words(
    _("The photograph could not be read"),
    _("The file is kept as it came, but it cannot be opened as a photograph."),
    _("Add the photograph once more, from its original file."),
)
_WORDS |= dict.fromkeys(("not_a_picture", "broken_picture", "too_large"), _UNREADABLE)


def words(code: str) -> Words:
    return _WORDS.get(code, _OTHERWISE)
