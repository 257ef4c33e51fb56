"""What waits for a decision, and what was decided."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from memorials import reasons
from memorials.api import strict
from memorials.api.serializers import care_examples
from memorials.api.serializers.files import FileAddress
from memorials.api.serializers.media import RenditionSerializer
from memorials.api.serializers.where import WhereSerializer
from memorials.deciding import what_happened
from memorials.models import Decision, Media, Memorial, Memory, Report, Status, Tribute
from memorials.models.user import shown_as
from memorials.queue import KINDS, PAGE_ITSELF, Waiting
from memorials.services.verdicts import LONGEST_NOTE, MOST_ITEMS, Verdict, author_of, unexplained


class WaitingTributeSerializer(strict.ModelSerializer[Tribute]):
    class Meta:
        model = Tribute
        fields = ["kind", "name", "text"]
        read_only_fields = fields


class WaitingMemorySerializer(strict.ModelSerializer[Memory]):
    source_url = serializers.URLField(read_only=True, allow_blank=True)

    class Meta:
        model = Memory
        fields = ["title", "text", "teller", "relation", "happened", "source_name", "source_url"]
        read_only_fields = fields


class WaitingMediaSerializer(strict.ModelSerializer[Media]):
    """Something to look at or to hear before deciding. A paper is read as it was brought: `original`."""

    renditions = RenditionSerializer(many=True, read_only=True)
    original = serializers.SerializerMethodField()
    is_awaited = serializers.BooleanField(
        read_only=True, help_text="Its copy for playing is still being made; it can be decided on later."
    )
    is_left_unmade = serializers.BooleanField(
        read_only=True, help_text="No copy for playing could be made of it."
    )

    class Meta:
        model = Media
        fields = [
            "code", "kind", "caption", "people", "place", "credit", "taken", "transcript", "status",
            "original_name", "size", "is_awaited", "is_left_unmade", "original", "renditions",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(FileAddress(allow_null=True))
    def get_original(self, media: Media) -> str | None:
        if media.kind != Media.Kind.DOCUMENT:
            return None
        return FileAddress().to_representation(f"/files/media/{media.code}/original")


class WaitingReportSerializer(strict.ModelSerializer[Report]):
    """What somebody said is not right. Those who decide read who it was, and where to answer."""

    reporter = serializers.SerializerMethodField()

    class Meta:
        model = Report
        fields = ["code", "reason", "words", "reporter", "email", "created"]
        read_only_fields = fields

    def get_reporter(self, report: Report) -> str | None:
        """A name; null without an account."""
        return report.reporter.shown_name if report.reporter else None


@extend_schema_serializer(examples=care_examples.WAITING)
class WaitingSerializer(serializers.Serializer[Waiting]):
    """One line of the queue: an item, or the memorial itself, with the open reports about it.

    `mark` names the item as it was read, and comes back with the decision. Of `memory` and `tribute` one is
    filled at most; `media` is the thing itself, or what stands beside a memory.
    """

    name = serializers.CharField(help_text="memory:<code>, tribute:<code>, media:<code>, memorial:<code>")
    mark = serializers.CharField()
    kind = serializers.ChoiceField(choices=KINDS)
    code = serializers.CharField(source="item.code")
    memorial = WhereSerializer()
    title = serializers.CharField()
    status = serializers.SerializerMethodField()
    author = serializers.SerializerMethodField()
    created = serializers.DateTimeField(source="item.created")
    since = serializers.DateTimeField(allow_null=True, help_text="Since when it waits; null of a single one.")
    reports = WaitingReportSerializer(many=True)
    memory = serializers.SerializerMethodField()
    tribute = serializers.SerializerMethodField()
    media = WaitingMediaSerializer(many=True)

    @extend_schema_field(serializers.ChoiceField(choices=Status.choices, allow_null=True))
    def get_status(self, waiting: Waiting) -> str | None:
        """Null of the memorial itself."""
        return None if isinstance(waiting.item, Memorial) else waiting.item.status

    def get_author(self, waiting: Waiting) -> str | None:
        """The name of whoever added it; null without an account, and of the memorial itself."""
        author = None if isinstance(waiting.item, Memorial) else author_of(waiting.item)
        return author.shown_name if author else None

    @extend_schema_field(WaitingMemorySerializer(allow_null=True))
    def get_memory(self, waiting: Waiting) -> Any:
        return WaitingMemorySerializer(waiting.item).data if isinstance(waiting.item, Memory) else None

    @extend_schema_field(WaitingTributeSerializer(allow_null=True))
    def get_tribute(self, waiting: Waiting) -> Any:
        return WaitingTributeSerializer(waiting.item).data if isinstance(waiting.item, Tribute) else None


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Русский",
            value={
                "items": ["memory:k3x9w2m7p4q8:0f1e2d3c4b5a6978"],
                "verdict": "decline",
                "reason": "untrue",
                "note": "Спросите, пожалуйста, Веру: она помнит этот год.",
            },
        ),
        OpenApiExample(
            "English",
            value={
                "items": ["tribute:k3x9w2m7p4q8:0f1e2d3c4b5a6978", "media:z8y7x6w5v4u3:1122334455667788"],
                "verdict": "approve",
            },
        ),
    ]
)
class VerdictSerializer(serializers.Serializer[Any]):
    """One verdict on some items. `approve` shows again what was hidden, and closes reports on what stands."""

    items = serializers.ListField(
        child=strict.CharField(max_length=80),
        allow_empty=False,
        max_length=MOST_ITEMS,
        help_text="The marks of the items as they were read.",
    )
    verdict = strict.ChoiceField(choices=Verdict.choices)
    reason = strict.ChoiceField(
        choices=[(code, label) for code, label in reasons.CHOICES],
        allow_blank=True,
        default="",
        help_text="Needed to decline and to hide. Whoever added it reads it.",
    )
    note = strict.CharField(
        max_length=LONGEST_NOTE,
        allow_blank=True,
        default="",
        help_text="In one's own words; needed with the reason `other`.",
    )

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        faults = unexplained(given["verdict"], given["reason"], given["note"])
        if faults:
            raise serializers.ValidationError(faults)
        return given


class TakenBackSerializer(serializers.Serializer[Decision]):
    """By whom a decision was taken back, and when."""

    by = serializers.SerializerMethodField()
    at = serializers.DateTimeField(source="made_at")

    def get_by(self, decision: Decision) -> str:
        return shown_as(decision.made_by_name)


@extend_schema_serializer(examples=care_examples.DECISION)
class DecisionSerializer(strict.ModelSerializer[Decision]):
    """Who changed what from what to what, and why. `is_kept`: what was reported stays as it is."""

    memorial = WhereSerializer()
    kind = serializers.SerializerMethodField()
    item = serializers.CharField(source="item.code")
    made_by = serializers.SerializerMethodField()
    taken_back = serializers.SerializerMethodField()
    is_kept = serializers.BooleanField(read_only=True)
    can_be_undone = serializers.BooleanField(read_only=True)

    class Meta:
        model = Decision
        fields = [
            "code", "memorial", "kind", "item", "title", "was", "became", "is_kept", "reason", "reason_label",
            "note", "made_by", "made_at", "can_be_undone", "taken_back",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField(choices=KINDS))
    def get_kind(self, decision: Decision) -> str:
        return decision.kind or PAGE_ITSELF

    def get_made_by(self, decision: Decision) -> str:
        return shown_as(decision.made_by_name)

    @extend_schema_field(TakenBackSerializer(allow_null=True))
    def get_taken_back(self, decision: Decision) -> Any:
        back = getattr(decision, "undone_by", None)
        return TakenBackSerializer(back).data if back else None


class MeanwhileSerializer(serializers.Serializer[Waiting]):
    """Something that has changed since it was read: what happened, and the item as it is now."""

    said = serializers.SerializerMethodField()
    item = WaitingSerializer(source="*")

    def get_said(self, waiting: Waiting) -> str:
        """A sentence in the asker's language."""
        return what_happened(waiting)


class OutcomeSerializer(serializers.Serializer[Any]):
    """What became of each item. `meanwhile` was left as it is; `missing` are not there any more."""

    decided = DecisionSerializer(many=True)
    meanwhile = MeanwhileSerializer(many=True)
    missing = serializers.IntegerField()
