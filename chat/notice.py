"""What an archive says of itself before the first question, on the page and in an app."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from memorials.models import Memorial


@dataclass(frozen=True)
class Notice:
    title: str
    what: str
    whom: str


def notice_of(memorial: Memorial) -> Notice:
    """In the language of whoever reads it."""
    return Notice(
        title=_("A machine answers that reads what the family has told"),
        what=_(
            "It invents nothing and does not speak for %(name)s. You see other people's words, unchanged, "
            "and who wrote them."
        )
        % {"name": memorial.name},
        whom=_("It is meant for adults; children ask it best together with somebody close."),
    )
