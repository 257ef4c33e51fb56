"""A conversation as its asker may read it now: every quotation is cut anew, behind the door of its text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from chat import sources
from chat.answering.confidence import WORDS
from chat.models import KINDS, Citation, Conversation, OpenQuestion, Text, Turn
from chat.models.conversation import Joining
from chat.models.reading import kind_of, title_of
from memorials.models import Media, Memorial, Memory, Status, Tribute
from memorials.viewer import Viewer

Seen = dict[sources.Key, Text]
QUOTATION_MARKS = frozenset('«»„“”"')


@dataclass(frozen=True)
class ShownQuote:
    """`before` and `after` are the rest of the text, for the page that opens it at this place."""

    number: int
    text: Text
    words: str
    start: int
    end: int

    @property
    def kind(self) -> str:
        return kind_of(self.text)

    @property
    def teller(self) -> str:
        """Whose words these are; "" for a chapter, and for a memory of which only a source is named."""
        if isinstance(self.text, Memory):
            return self.text.told_by
        return self.text.name if isinstance(self.text, Tribute) else ""

    @property
    def relation(self) -> str:
        return self.text.relation if isinstance(self.text, Memory) else ""

    @property
    def title(self) -> str:
        return title_of(self.text)

    @property
    def is_marked(self) -> bool:
        """Whether it has quotation marks of its own, beside which ours would stand doubled."""
        return bool(QUOTATION_MARKS.intersection(self.words))

    @property
    def voice(self) -> Media | None:
        """The recording that belongs to the memory, where there is one."""
        return next(iter(getattr(self.text, "voices", ())), None)

    @property
    def before(self) -> str:
        return self.text.text[: self.start]

    @property
    def after(self) -> str:
        return self.text.text[self.end :]


@dataclass(frozen=True)
class ShownTurn:
    turn: Turn
    quotes: Sequence[ShownQuote]
    taken_back: bool  # something that was quoted is not to be read any more
    asked_family: OpenQuestion | None = None
    family_told: Memory | None = None  # what the family has answered, where this asker sees it

    @property
    def joined(self) -> Sequence[Any]:
        """What a language model made of the quotations; nothing once one of them was taken back."""
        return self.turn.joined if self.turn.joining == Joining.JOINED and not self.taken_back else ()

    @property
    def waits(self) -> bool:
        return self.turn.is_joining and not self.taken_back

    @property
    def is_untold(self) -> bool:
        """Nobody has told this yet: the question may go to the family."""
        return not self.quotes and not self.taken_back

    @property
    def by_words_alone(self) -> bool:
        """No meaning was compared: there is no embedder, or it has not read these texts yet."""
        return self.turn.mode == WORDS

    @property
    def is_reported(self) -> bool:
        return getattr(self.turn, "wrong_answer", None) is not None


def shown(viewer: Viewer, conversation: Conversation) -> list[ShownTurn]:
    """All its turns, in order, by a fixed number of queries."""
    cited = Prefetch("citations", queryset=Citation.objects.order_by("number"))
    turns = conversation.turns.prefetch_related(cited).select_related("wrong_answer")
    return _shown(viewer, conversation.memorial, list(turns))


def shown_turn(viewer: Viewer, turn: Turn) -> ShownTurn:
    [one] = _shown(viewer, turn.conversation.memorial, [turn])
    return one


def _shown(viewer: Viewer, memorial: Memorial, turns: list[Turn]) -> list[ShownTurn]:
    seen = _seen(viewer, memorial, [each for turn in turns for each in turn.citations.all()])
    asked = {question.turn_id: question for question in OpenQuestion.objects.filter(turn__in=turns)}
    answers = Memory.objects.visible_to(viewer).filter(status=Status.APPROVED)
    told = answers.in_bulk([question.answer_id for question in asked.values() if question.answer_id])
    return [_turn(turn, seen, asked.get(turn.pk), told) for turn in turns]


def _turn(turn: Turn, seen: Seen, asked: OpenQuestion | None, told: Mapping[int, Memory]) -> ShownTurn:
    quotes = [quote for cited in turn.citations.all() if (quote := _quote(cited, seen))]
    answer = told.get(asked.answer_id or 0) if asked else None
    return ShownTurn(turn, quotes, len(quotes) < turn.quoted, asked, answer)


def _quote(cited: Citation, seen: Seen) -> ShownQuote | None:
    text = seen.get((cited.kind, getattr(cited, f"{cited.kind}_id")))
    words = cited.words_of(text) if text else ""
    return ShownQuote(cited.number, text, words, cited.start, cited.end) if text and words else None


def _seen(viewer: Viewer, memorial: Memorial, citations: Iterable[Citation]) -> Seen:
    """The cited texts that this viewer may read from this archive at this moment."""
    cited = list(citations)
    found: Seen = {}
    for texts in sources.told(viewer, memorial):
        kind = next(kind for kind, model in KINDS.items() if model is texts.model)
        wanted = [pk for each in cited if (pk := getattr(each, f"{kind}_id"))]
        if kind == "memory":
            voices = Media.objects.visible_to(viewer).filter(kind=Media.Kind.AUDIO)
            heard = voices.select_related("memorial").prefetch_related("renditions")
            spoken = Prefetch("attached", queryset=heard, to_attr="voices")
            texts = texts.select_related("author").prefetch_related(spoken)
        found |= {(kind, text.pk): text for text in texts.filter(pk__in=wanted)} if wanted else {}
    return found
