"""What people leave at a memorial, with or without an account: words, candles, flowers.

What stands at once, and what waits until somebody of the family has read it:
- whatever a member who may moderate writes stands at once;
- so do a candle and flowers without words from a member: there is nothing in them to read but a name;
- all else waits: the words of any other person, and whatever a visitor leaves, a name included;
- whatever holds a word of the host's list waits, whoever wrote it.
"""

import unicodedata

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from memorials.errors import Refusal
from memorials.events import Event, tell
from memorials.models import Memorial, Notice, Status, Tribute, User
from memorials.models.derived import save_columns
from memorials.models.token import hashed, new_token
from memorials.permissions import Word, may, role_of
from memorials.services.blocked_words import blocked_words_in
from memorials.services.notices import notify_holders, where_it_waits
from memorials.viewer import viewer_of

Kind = Tribute.Kind
#: A letter of two pages; beside a candle stands a line, not a letter.
LONGEST_TEXT = {Kind.WORD: 2000, Kind.CANDLE: 200, Kind.FLOWER: 200}
LONGEST_NAME = 120
#: Signs that turn the direction of what follows them, on the page and in the letters to keepers.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F])


class TributesOff(Refusal):
    code = "tributes_off"
    sentence = _("The family has closed this page for words and candles for now.")


class WordsMissing(Refusal):
    code = "words_missing"
    sentence = _("Please write a few words.")


class NameMissing(Refusal):
    code = "name_missing"
    sentence = _("Please sign with your name.")


class OnlyCandlesBurn(Refusal):
    code = "only_candles_burn"
    sentence = _("Only a candle can be lit again.")


class TextTooLong(Refusal):
    code = "text_too_long"
    sentence = _("This is longer than fits here: at most %(number)s characters.")

    def __init__(self, most: int) -> None:
        super().__init__(self.sentence % {"number": most})


def leave_tribute(
    *, memorial: Memorial, author: User | None, kind: Kind, name: str, text: str = "", token: str = ""
) -> tuple[Tribute, str]:
    """The tribute, and the token of its private link, which is told only now.

    The same thing sent twice with the same token is left once: a form that was pressed twice. Raises a
    Refusal.
    """
    token = token or new_token()
    columns = _columns(memorial, kind, name, text)
    status = _status(memorial, kind, author, columns)
    _announce(Tribute(**columns, status=status))
    with transaction.atomic():
        tribute, new = Tribute.objects.get_or_create(
            token_hash=hashed(token),
            defaults={**columns, "memorial": memorial, "author": author, "kind": kind, "status": status},
        )
        if new:
            Tribute.objects.filter(pk=tribute.pk).light()
            _tell(tribute)
            _tell_of_words(tribute)
        elif not _is(tribute, memorial=memorial, kind=kind, **columns):
            return leave_tribute(memorial=memorial, author=author, kind=kind, name=name, text=text)
    tribute.refresh_from_db()
    return tribute, token


def private_address(token: str) -> str:
    """Of the page on which whoever has the token corrects or withdraws what they left."""
    return str(settings.SITE_URL + reverse("memorials:private_tribute", args=[token]))


def correct_tribute(*, tribute: Tribute, by: User | None, name: str, text: str = "") -> None:
    """Other words in the place of the old ones. They wait to be read as new ones would. Raises a Refusal.

    `by` is who holds the private link. It counts as the author only where it is the author: whoever has
    found the link of a keeper cannot write with the keeper's rights.
    """
    columns = _columns(tribute.memorial, Kind(tribute.kind), name, text)
    if _is(tribute, **columns):
        return
    author = by if by and by.pk == tribute.author_id else None
    status = _status(tribute.memorial, Kind(tribute.kind), author, columns)
    if tribute.status in (Status.DECLINED, Status.HIDDEN) and not _decides(tribute.memorial, author):
        status = Status.PENDING  # what somebody has decided against is not brought back by a correction
    waits_anew = status == Status.PENDING != tribute.status
    for column, value in {**columns, "status": status}.items():
        setattr(tribute, column, value)
    _announce(tribute)
    with transaction.atomic():
        save_columns(tribute, [*columns, "status", "changed"])
        _tell_of_words(tribute)
        if waits_anew:
            _tell(tribute)


def relight_candle(*, tribute: Tribute) -> None:
    """This candle, and no other, burns for its days once more. Raises TributesOff, OnlyCandlesBurn."""
    _demand_open(tribute.memorial)
    if tribute.kind != Kind.CANDLE:
        raise OnlyCandlesBurn
    Tribute.objects.filter(pk=tribute.pk).light()


def withdraw_tribute(*, tribute: Tribute) -> None:
    """Gone for good, with the reports and decisions about it. Possible on a memorial that has closed too."""
    tribute.delete()


def _announce(tribute: Tribute) -> None:
    if tribute.stands:
        tell(Event.TEXTS_TO_STAND, texts=[tribute])


def _tell_of_words(tribute: Tribute) -> None:
    tell(Event.TEXT_STANDS if tribute.stands else Event.TEXT_WITHDRAWN, text=tribute)


def _columns(memorial: Memorial, kind: Kind, name: str, text: str) -> dict[str, str]:
    """What is kept of the words. Raises a Refusal where they cannot be kept."""
    _demand_open(memorial)
    name, text = _one_line(name), text.replace("\r\n", "\n").strip()
    if kind == Kind.WORD and not text:
        raise WordsMissing
    if kind == Kind.WORD and not name:
        raise NameMissing
    if len(text) > LONGEST_TEXT[kind]:
        raise TextTooLong(LONGEST_TEXT[kind])
    if len(name) > LONGEST_NAME:
        raise TextTooLong(LONGEST_NAME)
    return {"name": name, "text": text}


def _demand_open(memorial: Memorial) -> None:
    if not Memorial.objects.standing().filter(pk=memorial.pk, tributes_on=True).exists():
        raise TributesOff


def _one_line(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).translate(_TURNING).split())


def _status(memorial: Memorial, kind: Kind, author: User | None, columns: dict[str, str]) -> Status:
    if blocked_words_in(*columns.values()):
        return Status.PENDING
    silent = kind != Kind.WORD and not columns["text"]
    stands = _decides(memorial, author) or (silent and role_of(viewer_of(author), memorial) is not None)
    return Status.APPROVED if stands else Status.PENDING


def _decides(memorial: Memorial, author: User | None) -> bool:
    return may(viewer_of(author), Word.MODERATE, memorial)


def _is(tribute: Tribute, **columns: object) -> bool:
    return all(getattr(tribute, column) == value for column, value in columns.items())


def _tell(tribute: Tribute) -> None:
    """Those who decide hear of what waits, without words that nobody has read; keepers of what stands."""
    memorial, author = tribute.memorial, tribute.author
    if tribute.status == Status.PENDING:
        path = where_it_waits(memorial)
        notify_holders(Word.MODERATE, memorial=memorial, kind=Notice.Kind.WAITING, path=path, but=author)
    else:
        path = f"{memorial.get_absolute_url()}#{'words' if tribute.kind == Kind.WORD else 'candles'}"
        notify_holders(
            Word.MANAGE,
            memorial=memorial,
            kind=Notice.Kind.TRIBUTE,
            path=path,
            about=tribute.name,
            but=author,
        )
