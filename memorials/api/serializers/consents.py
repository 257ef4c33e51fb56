"""The family's agreement to what a machine does, and the objections of close relatives."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from memorials.api import strict
from memorials.consents import STATEMENT, Entry, Standing
from memorials.models import Feature, Objection
from memorials.models.user import shown_as
from memorials.services.objections import LONGEST_NOTE, NOTE_MISSING, settles_without_a_word

STATE_FIRST = _("First state that the family knows of this and agrees.")


class EntrySerializer(serializers.Serializer[Any]):
    """One line of the history. Relatives who objected are not named."""

    when = serializers.DateTimeField()
    what = serializers.ChoiceField(choices=["given", "withdrawn", "objected", "upheld", "settled"])
    name = serializers.SerializerMethodField()

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_name(self, entry: Entry) -> str | None:
        """As it was at that time; null for who objected."""
        return None if entry.what == "objected" else shown_as(entry.name)


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Русский",
            value={
                "kind": "animation",
                "title": "оживление фотографий",
                "state": "in_force",
                "statement": "Семья знает об этом и согласна",
                "history": [{"when": "2026-03-08T09:30:00+03:00", "what": "given", "name": "Ольга Ветрова"}],
            },
            response_only=True,
        ),
        OpenApiExample(
            "English",
            value={
                "kind": "chat",
                "title": "asking the archive",
                "state": "missing",
                "statement": "The family knows of this and agrees",
                "history": [],
            },
            response_only=True,
        ),
    ]
)
class ConsentSerializer(serializers.Serializer[Any]):
    """How one feature stands: agreed and switched on, agreed and off, objected to, or never agreed to."""

    kind = serializers.ChoiceField(choices=Feature.choices)
    title = serializers.CharField(source="kind.label")
    state = serializers.ChoiceField(choices=["in_force", "off", "objected", "missing"])
    statement = serializers.SerializerMethodField()
    history = EntrySerializer(many=True)

    def get_statement(self, standing: Standing) -> str:
        """What a keeper states by agreeing, word for word; to be shown before `give/` is asked."""
        return str(STATEMENT)


@extend_schema_serializer(
    examples=[
        OpenApiExample("Русский", value={"agreed": True}, request_only=True),
        OpenApiExample("English", value={"agreed": True}, request_only=True),
    ]
)
class AgreeSerializer(serializers.Serializer[Any]):
    """The statement, made on purpose: `agreed` must be true."""

    agreed = strict.BooleanField()

    def validate_agreed(self, agreed: bool) -> bool:
        if not agreed:
            raise serializers.ValidationError(STATE_FIRST)
        return agreed


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Русский",
            value={
                "kind": "animation",
                "name": "Вера Снегова",
                "relation": "сестра",
                "words": "Она не любила, когда её снимали.",
                "email": "vera@example.org",
            },
            request_only=True,
        ),
        OpenApiExample(
            "English", value={"kind": "chat", "name": "Ruth Lowe", "relation": "daughter"}, request_only=True
        ),
    ]
)
class NewObjectionSerializer(strict.ModelSerializer[Objection]):
    """What is to be switched off, and who asks for it. Only the keepers read name, words and e-mail."""

    kind = serializers.ChoiceField(choices=Feature.choices)

    class Meta:
        model = Objection
        fields = ["kind", "name", "relation", "words", "email"]

    def validate_kind(self, kind: str) -> Feature:
        return Feature(kind)


class ObjectionSerializer(strict.ModelSerializer[Objection]):
    """An objection as the keepers read it. `answer` is empty while it waits."""

    answer = serializers.ChoiceField(choices=Objection.Answer.choices, allow_blank=True, read_only=True)
    answered_by = serializers.SerializerMethodField()

    class Meta:
        model = Objection
        fields = [
            "code", "kind", "name", "relation", "words", "email", "made_at", "answer", "answer_note",
            "answered_by", "answered_at",
        ]  # fmt: skip
        read_only_fields = fields

    def get_answered_by(self, objection: Objection) -> str | None:
        """The name of the keeper, as it was at that time."""
        return shown_as(objection.answered_by_name) if objection.answered_at else None


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Русский",
            value={"answer": "settled", "note": "Говорили с Верой 8 марта, она согласна."},
            request_only=True,
        ),
        OpenApiExample("English", value={"answer": "upheld"}, request_only=True),
    ]
)
class ObjectionAnswerSerializer(serializers.Serializer[Any]):
    """Uphold it, or say that the family has agreed after all, and then how."""

    answer = serializers.ChoiceField(choices=Objection.Answer.choices)
    note = strict.CharField(max_length=LONGEST_NOTE, allow_blank=True, default="")

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if settles_without_a_word(given["answer"], given["note"]):
            raise serializers.ValidationError({"note": NOTE_MISSING})
        return {**given, "answer": Objection.Answer(given["answer"])}
