"""Words, candles and flowers that people leave."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from memorials.api import strict
from memorials.api.serializers import care_examples
from memorials.api.serializers.where import WhereSerializer
from memorials.api.serializers.words import Words
from memorials.models import Decision, Tribute
from memorials.services.tributes import LONGEST_NAME, LONGEST_TEXT, private_address


@extend_schema_serializer(examples=care_examples.TRIBUTE)
class TributeSerializer(strict.ModelSerializer[Tribute]):
    """What stands at a memorial, or is one's own and waits. A candle burns before `lit_until`."""

    burns = serializers.BooleanField(read_only=True)
    is_own = serializers.SerializerMethodField()

    class Meta:
        model = Tribute
        fields = ["code", "kind", "name", "text", "status", "burns", "lit_until", "is_own", "created"]
        read_only_fields = fields

    def get_is_own(self, tribute: Tribute) -> bool:
        """Left by the asker's account, which finds it under account/tributes/ too."""
        user = self.context["view"].viewer.user
        return user is not None and tribute.author_id == user.pk


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Русский",
            value={"kind": "word", "name": "Ольга", "text": "Дорогая Анна,\nспасибо за песни у реки."},
            request_only=True,
        ),
        OpenApiExample("English", value={"kind": "candle", "name": "Martha Lowe"}, request_only=True),
    ]
)
class NewTributeSerializer(serializers.Serializer[Any]):
    """A word needs a text and a name; beside a candle or flowers both may be left out, and stands a line."""

    kind = strict.ChoiceField(choices=Tribute.Kind.choices)
    name = strict.CharField(max_length=LONGEST_NAME, allow_blank=True, default="")
    text = Words(
        max_length=max(LONGEST_TEXT.values()),
        allow_blank=True,
        default="",
        help_text=f"Beside a candle or flowers at most {LONGEST_TEXT[Tribute.Kind.CANDLE]} signs.",
    )


@extend_schema_serializer(examples=care_examples.LEFT_TRIBUTE)
class LeftTributeSerializer(TributeSerializer):
    """What was left, and its secret, which is told this once: whoever has it corrects and withdraws it."""

    token = serializers.SerializerMethodField()
    private_url = serializers.SerializerMethodField()

    class Meta(TributeSerializer.Meta):
        fields = [*TributeSerializer.Meta.fields, "token", "private_url"]

    def get_token(self, tribute: Tribute) -> str:
        """For tributes/<token>/."""
        return str(self.context["token"])

    @extend_schema_field(OpenApiTypes.URI)
    def get_private_url(self, tribute: Tribute) -> str:
        """The page of the site that does the same; to be kept by whoever has no account."""
        return private_address(self.context["token"])


class TributeWordsSerializer(serializers.Serializer[Any]):
    """Other words in the place of the old ones. What is not sent stays."""

    name = strict.CharField(max_length=LONGEST_NAME, allow_blank=True, required=False)
    text = Words(max_length=max(LONGEST_TEXT.values()), allow_blank=True, required=False)


@extend_schema_serializer(examples=care_examples.OWN_TRIBUTE)
class OwnTributeSerializer(strict.ModelSerializer[Any]):
    """What one has left. `memorial` is null once it has closed for the asker."""

    burns = serializers.BooleanField(read_only=True)
    memorial = serializers.SerializerMethodField()

    class Meta:
        model = Tribute
        fields = ["code", "memorial", "kind", "name", "text", "status", "burns", "lit_until", "created"]
        read_only_fields = fields

    @extend_schema_field(WhereSerializer(allow_null=True))
    def get_memorial(self, tribute: Any) -> Any:
        return WhereSerializer(tribute.memorial).data if tribute.memorial_is_seen else None


class WhySerializer(serializers.Serializer[Any]):
    """Why something stands as it does: a sentence in the asker's language, and words of those who decided."""

    sentence = serializers.CharField(source="reason_sentence")
    note = serializers.CharField()


@extend_schema_serializer(examples=care_examples.ONE_OWN_TRIBUTE)
class OneOwnTributeSerializer(OwnTributeSerializer):
    """With the reason for which it stands as it does; null where nobody gave one."""

    why = serializers.SerializerMethodField()

    class Meta(OwnTributeSerializer.Meta):
        fields = [*OwnTributeSerializer.Meta.fields, "why"]

    @extend_schema_field(WhySerializer(allow_null=True))
    def get_why(self, tribute: Tribute) -> Any:
        made = Decision.objects.behind(tribute)
        return WhySerializer(made).data if made and (made.reason or made.note) else None
