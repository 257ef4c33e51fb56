from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from rest_framework import serializers

from memorials import dates
from memorials.models import Media, Memorial, Rendition


class PartialDate(serializers.CharField):
    """A date as far as it is known. Answers are EDTF text: 1906-12-09, 1906-12, 1906, 1943~ (about),
    1943? (perhaps), 1951-22 (summer; 21 is spring), 194X, 18XX, 1940/1945 (all that time), [1940..1945]
    (some day in it), [..1945] (then or before), [1945..] (then or later). Taken in words too."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=dates.LONGEST_TYPED, required=False, allow_blank=True, **options)

    def to_internal_value(self, value: Any) -> str:
        text = super().to_internal_value(value)
        try:
            return dates.parse(text) if text else ""
        except DjangoValidationError as error:
            raise serializers.ValidationError(error.messages) from None


class MemorialSerializer(serializers.ModelSerializer[Memorial]):
    born = PartialDate()
    died = PartialDate()

    class Meta:
        model = Memorial
        fields = [
            "code",
            "name",
            "born",
            "died",
            "summary",
            "epitaph",
            "epitaph_note",
            "language",
            "visibility",
            "created",
        ]
        read_only_fields = ["code", "created"]

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        born = given.get("born", self.instance.born if self.instance else "")
        died = given.get("died", self.instance.died if self.instance else "")
        if dates.is_before(died, born):
            raise serializers.ValidationError({"died": dates.DIED_BEFORE_BORN})
        return given


class RenditionSerializer(serializers.ModelSerializer[Rendition]):
    url = serializers.CharField(read_only=True)

    class Meta:
        model = Rendition
        fields = ["name", "url", "content_type", "width", "height"]


class PhotoSerializer(serializers.ModelSerializer[Media]):
    taken = PartialDate()
    renditions = RenditionSerializer(many=True, read_only=True)

    class Meta:
        model = Media
        fields = [
            "code",
            "caption",
            "people",
            "place",
            "credit",
            "taken",
            "status",
            "width",
            "height",
            "created",
            "renditions",
        ]
        read_only_fields = ["code", "status", "width", "height", "created"]


class NewPhotoSerializer(serializers.ModelSerializer[Media]):
    """A multipart form: the file, and what is known of it."""

    photo = serializers.FileField(allow_empty_file=True)  # the service refuses it, in its own words
    taken = PartialDate()

    class Meta:
        model = Media
        fields = ["photo", "caption", "people", "place", "credit", "taken"]
