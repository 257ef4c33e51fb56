"""One letter to one person about all that is new: what it says, and in which language."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, override

from memorials.models import Letters, Memorial, Notice, User
from memorials.stop_link import stop_address

#: Names in one line of a letter; what is longer than that is read on the page.
MOST_NAMES = 5
LONGEST_NAME = 80

Kind = Notice.Kind
ONE = {
    Kind.TRIBUTE: gettext_lazy("A new tribute"),
    Kind.WAITING: gettext_lazy("Something waits for your approval"),
    Kind.REQUEST: gettext_lazy("Somebody asks to be let in"),
    Kind.OBJECTION: gettext_lazy("A close relative objects and waits for your answer"),
    Kind.DECISION: gettext_lazy("There is a decision on what you added"),
    Kind.CLIP: gettext_lazy("A living photograph is ready"),
    Kind.ANSWER: gettext_lazy("You have been let in"),
    Kind.QUESTION: gettext_lazy("Somebody asks the family a question"),
    Kind.TOLD: gettext_lazy("The family has answered your question"),
}
#: Beside the sentence for one: in Russian 21 takes the form of 1, and needs its number.
SEVERAL = {
    Kind.TRIBUTE: ngettext_lazy("%(number)d new tribute", "%(number)d new tributes", "number"),
    Kind.WAITING: ngettext_lazy(
        "%(number)d thing waits for your approval", "%(number)d things wait for your approval", "number"
    ),
    Kind.REQUEST: ngettext_lazy(
        "%(number)d person asks to be let in", "%(number)d people ask to be let in", "number"
    ),
    Kind.DECISION: ngettext_lazy(
        "%(number)d decision on what you added", "%(number)d decisions on what you added", "number"
    ),
    Kind.CLIP: ngettext_lazy(
        "%(number)d living photograph is ready", "%(number)d living photographs are ready", "number"
    ),
    Kind.QUESTION: ngettext_lazy(
        "%(number)d question to the family", "%(number)d questions to the family", "number"
    ),
    Kind.TOLD: ngettext_lazy(
        "The family has answered %(number)d of your questions",
        "The family has answered %(number)d of your questions",
        "number",
    ),
}


@dataclass(frozen=True)
class Line:
    """What happened, how often, by whom, and the page where it is read."""

    sentence: str
    names: str
    address: str


def letter_to(user: User, notices: Sequence[Notice]) -> EmailMultiAlternatives:
    """The caller has asked whether the person may still know of each. No word about it in the subject."""
    daily = user.letters == Letters.DAILY
    stop = stop_address(user)
    with override(user.language or settings.LANGUAGE_CODE):
        about = {
            "subject": _subject(notices, daily),
            "memorials": _by_memorial(notices),
            "site": settings.SITE_HOST,
            "choose": settings.SITE_URL + reverse("memorials:letters"),
            "stop": stop,
            "daily": daily,
        }
        text, html = (
            render_to_string(f"memorials/letters/news_message.{end}", about) for end in ("txt", "html")
        )
    letter = EmailMultiAlternatives(str(about["subject"]), text.strip() + "\n", to=[user.email])
    letter.attach_alternative(html, "text/html")
    letter.extra_headers = {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "Message-ID": f"<{notices[0].claim}@{settings.SITE_HOST}>",  # Django's own would name the machine
    }
    return letter


def _subject(notices: Sequence[Notice], daily: bool) -> str:
    if daily:
        return _("What is new: the day's letter")
    if len({notice.kind for notice in notices}) == 1:
        return _sentence(Notice.Kind(notices[0].kind), len(notices))
    return _("What is new")


def _by_memorial(notices: Sequence[Notice]) -> list[tuple[Memorial, list[Line]]]:
    in_order = sorted(notices, key=lambda notice: (notice.memorial_id, notice.pk))
    groups = groupby(in_order, key=lambda notice: notice.memorial_id)
    return [(some[0].memorial, _lines(some)) for some in (list(group) for __, group in groups)]


def _lines(notices: list[Notice]) -> list[Line]:
    """Ten tributes are one line with their names."""
    lines: dict[tuple[str, str], list[Notice]] = {}
    for notice in notices:
        lines.setdefault((notice.kind, notice.path), []).append(notice)
    return [
        Line(_sentence(Notice.Kind(kind), len(some)), _names(some), settings.SITE_URL + path)
        for (kind, path), some in lines.items()
    ]


def _names(notices: list[Notice]) -> str:
    """On one line each, and not too long: a visitor may have typed them."""
    told = (" ".join(notice.about.split())[:LONGEST_NAME] for notice in notices)
    names = list(dict.fromkeys(filter(None, told)))
    if len(names) > MOST_NAMES:
        return _("%(names)s and others") % {"names": ", ".join(names[:MOST_NAMES])}
    return ", ".join(names)


def _sentence(kind: Notice.Kind, number: int) -> str:
    if number == 1 or kind not in SEVERAL:
        return str(ONE[kind])
    return str(SEVERAL[kind] % {"number": number})
