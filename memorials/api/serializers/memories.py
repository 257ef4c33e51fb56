"""What somebody remembers."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from memorials.api import strict
from memorials.api.serializers.chosen import Chosen
from memorials.api.serializers.dates import PartialDate
from memorials.api.serializers.media import MediaSerializer
from memorials.models import Memory

#: What is told by whoever writes it down.
WORDS = [
    "title", "text", "teller", "relation", "happened", "attached", "source_name", "source_url",
]  # fmt: skip


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Русский",
            value={
                "title": "Песня на крыльце",
                "text": "По утрам она пела, и мы просыпались от этого.",
                "relation": "внучка",
                "happened": "лето 1951",
            },
            request_only=True,
        ),
        OpenApiExample(
            "English",
            value={"text": "She sang in the mornings, and it woke us.", "relation": "granddaughter"},
            request_only=True,
        ),
    ]
)
class MemorySerializer(strict.ModelSerializer[Memory]):
    """`told_by` is whose words these are: the teller, or else the author. `attached` are the codes of what
    belongs to it, as far as the asker sees that. `is_own` says that the asker wrote it."""

    happened = PartialDate()
    attached = Chosen("attachable", many=True, required=False)
    told_by = serializers.CharField(read_only=True)
    is_own = serializers.SerializerMethodField()

    class Meta:
        model = Memory
        fields = ["code", *WORDS, "told_by", "language", "status", "is_own", "created", "changed"]
        read_only_fields = ["code", "language", "status", "created", "changed"]

    def get_is_own(self, memory: Memory) -> bool:
        person = self.context["viewer"].user
        return person is not None and memory.author_id == person.pk


class WholeMemorySerializer(MemorySerializer):
    """With all that is attached."""

    media = MediaSerializer(source="attached", many=True, read_only=True)

    class Meta(MemorySerializer.Meta):
        fields = [*MemorySerializer.Meta.fields, "media"]


class HomeSerializer(serializers.Serializer[Any]):
    """The memorial in which it stands."""

    code = serializers.CharField()
    name = serializers.CharField()
