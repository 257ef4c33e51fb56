"""The gallery: what was brought in the order of a life, and the order by hand within a stretch of it."""

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from memorials import gallery
from memorials.api.access import MemorialView
from memorials.api.conditional import if_unchanged
from memorials.api.serializers.media import PeriodSerializer
from memorials.models import Album, Media, Memorial
from memorials.permissions import Word
from memorials.services.arranging import order_media
from memorials.viewer import Viewer


def gallery_of(viewer: Viewer, memorial: Memorial) -> gallery.Gallery:
    media = Media.objects.visible_to(viewer).filter(memorial=memorial)
    return gallery.arrange(media, Album.objects.visible_to(viewer).filter(memorial=memorial))


class Gallery(MemorialView):
    """The stretches of the gallery that hold something, each with the codes of what is in it."""

    @extend_schema(responses=PeriodSerializer(many=True))
    def get(self, request: Request, code: str) -> Response:
        periods = gallery_of(self.viewer, self.memorial)
        return Response(PeriodSerializer(list(periods), many=True).data)


class OnePeriod(MemorialView, generics.GenericAPIView[Media]):
    """One stretch of the gallery. PUT: the same things in another order."""

    serializer_class = PeriodSerializer
    words = {"PUT": Word.EDIT}
    period: gallery.Period

    def find(self, named: dict[str, str]) -> None:
        period = gallery_of(self.viewer, self.memorial).period(named["period"])
        if period is None:
            raise Http404
        self.period = period

    def get(self, request: Request, code: str, period: str) -> Response:
        return Response(self.get_serializer(self.period).data)

    @if_unchanged
    def put(self, request: Request, code: str, period: str) -> Response:
        """`media` must name all that is in it, each once."""
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        keys = {line.code: line.pk for line in self.period.lines}
        if sorted(given.validated_data["media"]) != sorted(keys):
            raise ValidationError({"media": [_("Name all that is in it, each once. Nothing is changed.")]})
        order_media(memorial=self.memorial, order=[keys[each] for each in given.validated_data["media"]])
        self.find({"period": period})
        return self.get(request, code, period)
