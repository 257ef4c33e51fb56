"""Searches for faces as they may stand, and faces as an engine tells them."""

from typing import Any

from animation.engine import Face
from animation.models import FoundFaces
from memorials.jobs.model import State
from memorials.models import Media


def face(index: int = 0, left: int = 10, *problems: str) -> Face:
    return Face(index, (left, 5, 20, 25), 3.5, problems)


def found(photo: Media, *faces: Face, status: State = State.READY, **fields: Any) -> FoundFaces:
    """What the workshop has found on this photograph."""
    told = [
        {"index": each.index, "box": list(each.box), "yaw": each.yaw, "problems": list(each.problems)}
        for each in faces
    ]
    return FoundFaces.objects.create(
        photo=photo,
        status=status,
        width=60,
        height=40,
        faces=told,
        finished=fields.pop("finished", None),
        **fields,
    )
