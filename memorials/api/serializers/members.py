"""Who belongs to a memorial."""

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from memorials.api import strict
from memorials.models import Membership


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Русский",
            value={
                "code": "k7m2p9xw",
                "name": "Ольга Ветрова",
                "role": "contributor",
                "since": "2026-03-08T09:30:00+03:00",
                "is_self": False,
            },
            response_only=True,
        ),
        OpenApiExample("English", value={"role": "editor"}, request_only=True),
    ]
)
class MemberSerializer(strict.ModelSerializer[Membership]):
    """A member as the others see one: by name, never by address."""

    name = serializers.CharField(source="user.shown_name", read_only=True)
    is_self = serializers.SerializerMethodField()

    class Meta:
        model = Membership
        fields = ["code", "name", "role", "since", "is_self"]
        read_only_fields = ["code", "since"]

    def get_is_self(self, membership: Membership) -> bool:
        """Whether it is the asker's own."""
        user = self.context["view"].viewer.user
        return user is not None and membership.user_id == user.pk
