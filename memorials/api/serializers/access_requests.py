"""Asking to be let in, and the keepers' answer."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from memorials.api import strict
from memorials.asking import LONGEST_ADDRESS, NO_ADDRESS, code_in
from memorials.models import AccessRequest, Role


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Русский", value={"code": "k7m2p9xw", "words": "Внучатый племянник"}, request_only=True
        ),
        OpenApiExample("English", value={"code": "k7m2p9xw", "words": "Her neighbour"}, request_only=True),
    ]
)
class AskSerializer(strict.ModelSerializer[AccessRequest]):
    """To which memorial, and who the asker is to this person. The keepers read it."""

    code = strict.CharField(
        max_length=LONGEST_ADDRESS, help_text="The code of the memorial, alone or within its address."
    )

    class Meta:
        model = AccessRequest
        fields = ["code", "words"]

    def validate_code(self, pasted: str) -> str:
        found = code_in(pasted)
        if found is None:
            raise serializers.ValidationError(NO_ADDRESS)
        return found


class AskedSerializer(serializers.Serializer[Any]):
    """The same whatever was asked for."""

    detail = serializers.CharField()


class AccessRequestSerializer(strict.ModelSerializer[AccessRequest]):
    """Who asks to be let in, and how it was answered."""

    name = serializers.CharField(source="user.shown_name", read_only=True)

    class Meta:
        model = AccessRequest
        fields = ["code", "name", "words", "answer", "created", "answered_at"]
        read_only_fields = fields


@extend_schema_serializer(
    examples=[
        OpenApiExample("Русский", value={"answer": "granted", "role": "contributor"}, request_only=True),
        OpenApiExample("English", value={"answer": "declined"}, request_only=True),
    ]
)
class AccessAnswerSerializer(serializers.Serializer[Any]):
    """Let in with a role, or decline."""

    answer = serializers.ChoiceField(
        choices=[AccessRequest.Answer.GRANTED.value, AccessRequest.Answer.DECLINED.value]
    )
    role = serializers.ChoiceField(choices=Role.choices, default=Role.READER.value)

    @property
    def granted(self) -> Role | None:
        given = self.validated_data
        return Role(given["role"]) if given["answer"] == AccessRequest.Answer.GRANTED else None
