"""Everything about one picture that does not change from frame to frame."""

from dataclasses import dataclass

from animation.engine import backdrop, browline, eyes, field, freedom, lids, occlusion, shades, spectacles
from animation.engine.backdrop import Backdrop
from animation.engine.encode import Region
from animation.engine.eyes import Eye
from animation.engine.faces import FoundFace
from animation.engine.field import Field
from animation.engine.framing import Frame
from animation.engine.freedom import Freedom
from animation.engine.grid import Grid
from animation.engine.head import Head, territory
from animation.engine.landmarks import EYES
from animation.engine.lids import LidPaint
from animation.engine.models import Models
from animation.engine.photo import Pixels
from animation.engine.shades import Shades

PASSES_OVER = 0.12  # of the face's sides: how far a turning face goes beyond its place at rest


@dataclass(frozen=True)
class Scene:
    picture: Pixels  # (height, width, 3) RGB, the clip at rest without its mark
    grid: Grid
    faces: tuple[FoundFace, ...]
    everyone: tuple[FoundFace, ...]
    eyes: tuple[tuple[tuple[Eye, LidPaint], ...], ...]  # for each face those that can blink and look about
    field: Field
    shades: Shades
    backdrop: Backdrop | None
    freedoms: tuple[Freedom, ...]  # how far each moving head may lean

    @property
    def regions(self) -> tuple[Region, ...]:
        """Left, top, right, bottom of what each moving face passes over: what is looked at."""
        return tuple(_region(face, self.grid) for face in self.faces)


def _region(face: FoundFace, grid: Grid) -> Region:
    x, y, width, height = face.box
    aside, above = PASSES_OVER * width, PASSES_OVER * height
    left, top = max(0, int(x - aside)), max(0, int(y - above))
    return left, top, min(grid.width, int(x + width + aside)), min(grid.height, int(y + height + above))


def build(frame: Frame, models: Models) -> Scene:
    height, width = frame.picture.shape[:2]
    grid = Grid(width, height)
    heads = [Head(face, grid) for face in frame.faces]
    others = [Head(face, grid) for face in frame.others]
    everyone = frame.faces + frame.others
    layers = backdrop.split(frame.picture, heads, others, models)
    territories = [territory(head, heads + others) for head in heads]
    person = layers.on_grid if layers else None
    freedoms = tuple(
        freedom.of(head, None if person is None else person * land)
        for head, land in zip(heads, territories, strict=True)
    )
    return Scene(
        picture=frame.picture,
        grid=grid,
        faces=frame.faces,
        everyone=everyone,
        eyes=tuple(_eyes_of(head, frame.picture) for head in heads),
        field=field.build(grid, heads, others, layers, freedoms),
        shades=shades.build(grid, heads, territories, frame.picture),
        backdrop=layers,
        freedoms=freedoms,
    )


def _eyes_of(head: Head, picture: Pixels) -> tuple[tuple[Eye, LidPaint], ...]:
    size = (picture.shape[1], picture.shape[0])
    seen = zip(EYES, occlusion.eyes_seen(picture, head.face), strict=True)
    shapes = [eyes.shape(head.points, marks, size) for marks, is_seen in seen if is_seen]
    worn = spectacles.worn(picture, head.points)
    return tuple(_painted(eye, picture, spectacles=worn) for eye in shapes if eye)


def _painted(eye: Eye, picture: Pixels, *, spectacles: bool) -> tuple[Eye, LidPaint]:
    lowered = eye if spectacles else browline.lowered(picture, eye)
    return lowered, lids.paint(picture, lowered, spectacles=spectacles, under_brow=lowered is not eye)
