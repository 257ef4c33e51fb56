"""The page of a living photograph in each of its states: what was found, what is asked, what came of it.

Faces stand where the engine finds them in these pictures; nothing here is waited for or rendered.
"""

import io
from collections.abc import Iterable
from datetime import timedelta
from functools import cache

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from animation.models import Animation, FoundFaces
from memorials.jobs.model import State
from memorials.models import Media, Memorial
from memorials.services.demo import FOLDER
from tests import people
from tests.animation.jobs import ago, job, store_result
from tests.media import FILM
from tests.people import Cast

#: The example's portrait at this size, and where its face is then.
SIZE, BOX = (512, 600), (170, 132, 185, 202)
#: Ten people, of whom the machine can do less with some.
TEN: tuple[tuple[str, ...], ...] = (
    (), ("eyes_shut",), (), ("mouth_open",), ("turned_away",),
    (), ("face_too_small",), ("eyes_shut", "mouth_open"), (), ("likeness_uncertain",),
)  # fmt: skip


@cache
def _one() -> Image.Image:
    with Image.open(FOLDER / "grace_hopper.jpg") as portrait:
        return portrait.convert("RGB").resize(SIZE)


@cache
def crowd(across: int, down: int = 1) -> bytes:
    """So many people on one photograph, in rows."""
    width, height = SIZE
    picture = Image.new("RGB", (across * width, down * height))
    for place in range(across * down):
        picture.paste(_one(), (place % across * width, place // across * height))
    picture.thumbnail((2000, 2000))
    return _written(picture, "JPEG")


def _written(picture: Image.Image, kind: str) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, quality=85)
    return file.getvalue()


def found(photo: Media, across: int, problems: Iterable[tuple[str, ...]], **fields: object) -> FoundFaces:
    """One face in each column and row of a crowd; the first is the largest."""
    scale = (photo.width or SIZE[0]) / across / SIZE[0]
    told = []
    for index, codes in enumerate(problems):
        left, top = BOX[0] + index % across * SIZE[0], BOX[1] + index // across * SIZE[1]
        box = [round(each * scale) for each in (left, top, BOX[2], BOX[3])]
        told.append({"index": index, "box": box, "yaw": 0.0, "problems": list(codes)})
    return FoundFaces.objects.create(
        photo=photo, width=photo.width, height=photo.height, faces=told,
        **{"status": State.READY, "finished": timezone.now(), **fields},
    )  # fmt: skip


def settle_workshop(memorial: Memorial, cast: Cast) -> dict[str, str]:
    """A photograph for each state; the addresses of their pages."""
    pages = {**_before(memorial, cast), **_afterwards(memorial, cast)}
    return {f"works_{name}": f"{photo.get_absolute_url()}living/" for name, photo in pages.items()}


def _photo(memorial: Memorial, cast: Cast, across: int = 1, down: int = 1) -> Media:
    words = {"caption": f"{across * down}"}
    return people.make_photo_again(memorial, cast.keeper, crowd(across, down), **words)


def _before(memorial: Memorial, cast: Cast) -> dict[str, Media]:
    """Nobody has asked yet."""
    made = {}
    for name, across, down, problems in (
        ("limited", 1, 1, (("mouth_open", "likeness_uncertain"),)),
        ("two", 2, 1, ((), ("eyes_shut",))),
        ("four", 4, 1, ((), ("turned_away",), ("eyes_shut",), ("likeness_uncertain",))),
        ("ten", 5, 2, TEN),
        ("nobody", 1, 1, ()),
    ):
        made[name] = _photo(memorial, cast, across, down)
        found(made[name], across, problems)
    made["looking"] = _photo(memorial, cast)
    later = timezone.now() + timedelta(days=9)
    FoundFaces.objects.create(photo=made["looking"], not_before=later)
    return made


def _afterwards(memorial: Memorial, cast: Cast) -> dict[str, Media]:
    """Stopped, broken off, and made in several takes of which one moves less than was asked."""
    made = {name: _photo(memorial, cast) for name in ("stopped", "broken", "takes", "gentle")}
    for photo in made.values():
        found(photo, 1, ((),))
    job(made["stopped"], State.CANCELLED, requested_by=cast.keeper, finished=ago(60))
    job(made["broken"], State.FAILED, failure="worker_lost", requested_by=cast.keeper, finished=ago(60))
    _ready(made["takes"], cast, chosen=True)
    _ready(made["takes"], cast, gesture="look", strength="barely", problems=["face_bent"], amplitude=0.6)
    _ready(made["takes"], cast, gesture="nod", mode="gentle", problems=["face_lost"])
    _ready(made["gentle"], cast, mode="gentle", problems=["turned_too_far"], chosen=True)
    return made


def _ready(
    photo: Media, cast: Cast, problems: Iterable[str] = (), amplitude: float = 1, **fields: object
) -> Animation:
    take = photo.animations.count() + 1
    made = job(
        photo, State.READY, take=take, task_id=f"{photo.code}-{take}", started=ago(68), finished=ago(60),
        requested_by=cast.keeper, width=SIZE[0], height=SIZE[1], bytes=612_000,
        **{"mode": "full", **fields},
    )  # fmt: skip
    made.poster.save("poster.webp", ContentFile(_written(_one(), "WEBP")), save=False)
    made.clip.save("clip.mp4", ContentFile(FILM), save=True)
    told = {"seconds": {"total": 7.4}, "engine": "rodnik-warp", "amplitude": amplitude}
    store_result(made.task_id, {**told, "problems": list(problems)})
    return made
