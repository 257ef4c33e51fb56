"""The memorial itself."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from memorials import dates
from memorials.api import strict
from memorials.api.serializers.chosen import Chosen
from memorials.api.serializers.dates import PartialDate
from memorials.api.serializers.media import RenditionSerializer
from memorials.models import Memorial, Role
from memorials.permissions import WORDS_OF, Word
from memorials.qr_file import address_of

#: What everybody with the word `edit` changes.
OF_THE_PERSON = [
    "name", "surname", "given_name", "patronymic", "maiden_name", "home_name",
    "born", "born_old_style", "born_place", "died", "died_old_style", "died_place", "rest_place",
    "summary", "epitaph", "epitaph_note",
]  # fmt: skip
#: What the page offers and to whom.
OF_THE_PAGE = ["language", "visibility", "tributes_on", "animation_on", "chat_on", "indexing_on"]
#: Each field, and the word that whoever changes it needs.
WORD_FOR = dict.fromkeys(OF_THE_PERSON, Word.EDIT) | dict.fromkeys(OF_THE_PAGE, Word.MANAGE)


class PortraitSerializer(strict.ModelSerializer[Memorial]):
    """The photograph that is the portrait, and the point of it, in per cent from the left and from above,
    that stays in sight where only a square of it is shown."""

    media = Chosen("portraits", source="cover")
    x = strict.IntegerField(source="cover_x", min_value=0, max_value=100, required=False)
    y = strict.IntegerField(source="cover_y", min_value=0, max_value=100, required=False)
    renditions = RenditionSerializer(source="cover.renditions", many=True, read_only=True, default=list)

    class Meta:
        model = Memorial
        fields = ["media", "x", "y", "renditions"]


class ShownPortraitSerializer(PortraitSerializer):
    """The same as it is seen: null where there is none, or none that the asker sees."""

    media: Any = serializers.SlugRelatedField(
        source="cover", slug_field="code", read_only=True, allow_null=True
    )


def _example(written_in: str, **told: str) -> OpenApiExample:
    return OpenApiExample(written_in, value={**told, "visibility": "private"}, request_only=True)


@extend_schema_serializer(
    examples=[
        _example(
            "Русский", name="Анна Сергеевна Ильина", born="9 декабря 1906", died="1992",
            summary="Учительница, сорок лет в одной школе", language="ru",
        ),
        _example(
            "English", name="Anna Ilyina", born="9 December 1906", died="1992",
            summary="A teacher, forty years at one school", language="en",
        ),
    ]
)  # fmt: skip
class MemorialSerializer(strict.ModelSerializer[Memorial]):
    """`role` is the asker's own in it. `portrait` is null where there is none, or none that the asker sees.
    `page` is where the site shows it."""

    born = PartialDate()
    died = PartialDate()
    role = serializers.ChoiceField(source="own_role", choices=Role.choices, read_only=True, allow_null=True)
    portrait = PortraitSerializer(source="shown_portrait", read_only=True, allow_null=True)
    page = serializers.SerializerMethodField()

    class Meta:
        model = Memorial
        fields = [
            "code", *OF_THE_PERSON, *OF_THE_PAGE, "published", "created", "changed",
            "role", "portrait", "page",
        ]  # fmt: skip
        read_only_fields = ["code", "published", "created", "changed"]

    def get_page(self, memorial: Memorial) -> str:
        return address_of(memorial)

    def to_representation(self, memorial: Memorial) -> Any:
        memorial.shown_portrait = memorial if memorial.cover else None  # type: ignore[attr-defined]
        return super().to_representation(memorial)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        born = given.get("born", self.instance.born if self.instance else "")
        died = given.get("died", self.instance.died if self.instance else "")
        if dates.is_before(died, born):
            raise serializers.ValidationError({"died": dates.DIED_BEFORE_BORN})
        return given


class DeletedMemorialSerializer(strict.ModelSerializer[Memorial]):
    """What its keeper has deleted, and until when it can be brought back."""

    gone_for_good = serializers.DateTimeField(read_only=True)

    class Meta:
        model = Memorial
        fields = ["code", "name", "born", "died", "created", "gone_for_good"]
        read_only_fields = fields


class CountsSerializer(serializers.Serializer[Any]):
    """How many of each the asker sees."""

    chapters = serializers.IntegerField()
    memories = serializers.IntegerField()
    photo = serializers.IntegerField()
    video = serializers.IntegerField()
    audio = serializers.IntegerField()
    document = serializers.IntegerField()


class WholeMemorialSerializer(MemorialSerializer):
    """With the words that the asker has, what is in it, and the code of the same person's memorial in another
    language, where the asker sees that."""

    may = serializers.SerializerMethodField()
    counts = CountsSerializer(read_only=True)
    twin = serializers.CharField(source="shown_twin", read_only=True, allow_null=True)

    class Meta(MemorialSerializer.Meta):
        fields = [*MemorialSerializer.Meta.fields, "may", "counts", "twin"]

    def get_may(self, memorial: Any) -> list[Word]:
        return [word for word in Word if word in WORDS_OF[memorial.own_role]]
