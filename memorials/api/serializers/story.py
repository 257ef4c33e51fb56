"""The story of a life."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from memorials.api import strict
from memorials.api.serializers.dates import PartialDate
from memorials.models import Chapter, LifeEvent
from memorials.timeline import SHAPES


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Русский",
            value={"title": "Дом у реки", "text": "Дом стоял у самой воды.\n\n> Так говорила мама."},
            request_only=True,
        ),
        OpenApiExample(
            "English",
            value={"title": "The house", "text": "It stood close to the *river*."},
            request_only=True,
        ),
    ]
)
class ChapterSerializer(strict.ModelSerializer[Chapter]):
    """`text` is Markdown of few signs: an empty line begins a paragraph, *asterisks* set a word in italics,
    > begins a quotation."""

    class Meta:
        model = Chapter
        fields = ["code", "title", "text", "position", "created", "changed"]
        read_only_fields = ["code", "position", "created", "changed"]


class MoveSerializer(serializers.Serializer[Any]):
    to = strict.ChoiceField(choices=["earlier", "later"])


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Русский",
            value={"happened": "осень 1924", "title": "Переезд в Иваново", "place": "Иваново"},
            request_only=True,
        ),
        OpenApiExample(
            "English", value={"happened": "autumn 1924", "title": "The move to Ivanovo"}, request_only=True
        ),
    ]
)
class LifeEventSerializer(strict.ModelSerializer[LifeEvent]):
    happened = PartialDate(required=True, allow_blank=False)

    class Meta:
        model = LifeEvent
        fields = ["code", "happened", "title", "place", "created"]
        read_only_fields = ["code", "created"]


class RowSerializer(serializers.Serializer[Any]):
    """A moment on the line of a life: `start` and `width` are shares of the line in per cent. `event` is the
    code of the event; null for birth and death."""

    event = serializers.CharField(source="moment.event.code", default=None, allow_null=True)
    happened = serializers.CharField(source="moment.happened")
    title = serializers.CharField(source="moment.title")
    place = serializers.CharField(source="moment.place")
    old_style = serializers.BooleanField(source="moment.old_style")
    earliest = serializers.DateField(source="moment.earliest", allow_null=True)
    latest = serializers.DateField(source="moment.latest", allow_null=True)
    shape = serializers.ChoiceField(source="moment.shape", choices=SHAPES)
    start = serializers.FloatField()
    width = serializers.FloatField()
