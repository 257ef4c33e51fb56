"""Why something is not shown: a choice for whoever decides, and a sentence for whoever added it.

The sentences are translated when they are shown, so that everybody reads them in their own language.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: The reason that is told in the decider's own words.
OWN_WORDS = "other"
#: Written by the site itself, when an author changes what stood.
EDITED = "edited"

CHOICES: list[tuple[str, str | Promise]] = [
    ("person", _("It is not about this person")),
    ("untrue", _("There is a mistake in it")),
    ("hurts", _("It hurts the memory of the person, or the living")),
    ("private", _("It shows what should stay private")),
    ("rights", _("It is somebody else's, and nobody asked them")),
    ("twice", _("It is here already")),
    ("unclear", _("It cannot be read, or nothing is seen on it")),
    ("advertising", _("It is advertising")),
    ("asked", _("Whoever added it asked for it")),
    (OWN_WORDS, _("In your own words, below")),
]
SENTENCES: dict[str, str | Promise] = {
    "person": _(
        "It seems to be about somebody else. If it is not, please add a few words and send it again."
    ),
    "untrue": _("Something in it does not agree with what the family knows. Please look at it once more."),
    "hurts": _("It could hurt the memory of the person or somebody living, so the page does not show it."),
    "private": _("It tells something that the family would rather keep to itself."),
    "rights": _("It belongs to somebody else, and it is not known that they agree."),
    "twice": _("The same is on the page already. Thank you for it all the same."),
    "unclear": _("It could not be read or seen well enough. If you can, please send it again."),
    "advertising": _("Advertising has no place on a memorial page."),
    "asked": _("It was taken from the page because you asked for it."),
    EDITED: _("You have changed it. It will be shown again once it has been read."),
}


def label(code: str) -> str:
    """The reason as the history names it. A code that is not known any more stands for itself."""
    if code == EDITED:
        return str(_("changed by whoever added it"))
    if code == OWN_WORDS:
        return ""
    return str(dict(CHOICES).get(code, code))


def sentence(code: str) -> str:
    """What the author reads; "" where the note says it all."""
    return str(SENTENCES.get(code, ""))
