"""Albums."""

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer

from memorials.api import strict
from memorials.api.serializers.dates import PartialDate
from memorials.models import Album


@extend_schema_serializer(
    examples=[
        OpenApiExample("Русский", value={"title": "До войны", "period": "1930–1941"}, request_only=True),
        OpenApiExample(
            "English", value={"title": "Before the war", "period": "1930–1941"}, request_only=True
        ),
    ]
)
class AlbumSerializer(strict.ModelSerializer[Album]):
    """A time of a life under a name of the family's own."""

    period = PartialDate()

    class Meta:
        model = Album
        fields = ["code", "title", "period"]
        read_only_fields = ["code"]
