"""Photographs, films, recordings and papers."""

from rest_framework import serializers

from memorials.api.serializers.dates import PartialDate
from memorials.api.serializers.files import FileAddress
from memorials.models import Media, Rendition


class RenditionSerializer(serializers.ModelSerializer[Rendition]):
    url = FileAddress()

    class Meta:
        model = Rendition
        fields = ["name", "url", "content_type", "width", "height"]


class MediaSerializer(serializers.ModelSerializer[Media]):
    taken = PartialDate()
    renditions = RenditionSerializer(many=True, read_only=True)

    class Meta:
        model = Media
        fields = [
            "code",
            "kind",
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
        read_only_fields = ["code", "kind", "status", "width", "height", "created"]


class NewMediaSerializer(serializers.ModelSerializer[Media]):
    """A multipart form: the file, and what is known of it."""

    file = serializers.FileField(allow_empty_file=True)  # the service refuses it, in its own words
    taken = PartialDate()

    class Meta:
        model = Media
        fields = ["file", "caption", "people", "place", "credit", "taken"]
