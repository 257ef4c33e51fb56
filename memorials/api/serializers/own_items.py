"""What one has added oneself, wherever it stands, and what was decided on it."""

from typing import Any

from rest_framework import serializers

from memorials import reasons
from memorials.api.serializers.media import MediaSerializer, WholeMediaSerializer
from memorials.api.serializers.memories import HomeSerializer, MemorySerializer, WholeMemorySerializer

#: What is told beside the thing itself.
ASIDE = ["memorial", "reason", "reason_said", "note"]


class Aside(serializers.Serializer[Any]):
    """`reason` and `note` are of the decision by which it stands as it does; "" where there was none.
    `reason_said` is a sentence for whoever added it."""

    memorial = HomeSerializer(read_only=True)
    reason = serializers.CharField(source="decided_reason", read_only=True)
    reason_said = serializers.SerializerMethodField()
    note = serializers.CharField(source="decided_note", read_only=True)

    def get_reason_said(self, own: Any) -> str:
        return str(reasons.SENTENCES.get(own.decided_reason, ""))


class OwnMemorySerializer(Aside, MemorySerializer):
    """A memory of one's own, with its memorial and the reason why it stands as it does."""

    class Meta(MemorySerializer.Meta):
        fields = [*MemorySerializer.Meta.fields, *ASIDE]


class WholeOwnMemorySerializer(Aside, WholeMemorySerializer):
    """The same with all that is attached."""

    class Meta(WholeMemorySerializer.Meta):
        fields = [*WholeMemorySerializer.Meta.fields, *ASIDE]


class OwnMediaSerializer(Aside, MediaSerializer):
    """What one has brought, with its memorial and the reason why it stands as it does."""

    class Meta(MediaSerializer.Meta):
        fields = [*MediaSerializer.Meta.fields, *ASIDE]


class WholeOwnMediaSerializer(Aside, WholeMediaSerializer):
    """The same with what is said in it and where its original is."""

    class Meta(WholeMediaSerializer.Meta):
        fields = [*WholeMediaSerializer.Meta.fields, *ASIDE]
