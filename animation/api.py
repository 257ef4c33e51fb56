from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from animation import services, status
from animation.models import Animation, Gesture, Strength
from memorials.api.access import MemorialView, of_memorial
from memorials.api.idempotency import idempotent
from memorials.api.pages import ListView
from memorials.api.serializers.files import api_address
from memorials.jobs.model import State
from memorials.models import Media
from memorials.permissions import Word

#: How soon to ask again for a job that is not done.
RETRY_AFTER = 2  # seconds


class TakesSerializer(serializers.ListSerializer[Any]):
    """Several animations: their outcomes are fetched at once."""

    outcomes: dict[str, dict[str, Any]]

    def to_representation(self, data: Any) -> Any:
        animations = list(data)
        self.outcomes = status.outcomes(animations)
        return super().to_representation(animations)


class AnimationSerializer(serializers.ModelSerializer[Animation]):
    """A living photograph: the wish, how it stands, and, when it is ready, the clip and its outcome."""

    media = serializers.CharField(source="photo.code")
    clip = serializers.SerializerMethodField()
    poster = serializers.SerializerMethodField()
    outcome = serializers.SerializerMethodField()
    place = serializers.SerializerMethodField()

    class Meta:
        model = Animation
        fields = [
            "code", "media", "gesture", "strength", "take", "status", "stage", "progress", "place",
            "failure", "created", "finished", "chosen", "clip", "poster", "outcome",
        ]  # fmt: skip
        read_only_fields = fields
        list_serializer_class = TakesSerializer

    def get_clip(self, animation: Animation) -> str | None:
        return api_address(animation.clip_url) if animation.status == State.READY else None

    def get_poster(self, animation: Animation) -> str | None:
        return api_address(animation.poster_url) if animation.status == State.READY else None

    @extend_schema_field(OpenApiTypes.OBJECT)
    def get_outcome(self, animation: Animation) -> dict[str, Any] | None:
        """The stored result of the task that made the clip."""
        if isinstance(self.parent, TakesSerializer):
            return self.parent.outcomes.get(animation.code)
        return status.outcomes([animation]).get(animation.code)

    def get_place(self, animation: Animation) -> int:
        """The place in the queue; 1 is the next one, 0 when it does not wait."""
        return status.place_in_queue(animation)


class WishSerializer(serializers.Serializer[Any]):
    gesture = serializers.ChoiceField(choices=Gesture.choices, default=Gesture.SMILE)
    strength = serializers.ChoiceField(choices=Strength.choices, default=Strength.CLEARLY)
    take = serializers.IntegerField(min_value=1, max_value=100_000, required=False)
    agreed = serializers.BooleanField(default=False, help_text="States that the family knows and agrees.")


class Animations(MemorialView, ListView):
    """The takes of a photograph. POST asks for one, and answers before it is made."""

    serializer_class = AnimationSerializer
    words = {"POST": Word.ANIMATE}
    photo: Media

    def find(self, named: dict[str, str]) -> None:
        self.photo = of_memorial(self, Media.objects.photos().select_related("memorial"), code=named["media"])

    @extend_schema(responses=AnimationSerializer(many=True))
    def get(self, request: Request, code: str, media: str) -> Response:
        self.ask(request)
        animations = Animation.objects.visible_to(self.viewer).filter(photo=self.photo)
        return self.listed(request, animations.select_related("photo"))

    @extend_schema(request=WishSerializer, responses={202: AnimationSerializer})
    @idempotent
    def post(self, request: Request, code: str, media: str) -> Response:
        wish = WishSerializer(data=request.data)
        wish.is_valid(raise_exception=True)
        animation = services.request_animation(photo=self.photo, by=self.viewer.member, **wish.validated_data)
        return Response(
            self.get_serializer(animation).data, status=202, headers={"Retry-After": str(RETRY_AFTER)}
        )


class OneAnimation(MemorialView, generics.GenericAPIView[Animation]):
    """A living photograph: ask again after Retry-After until it is ready or has failed."""

    serializer_class = AnimationSerializer
    animation: Animation

    def find(self, named: dict[str, str]) -> None:
        seen = Animation.objects.visible_to(self.viewer).filter(photo__memorial=self.memorial)
        self.animation = get_object_or_404(seen.select_related("photo"), code=named["animation"])

    def get(self, request: Request, code: str, animation: str) -> Response:
        found = self.animation
        headers = {"Retry-After": str(RETRY_AFTER)} if found.is_active else {}
        return Response(self.get_serializer(found).data, headers=headers)
