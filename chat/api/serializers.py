"""How the archive's answers are written down."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from chat.api.keys import HEADER, key_of
from chat.models import KINDS, Conversation, WrongAnswer
from chat.services.conversing import LONGEST_QUESTION
from chat.showing import ShownQuote, ShownTurn
from memorials.api import strict
from memorials.api.serializers.files import api_address

#: For the name of the choice in the description.
QUOTED_KINDS = [(kind, kind) for kind in KINDS]


class WhatItIsSerializer(serializers.Serializer[Any]):
    """What this is, to be shown before the first question and above the answers."""

    title = serializers.CharField()
    what = serializers.CharField()
    whom = serializers.CharField()


class ArchiveSerializer(serializers.Serializer[Any]):
    """Whether the archive may be asked, and questions to begin with, of which each is really answered."""

    open = serializers.BooleanField()
    notice = WhatItIsSerializer()
    suggestions = serializers.ListField(child=serializers.CharField())
    longest_question = serializers.IntegerField(help_text="Characters.")
    days_kept = serializers.IntegerField(
        help_text="How long after its last question a conversation without an account is kept."
    )


@extend_schema_serializer(
    examples=[
        OpenApiExample("Русский", {"question": "Где они жили перед войной?"}, request_only=True),
        OpenApiExample("English", {"question": "Where did they live before the war?"}, request_only=True),
    ]
)
class QuestionSerializer(serializers.Serializer[Any]):
    """What is wrong with a question is said by the service, as on the site."""

    question = strict.CharField(
        allow_blank=True, trim_whitespace=False, help_text=f"At most {LONGEST_QUESTION} characters."
    )


class QuoteSerializer(serializers.Serializer[ShownQuote]):
    """Words that somebody really wrote, cut anew out of their text, as far as the asker may read it now."""

    number = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=QUOTED_KINDS, help_text="Of the text that it is cut from.")
    code = serializers.CharField(source="text.code", help_text="Of that text.")
    title = serializers.CharField()
    teller = serializers.CharField(help_text='Whose words these are; "" for the story of the life.')
    relation = serializers.CharField()
    source_name = serializers.SerializerMethodField(help_text="A book, a letter, an archive.")
    words = serializers.CharField()
    start = serializers.IntegerField(help_text="Characters of the text before the quotation.")
    end = serializers.IntegerField(help_text="Characters of the text to its end.")
    language = serializers.SerializerMethodField()
    recording = serializers.SerializerMethodField(help_text="The voice that tells it.")

    def get_source_name(self, quote: ShownQuote) -> str:
        return str(getattr(quote.text, "source_name", ""))

    def get_language(self, quote: ShownQuote) -> str:
        memorial = self.context["view"].memorial
        return str(getattr(quote.text, "language", "") or memorial.language)

    def get_recording(self, quote: ShownQuote) -> str | None:
        sound = quote.voice.rendition("sound") if quote.voice else None
        return api_address(sound.url) if sound else None


class JoinedSerializer(serializers.Serializer[Any]):
    """A sentence that a language model made of the quotations, and the numbers of those it stands on."""

    sentence = serializers.CharField()
    quotes = serializers.ListField(child=serializers.IntegerField())


class FamilySerializer(serializers.Serializer[Any]):
    """What became of the question that was sent to the family. `memory` is their answer."""

    asked = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=["waiting", "answered", "left_open"])
    memory = serializers.CharField(allow_null=True)


QUOTED = {
    "code": "p6w2k9d4m7zt", "asked": "2026-03-08T09:30:00+03:00", "answered": True, "confidence": 0.91,
    "taken_back": False, "waits": False, "joined": [], "can_ask_family": False, "family": None,
    "reported": False,
}  # fmt: skip
PLACE = {"number": 1, "kind": "memory", "code": "h4x8v2n6c9rb", "source_name": "", "recording": None}


def _told(question: str, **words: Any) -> dict[str, Any]:
    return {**QUOTED, "question": question, "quotes": [{**PLACE, **words}]}


ANSWERS = [
    OpenApiExample(
        "Русский",
        _told(
            "Когда пекли хлеб?", title="Хлеб", teller="Вера Снегова", relation="внучка",
            words="Бабушка пекла хлеб по субботам.", start=0, end=31, language="ru",
        ),
        response_only=True,
    ),
    OpenApiExample(
        "English",
        _told(
            "When was bread baked?", title="Bread", teller="Ruth Lowe", relation="granddaughter",
            words="She baked bread on Saturdays.", start=0, end=29, language="en",
        ),
        response_only=True,
    ),
]  # fmt: skip


@extend_schema_serializer(examples=ANSWERS)
class TurnSerializer(serializers.Serializer[ShownTurn]):
    """A question and its answer: quotations, or the word that nobody has told this yet."""

    code = serializers.CharField(source="turn.code")
    question = strict.CharField(source="turn.question")
    asked = serializers.DateTimeField(source="turn.created")
    answered = serializers.SerializerMethodField(
        help_text="false where nobody has told this yet, or where all of it was taken back."
    )
    confidence = serializers.FloatField(source="turn.confidence", help_text="0 to 1.")
    quotes = QuoteSerializer(many=True)
    taken_back = serializers.BooleanField(help_text="Something that was quoted is not to be read any more.")
    waits = serializers.BooleanField(help_text="The quotations may still be joined: ask again.")
    joined = serializers.SerializerMethodField()
    can_ask_family = serializers.SerializerMethodField()
    family = serializers.SerializerMethodField()
    reported = serializers.BooleanField(source="is_reported", help_text="As wrong, to the family.")

    def get_answered(self, shown: ShownTurn) -> bool:
        return bool(shown.quotes)

    @extend_schema_field(JoinedSerializer(many=True))
    def get_joined(self, shown: ShownTurn) -> list[dict[str, Any]]:
        return [{"sentence": sentence, "quotes": numbers} for sentence, numbers in shown.joined]

    def get_can_ask_family(self, shown: ShownTurn) -> bool:
        return shown.is_untold and shown.asked_family is None

    @extend_schema_field(FamilySerializer(allow_null=True))
    def get_family(self, shown: ShownTurn) -> dict[str, Any] | None:
        asked, told = shown.asked_family, shown.family_told
        if asked is None:
            return None
        state = "answered" if told else "left_open" if asked.closed_at else "waiting"
        about = {"asked": asked.created, "state": state, "memory": told.code if told else None}
        return dict(FamilySerializer(about).data)


class PutSerializer(TurnSerializer):
    """An answer as it is first given, with the conversation it belongs to."""

    conversation = serializers.CharField(source="turn.conversation.code")
    key = serializers.SerializerMethodField(
        help_text=f"Told this once, to whoever has no account, where a conversation begins: for {HEADER}."
    )

    def get_key(self, shown: ShownTurn) -> str | None:
        begun = shown.turn.conversation
        is_told = begun.asker_id is None and begun.code != self.context["goes_on"]
        return key_of(begun) if is_told else None


class ConversationSerializer(strict.ModelSerializer[Conversation]):
    """A conversation is its asker's own; nobody else reads it."""

    class Meta:
        model = Conversation
        fields = ["code", "created", "changed"]
        read_only_fields = fields


class WholeConversationSerializer(ConversationSerializer):
    """As its asker may read it now. While the archive is closed it has no turns."""

    turns = TurnSerializer(many=True)

    class Meta(ConversationSerializer.Meta):
        fields = [*ConversationSerializer.Meta.fields, "turns"]
        read_only_fields = fields


@extend_schema_serializer(
    examples=[
        OpenApiExample("Русский", {"words": "Это было в воскресенье."}, request_only=True),
        OpenApiExample("English", {"words": "It was on a Sunday."}, request_only=True),
    ]
)
class WrongSerializer(strict.ModelSerializer[WrongAnswer]):
    """What is wrong with the answer; may be left out."""

    class Meta:
        model = WrongAnswer
        fields = ["words"]
