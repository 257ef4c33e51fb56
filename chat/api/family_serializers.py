"""What the family is asked, and what it answers."""

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from chat.models import Archive, OpenQuestion
from chat.reported import Reported
from memorials.api import strict
from memorials.api.serializers.dates import PartialDate
from memorials.models import Memory


class OpenQuestionSerializer(strict.ModelSerializer[OpenQuestion]):
    """What somebody asks of the family. Who asks is told to nobody."""

    class Meta:
        model = OpenQuestion
        fields = ["code", "question", "created"]
        read_only_fields = fields


class WrongAnswerSerializer(serializers.Serializer[Reported]):
    """An answer that somebody finds wrong, with those quoted memories that the asker sees."""

    code = serializers.CharField()
    question = serializers.CharField()
    words = serializers.CharField()
    created = serializers.DateTimeField()
    memories = serializers.SerializerMethodField(help_text="Their codes.")

    def get_memories(self, reported: Reported) -> list[str]:
        return [memory.code for memory in reported.texts]


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Русский", {"text": "Он служил в пехоте.", "happened": "1943", "relation": "племянник"},
            request_only=True,
        ),
        OpenApiExample(
            "English", {"text": "He served in the infantry.", "happened": "1943", "relation": "nephew"},
            request_only=True,
        ),
    ]
)  # fmt: skip
class AnswerSerializer(strict.ModelSerializer[Memory]):
    """The answer is a memory like any other, with the same fields as a new one."""

    happened = PartialDate()
    attached = serializers.ListField(
        child=strict.CharField(max_length=16), max_length=100, required=False, write_only=True,
        help_text="Codes of photographs, films, recordings and papers that belong to it.",
    )  # fmt: skip

    class Meta:
        model = Memory
        fields = [
            "code", "title", "text", "teller", "relation", "happened", "attached", "source_name",
            "source_url", "status", "created",
        ]  # fmt: skip
        read_only_fields = ["code", "status", "created"]


@extend_schema_serializer(
    examples=[
        OpenApiExample("Русский", {"story_too": True, "tributes_too": False}),
        OpenApiExample("English", {"story_too": True, "tributes_too": False}),
    ]
)
class SourcesSerializer(strict.ModelSerializer[Archive]):
    """What the archive may quote beside the memories."""

    class Meta:
        model = Archive
        fields = ["story_too", "tributes_too"]
