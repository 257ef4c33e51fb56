"""The codes of an engine in plain words: why a job failed and what helps, and why a clip shows less."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from animation.engine import limiting
from animation.models import Gesture


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
_ORIGINAL = _("Add the photograph once more, from its original file.")
_WORDS |= {
    "not_a_picture": Words(
        _("The file is not a photograph"),
        _("The file is kept as it came, but it cannot be opened as a picture."),
        _ORIGINAL,
    ),
    "broken_picture": Words(
        _("The photograph could not be read to its end"),
        _("The file is kept as it came. A part of it is missing or damaged."),
        _ORIGINAL,
    ),
    "too_large": Words(
        _("The photograph is too large"),
        _("The photograph is saved. It has more than 60 megapixels, or a side of more than 20,000 pixels."),
        _("A smaller copy of it will do: a side of 3,000 pixels shows all that a clip can show."),
    ),
}

#: What limits a clip, or made it smaller, in the order of telling.
_REMARKS = {
    "likeness_uncertain": _(
        "This may not be a photograph of a person. Look whether the movement suits it; the photograph alone "
        "can be shown at any time."
    ),
    "turned_away": _("The face is turned away: only breathing and the eye that is seen move."),
    "eyes_shut": _("The eyes are shut on the photograph, so they do not blink."),
    "eyes_hidden": _("The eyes are not seen on the photograph, so they neither blink nor look about."),
    "mouth_open": _("The mouth is open on the photograph, so the smile is half as wide."),
    "face_lost": _("The check lost sight of the face."),
    "turned_too_far": _("The check saw the head turn too far."),
    "face_ran_away": _("The check saw the head leave its place."),
    "face_bent": _("The check saw the face lose its shape."),
    "face_blurred": _("The check saw the face become blurred."),
    "eyes_stay_open": _("The check saw that the eyes did not close in the blink."),
    "jumps": _("The check saw the movement jump."),
    "first_frame_differs": _("The check saw that the first frame was not the photograph."),
    "ends_differ": _("The check saw that the end did not meet the beginning."),
    "background_moves": _("The check saw the background move."),
    "black_holes": _("The check saw dark holes in the picture."),
}
_BEFOREHAND = {"face_too_small": _("The face is smaller than 40 pixels: too few to move it truly.")}
#: The same beside one face of several, where there is room for few words.
_BRIEFLY = {
    "face_too_small": _("too small to be moved"),
    "turned_away": _("turned away: only breath and a blink"),
    "eyes_shut": _("eyes shut: no blink"),
    "eyes_hidden": _("eyes not seen: no blink"),
    "mouth_open": _("mouth open: half a smile"),
    "likeness_uncertain": _("may be a drawing or a statue"),
}
_SMALLER = _("So it moves less than was asked.")


def words(code: str) -> Words:
    return _WORDS.get(code, _OTHERWISE)


def limits(codes: Iterable[str]) -> list[str]:
    """What a face cannot do, in sentences, before anything is made of it."""
    known = set(codes)
    return [str(sentence) for code, sentence in (_BEFOREHAND | _REMARKS).items() if code in known]


def briefly(codes: Iterable[str]) -> list[str]:
    """The same in a few words each."""
    known = set(codes)
    return [str(few) for code, few in _BRIEFLY.items() if code in known]


def left_out(codes: Iterable[str], gesture: str) -> list[str]:
    """What of this gesture such a face does not show, in a few words each; nothing where it is all there."""
    known, is_blink = set(limiting(codes, gesture)), gesture == Gesture.BLINK
    shut, away = not known.isdisjoint({"eyes_shut", "eyes_hidden"}), "turned_away" in known
    told = {
        _("only the breath"): shut and (away or is_blink),
        _("only breath and a blink"): away and not shut,
        _("without a blink"): shut and not away and not is_blink,
        _("half a smile"): "mouth_open" in known and not away,
    }
    return [str(few) for few, is_so in told.items() if is_so]


def remarks(outcome: Mapping[str, Any]) -> list[str]:
    """Why the clip of this stored outcome shows less than was asked, in sentences; often there are none."""
    codes = outcome.get("problems", ())
    told = [str(sentence) for code, sentence in _REMARKS.items() if code in codes]
    return [*told, str(_SMALLER)] if 0 < outcome.get("amplitude", 1) < 1 else told
