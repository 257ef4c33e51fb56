"""Asking for living photographs, waiting for them, and choosing among them."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from animation import services
from animation.api.serializers import (
    AnimationSerializer,
    ChoiceSerializer,
    FacesSerializer,
    WishSerializer,
)
from animation.faces import FacesTold
from animation.models import Animation, AnimationQuerySet
from memorials.api.access import MemorialView, of_memorial
from memorials.api.conditional import if_unchanged
from memorials.api.idempotency import idempotent
from memorials.api.pages import ListView, Query
from memorials.errors import Refusal
from memorials.jobs.model import State
from memorials.models import Media
from memorials.permissions import Word

#: How soon to ask again for a job that is not done.
RETRY_AFTER = 2  # seconds


class NothingToRetry(Refusal):
    code = "nothing_to_retry"
    sentence = _(
        "Nothing was changed. Only what failed or was stopped is tried again, and only where the same is not "
        "on its way."
    )


class AnimationsQuery(Query):
    status = serializers.ChoiceField(choices=State.choices, required=False)


class TakesView(MemorialView, ListView):
    """Lists of animations."""

    serializer_class = AnimationSerializer
    query_class = AnimationsQuery

    def takes(self, request: Request, **within: Any) -> Response:
        asked = self.ask(request)
        if "status" in asked:
            within["status"] = asked["status"]
        seen = Animation.objects.visible_to(self.viewer).filter(photo__memorial=self.memorial, **within)
        return self.listed(request, seen.select_related("photo"))


class AllAnimations(TakesView):
    """The living photographs of a memorial: those on show, and all takes for whoever may make them."""

    @extend_schema(responses=AnimationSerializer(many=True))
    def get(self, request: Request, code: str) -> Response:
        return self.takes(request)


class Animations(TakesView):
    """The takes of a photograph. POST asks for one, and answers before it is made."""

    words = {"POST": Word.ANIMATE}
    photo: Media

    def find(self, named: dict[str, str]) -> None:
        self.photo = photo_of(self, named["media"])

    @extend_schema(responses=AnimationSerializer(many=True))
    def get(self, request: Request, code: str, media: str) -> Response:
        return self.takes(request, photo=self.photo)

    @extend_schema(request=WishSerializer, responses={202: AnimationSerializer})
    @idempotent
    def post(self, request: Request, code: str, media: str) -> Response:
        wish = WishSerializer(data=request.data)
        wish.is_valid(raise_exception=True)
        animation = services.request_animation(photo=self.photo, by=self.viewer.member, **wish.validated_data)
        return accepted(animation, self.get_serializer(animation).data)


class Faces(MemorialView):
    """The faces on a photograph, and what limits each, before a clip is asked for."""

    words = {"GET": Word.ANIMATE}
    photo: Media

    def find(self, named: dict[str, str]) -> None:
        self.photo = photo_of(self, named["media"])

    @extend_schema(responses={200: FacesSerializer, 202: FacesSerializer})
    def get(self, request: Request, code: str, media: str) -> Response:
        """The first who asks has them looked for: 202 until then, with Retry-After."""
        told = FacesTold.of(services.look_for_faces(photo=self.photo))
        answer = FacesSerializer(told).data
        if told.looking:
            return Response(answer, status=202, headers={"Retry-After": str(RETRY_AFTER)})
        return Response(answer)


def photo_of(view: MemorialView, code: str) -> Media:
    found: Media = of_memorial(view, Media.objects.photos().select_related("memorial"), code=code)
    return found


def accepted(animation: Animation, told: Any) -> Response:
    where = f"/api/v1/memorials/{animation.photo.memorial.code}/animations/{animation.code}/"
    return Response(told, status=202, headers={"Location": where, **coming_again(animation)})


def coming_again(animation: Animation) -> dict[str, str]:
    return {"Retry-After": str(RETRY_AFTER)} if animation.is_active else {}


class ShownAnimation(MemorialView):
    """Which take of a photograph the memorial's page shows; null where it shows the photograph alone."""

    words = {"PUT": Word.ANIMATE}
    photo: Media

    def find(self, named: dict[str, str]) -> None:
        self.photo = photo_of(self, named["media"])

    @extend_schema(responses=ChoiceSerializer)
    def get(self, request: Request, code: str, media: str) -> Response:
        return self._answer(self._takes().filter(chosen=True).first())

    @extend_schema(request=ChoiceSerializer, responses=ChoiceSerializer)
    @if_unchanged
    def put(self, request: Request, code: str, media: str) -> Response:
        """Show this take on the memorial's page, or with null the photograph alone."""
        given = ChoiceSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        wanted = given.validated_data["animation"]
        take = None if wanted is None else self._ready(wanted)
        services.choose(photo=self.photo, animation=take)
        return self._answer(take)

    def _answer(self, take: Animation | None) -> Response:
        return Response(ChoiceSerializer({"animation": take.code if take else None}).data)

    def _takes(self) -> AnimationQuerySet:
        return Animation.objects.visible_to(self.viewer).filter(photo=self.photo)

    def _ready(self, code: str) -> Animation:
        take = self._takes().filter(code=code, status=State.READY).first()
        if take is None:
            raise ValidationError({"animation": [_("This take is not there, or it is not ready.")]})
        return take


class AnimationView(MemorialView, generics.GenericAPIView[Animation]):
    """Under one animation."""

    serializer_class = AnimationSerializer
    animation: Animation

    def find(self, named: dict[str, str]) -> None:
        seen = Animation.objects.visible_to(self.viewer).filter(photo__memorial=self.memorial)
        self.animation = get_object_or_404(seen.select_related("photo__memorial"), code=named["animation"])

    def told(self) -> Response:
        return Response(self.get_serializer(self.animation).data, headers=coming_again(self.animation))


class OneAnimation(AnimationView):
    """A living photograph: ask again after Retry-After until it is ready or has failed."""

    words = {"DELETE": Word.ANIMATE}

    def get(self, request: Request, code: str, animation: str) -> Response:
        return self.told()

    @extend_schema(responses={204: None})
    def delete(self, request: Request, code: str, animation: str) -> Response:
        """Remove the take, with its clip and its outcome. The photograph is as it was."""
        services.remove(animation=self.animation)
        return Response(status=204)


class CancelledAnimation(AnimationView):
    """Stop what waits or is being made. What has ended stays as it is; so does the photograph."""

    words = {"POST": Word.ANIMATE}

    @extend_schema(request=None, responses={200: AnimationSerializer})
    def post(self, request: Request, code: str, animation: str) -> Response:
        services.cancel(animation=self.animation)
        self.animation.refresh_from_db()
        return self.told()


class RetriedAnimation(AnimationView):
    """Put what failed or was stopped back in the queue."""

    words = {"POST": Word.ANIMATE}

    @extend_schema(request=None, responses={202: AnimationSerializer})
    @idempotent
    def post(self, request: Request, code: str, animation: str) -> Response:
        if not services.retry(animation=self.animation):
            raise NothingToRetry
        self.animation.refresh_from_db()
        return accepted(self.animation, self.get_serializer(self.animation).data)
