"""The ways into a memorial: invitations and secret links. Their secrets are told once, when they are made."""

from datetime import datetime
from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from memorials.api import strict
from memorials.forms.access import SPANS, USUAL_SPAN, from_now
from memorials.models import Invitation, LinkToken, Memorial, Role
from memorials.models.invitation import State
from memorials.services.invitations import KEEPER_ALONE, MOST_USES, invites_keepers

DAYS = [int(days) for days, _label in SPANS if days]


class _NewWaySerializer(serializers.Serializer[Any]):
    """`days` becomes the moment at which it ends, or None."""

    note = strict.CharField(
        max_length=120, allow_blank=True, default="", help_text="For the keepers: whom it is for."
    )
    days = strict.ChoiceField(
        choices=DAYS,
        default=int(USUAL_SPAN),
        allow_null=True,
        help_text="For how many days it is valid; null: without an end.",
    )

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        days = given.pop("days")
        ends: datetime | None = from_now(days) if days else None
        return {**given, "expires": ends}


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Русский",
            value={"role": "contributor", "note": "Для племянников", "days": 30, "most_uses": 5},
            request_only=True,
        ),
        OpenApiExample(
            "English",
            value={"role": "reader", "note": "For the choir", "email": "choir@example.org", "days": 7},
            request_only=True,
        ),
    ]
)
class NewInvitationSerializer(_NewWaySerializer):
    """Who is invited as what. A keeper is invited alone."""

    role = strict.ChoiceField(choices=Role.choices)
    email = strict.EmailField(
        max_length=254, allow_blank=True, default="", help_text="Where the invitation is sent, if anywhere."
    )
    most_uses = strict.IntegerField(
        min_value=1,
        max_value=MOST_USES,
        default=1,
        allow_null=True,
        help_text="For how many people; null: for as many as come.",
    )

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if invites_keepers(given["role"], given["most_uses"]):
            raise serializers.ValidationError({"most_uses": KEEPER_ALONE})
        return {**super().validate(given), "role": Role(given["role"])}


class InvitationSerializer(strict.ModelSerializer[Invitation]):
    """An invitation as the keepers see it: without its secret."""

    state = serializers.ChoiceField(choices=State.choices, read_only=True)

    class Meta:
        model = Invitation
        fields = [
            "code", "role", "note", "email", "state", "created", "expires", "most_uses", "uses", "revoked_at",
        ]  # fmt: skip
        read_only_fields = fields


class MadeInvitationSerializer(InvitationSerializer):
    """The invitation, and its secret, which is told this once."""

    token = serializers.CharField(read_only=True, help_text="For invitations/<token>/.")
    url = serializers.URLField(read_only=True, help_text="The page on which it is taken up.")
    sent = serializers.BooleanField(read_only=True, help_text="Whether a letter with it has left.")

    class Meta(InvitationSerializer.Meta):
        fields = [*InvitationSerializer.Meta.fields, "token", "url", "sent"]
        read_only_fields = fields


@extend_schema_serializer(
    examples=[
        OpenApiExample("Русский", value={"note": "Соседям по улице", "days": 30}, request_only=True),
        OpenApiExample("English", value={"note": "For the parish", "days": None}, request_only=True),
    ]
)
class NewLinkSerializer(_NewWaySerializer):
    """A secret address for guests."""


class LinkSerializer(strict.ModelSerializer[LinkToken]):
    """A secret link as the keepers see it: without its secret."""

    state = serializers.ChoiceField(choices=State.choices, read_only=True)

    class Meta:
        model = LinkToken
        fields = ["code", "note", "state", "created", "expires", "revoked_at"]
        read_only_fields = fields


class MadeLinkSerializer(LinkSerializer):
    """The link, and its secret, which is told this once."""

    token = serializers.CharField(read_only=True, help_text="For the header X-Link-Token.")
    url = serializers.URLField(read_only=True, help_text="The address to give away.")

    class Meta(LinkSerializer.Meta):
        fields = [*LinkSerializer.Meta.fields, "token", "url"]
        read_only_fields = fields


class OpenedSerializer(strict.ModelSerializer[Memorial]):
    """The memorial that a secret link opens. Ask for it with the header X-Link-Token."""

    class Meta:
        model = Memorial
        fields = ["code", "name", "language"]
        read_only_fields = fields


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Русский",
            value={
                "memorial": "Вера Снегова",
                "language": "ru",
                "role": "contributor",
                "invited_by": "Ольга Ветрова",
                "expires": "2026-03-15T09:30:00+03:00",
                "own_role": None,
                "registration": "invited",
            },
            response_only=True,
        ),
        OpenApiExample(
            "English",
            value={
                "memorial": "Martha Lowe",
                "language": "en",
                "role": "reader",
                "invited_by": None,
                "expires": None,
                "own_role": "reader",
                "registration": "open",
            },
            response_only=True,
        ),
    ]
)
class ToldInvitationSerializer(serializers.Serializer[Any]):
    """What whoever holds an invitation learns before taking it up; the code of the memorial comes after."""

    memorial = serializers.CharField(source="memorial.name")
    language = serializers.CharField(source="memorial.language")
    role = strict.ChoiceField(choices=Role.choices)
    invited_by = serializers.CharField(source="created_by.shown_name", default=None, allow_null=True)
    expires = serializers.DateTimeField(allow_null=True)
    own_role = serializers.ChoiceField(
        choices=Role.choices,
        allow_null=True,
        help_text="What the asker is there already; an invitation never makes it less.",
    )
    registration = serializers.ChoiceField(
        choices=["open", "invited", "closed"], help_text="Who may make an account on this site."
    )


class TakenUpSerializer(serializers.Serializer[Any]):
    """Where one belongs now, and as what."""

    memorial = serializers.CharField(source="memorial.code")
    name = serializers.CharField(source="memorial.name")
    role = strict.ChoiceField(choices=Role.choices)
