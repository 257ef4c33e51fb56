"""Photographs, films, recordings and papers."""

from typing import Any

from django.core.exceptions import ValidationError as ImproperValue
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from memorials import captions
from memorials.api import strict
from memorials.api.serializers.chosen import Chosen
from memorials.api.serializers.dates import PartialDate
from memorials.api.serializers.files import FileAddress, api_address
from memorials.files import site_address
from memorials.finders import may_have_original
from memorials.jobs.model import State
from memorials.models import Media, Preparation, Rendition

#: What the family says of each kind.
WORDS = ["caption", "people", "place", "credit", "taken"]


class RenditionSerializer(strict.ModelSerializer[Rendition]):
    url = FileAddress()

    class Meta:
        model = Rendition
        fields = ["name", "url", "content_type", "width", "height"]


class PreparationSerializer(strict.ModelSerializer[Preparation]):
    """How far the further copies are: large pictures, the film or the sound that browsers play."""

    status = serializers.ChoiceField(choices=State.choices, read_only=True)

    class Meta:
        model = Preparation
        fields = ["status", "progress"]
        read_only_fields = fields


class MediaSerializer(strict.ModelSerializer[Media]):
    """`preparation` is null where there is no more to be made than what is there. `seconds` is the length of
    what is played."""

    taken = PartialDate()
    album = Chosen("albums", required=False, allow_null=True)
    renditions = RenditionSerializer(many=True, read_only=True)
    preparation = PreparationSerializer(read_only=True, default=None, allow_null=True)

    class Meta:
        model = Media
        fields = [
            "code", "kind", *WORDS, "album", "status", "width", "height", "seconds", "created", "renditions",
            "preparation",
        ]  # fmt: skip
        read_only_fields = ["code", "kind", "status", "width", "height", "seconds", "created"]


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Русский",
            value={"caption": "У крыльца", "people": "Анна, Вера", "taken": "лето 1951"},
            request_only=True,
        ),
        OpenApiExample(
            "English", value={"caption": "By the porch", "taken": "summer 1951"}, request_only=True
        ),
    ]
)
class WholeMediaSerializer(MediaSerializer):
    """With what is said in it, and how loud it is from beginning to end (0 to 100). `original` is null for
    whoever may not fetch it; what the camera wrote is for editors and whoever brought it."""

    original = serializers.SerializerMethodField()
    captions = serializers.SerializerMethodField()
    camera = serializers.SerializerMethodField()
    shot = serializers.SerializerMethodField()

    class Meta(MediaSerializer.Meta):
        fields = [
            *MediaSerializer.Meta.fields, "transcript", "waveform", "original", "captions", "camera", "shot",
        ]  # fmt: skip
        read_only_fields = [*MediaSerializer.Meta.read_only_fields, "waveform"]

    def get_original(self, media: Media) -> str | None:
        if not may_have_original(self.context["viewer"], media):
            return None
        return api_address(site_address("media", media.code, "original"))

    def get_captions(self, media: Media) -> str | None:
        """Where the subtitles are (WebVTT); null where nothing is said with its times."""
        timed = captions.cues_in(media.transcript)
        return api_address(site_address("media", media.code, "captions")) if timed else None

    def get_camera(self, media: Media) -> str:
        return media.camera if self.context["looks_inside"] else ""

    def get_shot(self, media: Media) -> str:
        return media.shot if self.context["looks_inside"] else ""

    def validate_transcript(self, said: str) -> str:
        if said and self.instance and not self.instance.is_played:
            raise serializers.ValidationError(_("Only in films and recordings something is said."))
        try:
            captions.validate(said)
        except ImproperValue as wrong:
            raise serializers.ValidationError(wrong.messages) from None
        return said


class NewMediaSerializer(strict.ModelSerializer[Media]):
    """A multipart form: the file, and what is known of it."""

    file = serializers.FileField(allow_empty_file=True)  # the service refuses it, in its own words
    taken = PartialDate()

    class Meta:
        model = Media
        fields = ["file", *WORDS]


class PeriodSerializer(serializers.Serializer[Any]):
    """A stretch of the gallery: an album, a decade, what has no date, the voices or the papers. `media` are
    the codes of what is in it, in its order."""

    key = serializers.CharField(read_only=True)
    title = serializers.CharField(read_only=True)
    years = serializers.CharField(read_only=True)
    media = serializers.ListField(child=strict.CharField(max_length=40), max_length=10_000)

    def to_representation(self, period: Any) -> Any:
        told = {name: getattr(period, name) for name in ("key", "title", "years")}
        return {**told, "media": [line.code for line in period.lines]}
