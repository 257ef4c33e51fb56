"""How a living photograph is written down."""

from dataclasses import dataclass
from typing import Any, Self

from django.core.validators import RegexValidator
from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from animation import failures, status
from animation.faces import FacesTold, FaceTold
from animation.models import FACES, Animation, Gesture, Strength
from memorials.api import strict
from memorials.api.serializers.files import api_address
from memorials.jobs.model import State


@dataclass(frozen=True)
class Work:
    """What became of some animations, or stands before them, by their code."""

    outcomes: dict[str, dict[str, Any]]
    progress: dict[str, status.Progress]

    @classmethod
    def of(cls, animations: list[Animation]) -> Self:
        return cls(status.outcomes(animations), status.progress_of_all(animations))


class TakesSerializer(serializers.ListSerializer[Any]):
    """Several animations: their outcomes and their places in the queue are fetched at once."""

    work: Work

    def to_representation(self, data: Any) -> Any:
        animations = list(data)
        self.work = Work.of(animations)
        return super().to_representation(animations)


class SecondsSerializer(serializers.Serializer[Any]):
    """How long each part of the work took, in seconds."""

    faces = serializers.FloatField(required=False)
    build = serializers.FloatField(required=False)
    render = serializers.FloatField(required=False)
    total = serializers.FloatField(required=False)


class ClipOutcomeSerializer(serializers.Serializer[Any]):
    """The stored result of the task that made the clip. What an earlier version did not store is left out."""

    engine = serializers.CharField(required=False)
    version = serializers.CharField(required=False)
    mode = serializers.ChoiceField(
        choices=["portrait", "group", "gentle"],
        required=False,
        help_text="gentle: no face could be moved; breath and light alone.",
    )
    width = serializers.IntegerField(required=False)
    height = serializers.IntegerField(required=False)
    frames = serializers.IntegerField(required=False)
    fps = serializers.IntegerField(required=False)
    seconds = SecondsSerializer(required=False)
    faces = serializers.IntegerField(required=False, help_text="So many faces move.")
    problems = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        help_text="Codes: what limited the movement, and what the check of finished films disliked.",
    )
    amplitude = serializers.FloatField(
        required=False, help_text="Share of the wanted movement that is shown; 0 where it is gentle."
    )
    remarks = serializers.SerializerMethodField(help_text="The codes in the asker's language.")

    def get_remarks(self, outcome: dict[str, Any]) -> list[str]:
        return failures.remarks(outcome)


class FailureSerializer(serializers.Serializer[Any]):
    """Why there is no clip: a code, and what happened and what helps in the asker's language."""

    code = serializers.CharField()
    title = serializers.CharField()
    what = serializers.CharField()
    help = serializers.CharField()


def in_words(code: str) -> dict[str, str]:
    words = failures.words(code)
    return {"code": code, **{name: str(getattr(words, name)) for name in ("title", "what", "help")}}


class WorkSerializer(serializers.Serializer[status.Progress]):
    """What stands before an animation that is not done."""

    place = serializers.IntegerField(help_text="1 is the next in the queue; 0: it is being made.")
    seconds_left = serializers.IntegerField(help_text="A guess, after the last ones made on this server.")
    silent = serializers.BooleanField(help_text="Nobody is there to do it just now; it is not lost.")


TOLD = {
    "code": "k3v9tq2m7xw4", "media": "b8n5zc1r6hd2", "gesture": "smile", "strength": "clearly", "take": 1,
    "faces": "largest",
    "status": "failed", "stage": "faces", "progress": 10, "waiting": None,
    "created": "2026-03-08T09:30:00+03:00", "finished": "2026-03-08T09:30:02+03:00", "chosen": False,
    "clip": None, "poster": None, "outcome": None,
}  # fmt: skip
RUSSIAN = {
    "code": "no_face",
    "title": "Лицо не найдено",
    "what": "Фотография сохранена. Мы не видим на ней лица, которое можно было бы оживить.",
    "help": "Подойдёт другая фотография этого человека, где лицо крупнее и резче.",
}
ENGLISH = {
    "code": "no_face",
    "title": "No face was found",
    "what": "The photograph is saved. We do not see a face on it that could be moved.",
    "help": "Another photograph of the same person may do, one where the face is larger and sharper.",
}


@extend_schema_serializer(
    examples=[
        OpenApiExample("Русский", {**TOLD, "failure": RUSSIAN}, response_only=True),
        OpenApiExample("English", {**TOLD, "failure": ENGLISH}, response_only=True),
    ]
)
class AnimationSerializer(strict.ModelSerializer[Animation]):
    """A living photograph: the wish, how it stands, and, when it is ready, the clip and its outcome."""

    media = serializers.CharField(source="photo.code", help_text="The photograph.")
    status = serializers.ChoiceField(choices=State.choices)
    waiting = serializers.SerializerMethodField(help_text="null once it has ended.")
    failure = serializers.SerializerMethodField()
    clip = serializers.SerializerMethodField(help_text="H.264 in MP4.")
    poster = serializers.SerializerMethodField(help_text="The clip's first frame.")
    outcome = serializers.SerializerMethodField()

    class Meta:
        model = Animation
        fields = [
            "code", "media", "gesture", "strength", "take", "faces", "status", "stage", "progress",
            "waiting", "failure", "created", "finished", "chosen", "clip", "poster", "outcome",
        ]  # fmt: skip
        read_only_fields = fields
        list_serializer_class = TakesSerializer

    def _work(self, animation: Animation) -> Work:
        return self.parent.work if isinstance(self.parent, TakesSerializer) else Work.of([animation])

    @extend_schema_field(WorkSerializer(allow_null=True))
    def get_waiting(self, animation: Animation) -> dict[str, Any] | None:
        progress = self._work(animation).progress.get(animation.code)
        return dict(WorkSerializer(progress).data) if progress else None

    @extend_schema_field(FailureSerializer(allow_null=True))
    def get_failure(self, animation: Animation) -> dict[str, str] | None:
        if animation.status != State.FAILED:
            return None
        return in_words(animation.failure)

    def get_clip(self, animation: Animation) -> str | None:
        return api_address(animation.clip_url) if animation.status == State.READY else None

    def get_poster(self, animation: Animation) -> str | None:
        return api_address(animation.poster_url) if animation.status == State.READY else None

    @extend_schema_field(ClipOutcomeSerializer(allow_null=True))
    def get_outcome(self, animation: Animation) -> dict[str, Any] | None:
        stored = self._work(animation).outcomes.get(animation.code)
        return dict(ClipOutcomeSerializer(stored).data) if stored else None


class FaceSerializer(serializers.Serializer[FaceTold]):
    """A face on a photograph, and what limits it."""

    index = serializers.IntegerField(
        help_text="What a wish names it by. They stand from left to right; 0 is the largest."
    )
    box = serializers.ListField(
        child=serializers.IntegerField(),
        min_length=4,
        max_length=4,
        help_text="x, y, width, height in pixels of the upright original.",
    )
    yaw = serializers.FloatField(help_text="Degrees by which it is turned to the side.")
    can_move = serializers.BooleanField(help_text="false: it is too small.")
    problems = serializers.ListField(child=serializers.CharField(), help_text="Codes.")
    limits = serializers.ListField(
        child=serializers.CharField(), help_text="The codes in the asker's language."
    )


FOUND = {
    "known": True, "silent": False, "width": 1600, "height": 1200, "refusal": None,
}  # fmt: skip
A_FACE = {"index": 0, "box": [610, 240, 310, 402], "yaw": -4.2, "can_move": True, "problems": ["mouth_open"]}
OPEN_MOUTH = {
    "Русский": "Рот на фотографии открыт, поэтому улыбка вполовину уже.",
    "English": "The mouth is open on the photograph, so the smile is half as wide.",
}


@extend_schema_serializer(
    examples=[
        OpenApiExample(name, {**FOUND, "faces": [{**A_FACE, "limits": [words]}]}, response_only=True)
        for name, words in OPEN_MOUTH.items()
    ]
)
class FacesSerializer(serializers.Serializer[FacesTold]):
    """The faces on a photograph. Until they are `known`, a wish may be sent all the same."""

    known = serializers.BooleanField(help_text="false: nobody has looked yet, or the search broke off.")
    silent = serializers.BooleanField(help_text="Nobody is there to look just now; it will be done.")
    width = serializers.IntegerField(allow_null=True, help_text="Of the upright original, in pixels.")
    height = serializers.IntegerField(allow_null=True)
    faces = FaceSerializer(source="each", many=True)
    refusal = serializers.SerializerMethodField(help_text="Why no living photograph can come of it.")

    @extend_schema_field(FailureSerializer(allow_null=True))
    def get_refusal(self, told: FacesTold) -> dict[str, str] | None:
        return in_words(told.refusal) if told.refusal else None


WISHES = [
    OpenApiExample("Русский", {"gesture": "smile", "strength": "gently", "agreed": True}, request_only=True),
    OpenApiExample("English", {"gesture": "look", "strength": "clearly", "take": 2}, request_only=True),
]


@extend_schema_serializer(examples=WISHES)
class WishSerializer(serializers.Serializer[Any]):
    """What to make. Without `take` the next one is made, unless the same is on its way."""

    gesture = strict.ChoiceField(choices=Gesture.choices, default=Gesture.SMILE)
    strength = strict.ChoiceField(choices=Strength.choices, default=Strength.CLEARLY)
    faces = strict.CharField(
        validators=[RegexValidator(FACES)],
        default="largest",
        max_length=8,
        help_text="Whose face moves: largest, all, or the index of one, as /faces/ numbers them.",
    )
    take = strict.IntegerField(min_value=1, max_value=100_000, required=False)
    agreed = strict.BooleanField(
        default=False,
        help_text="States that the family knows of it and agrees; recorded with your name and the date.",
    )


CHOICES = [
    OpenApiExample("Русский", {"animation": "k3v9tq2m7xw4"}),
    OpenApiExample("English", {"animation": None}),
]


@extend_schema_serializer(examples=CHOICES)
class ChoiceSerializer(serializers.Serializer[Any]):
    """The take that the memorial's page shows; null for the photograph alone."""

    animation = strict.CharField(max_length=16, allow_null=True)
