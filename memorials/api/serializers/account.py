"""One's own account."""

from typing import Any

from django.conf import settings
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from memorials.api import strict
from memorials.models import Memorial, Notice, User


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Русский",
            value={"name": "Ольга Ветрова", "letters": "daily", "language": "ru"},
            request_only=True,
        ),
        OpenApiExample("English", value={"name": "Martha", "letters": "never"}, request_only=True),
    ]
)
class AccountSerializer(strict.ModelSerializer[User]):
    """One's name, as it stands under what one tells; how often, and in which language, one is written to."""

    registered = serializers.DateTimeField(source="date_joined", read_only=True)
    language = strict.ChoiceField(
        choices=User._meta.get_field("language").choices or (),
        allow_blank=True,
        required=False,
        help_text="Of the letters; empty: as the site.",
    )

    class Meta:
        model = User
        fields = ["name", "email", "letters", "language", "registered"]
        read_only_fields = ["email"]
        extra_kwargs = {"name": {"allow_blank": False, "required": True}}


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Русский", value={"memories": "keep", "password": "три-сосны-у-реки"}, request_only=True
        ),
        OpenApiExample("English", value={"memories": "remove"}, request_only=True),
    ]
)
class LeavingSerializer(serializers.Serializer[Any]):
    """What becomes of the memories that one wrote, and of the words, candles and flowers that one left."""

    memories = serializers.ChoiceField(
        choices=["keep", "remove"], help_text="keep: they stay, with the name under them. remove: for ever."
    )
    password = strict.CharField(
        default="",
        allow_blank=True,
        trim_whitespace=False,
        max_length=1000,
        write_only=True,
        help_text="Left out where the sign-in was confirmed within the last minutes.",
    )


class NoticeMemorialSerializer(strict.ModelSerializer[Memorial]):
    class Meta:
        model = Memorial
        fields = ["code", "name"]
        read_only_fields = fields


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Русский",
            value={
                "kind": "tribute",
                "memorial": {"code": "k7m2p9xw", "name": "Вера Снегова"},
                "about": "Ольга",
                "url": "https://memory.example/m/k7m2p9xw/queue/",
                "created": "2026-03-08T09:30:00+03:00",
                "sent": None,
            },
            response_only=True,
        ),
        OpenApiExample(
            "English",
            value={
                "kind": "answer",
                "memorial": {"code": "q4t8z2nb", "name": "Martha Lowe"},
                "about": "",
                "url": "https://memory.example/m/q4t8z2nb/",
                "created": "2026-03-08T09:30:00Z",
                "sent": "2026-03-08T09:31:00Z",
            },
            response_only=True,
        ),
    ]
)
class NoticeSerializer(strict.ModelSerializer[Notice]):
    """Something that one is written of. `sent` is null while the letter has not left."""

    memorial = NoticeMemorialSerializer(read_only=True)
    url = serializers.SerializerMethodField()
    sent = serializers.DateTimeField(source="sent_at", read_only=True, allow_null=True)

    class Meta:
        model = Notice
        fields = ["kind", "memorial", "about", "url", "created", "sent"]
        read_only_fields = fields

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, notice: Notice) -> str:
        """The page of the site to which the letter leads."""
        return f"{settings.SITE_URL}{notice.path}"
