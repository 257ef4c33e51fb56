"""Which of the found faces a request is about."""

from animation.engine import ability, likeness, occlusion
from animation.engine.faces import FoundFace
from animation.engine.models import Models
from animation.engine.photo import Photo
from animation.engine.protocol import AnimationSpec, Face, FacesReport
from animation.engine.refusals import refuse

MOST_FACES = 6  # that move in one clip, the largest: each costs as much as a portrait


def described(picture: Photo, found: list[FoundFace], models: Models) -> FacesReport:
    """In pixels of the file, numbered as a request names them."""
    faces = tuple(_described(i, face, picture, models) for i, face in enumerate(found))
    return FacesReport(picture.width, picture.height, faces)


def _described(index: int, face: FoundFace, picture: Photo, models: Models) -> Face:
    x, y, width, height = (round(each * picture.scale) for each in face.box)
    return Face(index, (x, y, width, height), round(face.pose.yaw, 1), codes_of(face, picture, models))


def codes_of(face: FoundFace, picture: Photo, models: Models) -> tuple[str, ...]:
    """What limits this face, and whether it is a living person's at all."""
    codes = ability.problems(face, picture.scale)
    if "eyes_shut" not in codes and occlusion.hides_both(picture.pixels, face, models):
        codes = (*codes, occlusion.HIDDEN)
    uncertain = likeness.is_uncertain(picture.pixels, face, models)
    return (*codes, likeness.UNCERTAIN) if uncertain else codes


def chosen(
    found: list[FoundFace], spec: AnimationSpec, scale: float
) -> tuple[list[FoundFace], list[FoundFace]]:
    """Those that move, and the others. Raises PermanentEngineError where none can."""
    wanted = _wanted(found, spec, scale)
    return wanted, [face for face in found if not any(face is each for each in wanted)]


def _wanted(found: list[FoundFace], spec: AnimationSpec, scale: float) -> list[FoundFace]:
    if not found:
        raise refuse("no_face")
    large = [face for face in found if "face_too_small" not in ability.problems(face, scale)]
    if spec.face == "all":
        wanted = large[:MOST_FACES] or found[:1]
    elif spec.face is None:
        wanted = found[:1]
    elif spec.face < len(found):
        wanted = [found[spec.face]]
    else:
        raise refuse("no_such_face", f"{spec.face} of {len(found)}")
    if not large or not any(face is wanted[0] for face in large):
        raise refuse("face_too_small", f"{wanted[0].height * scale:.0f} px")
    return wanted
