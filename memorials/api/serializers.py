from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from rest_framework import serializers

from memorials import dates
from memorials.models import Media, Memorial, Rendition


class PartialDate(serializers.CharField):
    """A year, a month of a year, or a day: 1906, 1906-12, 1906-12-09."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=20, required=False, allow_blank=True, **options)

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
        fields = ["code", "caption", "credit", "taken", "status", "width", "height", "created", "renditions"]
        read_only_fields = ["code", "status", "width", "height", "created"]


class NewPhotoSerializer(serializers.ModelSerializer[Media]):
    """A multipart form: the file, and what is known of it."""

    photo = serializers.FileField(allow_empty_file=True)  # the service refuses it, in its own words
    taken = PartialDate()

    class Meta:
        model = Media
        fields = ["photo", "caption", "credit", "taken"]
