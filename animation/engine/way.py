"""One photograph on its way to a film, for whoever wants to look at it: `stages` draws what it passes."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from animation.engine import models, photo, search
from animation.engine.faces import FoundFace
from animation.engine.framing import Frame, frame
from animation.engine.gesture import FPS, SCRIPTS, Moment, Motion, Reach
from animation.engine.head import Head
from animation.engine.photo import Photo, Pixels
from animation.engine.refusals import refuse
from animation.engine.render import Renderer
from animation.engine.scene import Scene, build

SEED = 7


@dataclass(frozen=True)
class Way:
    """Each stage is worked out when it is first looked at."""

    path: Path
    size: int = 720

    @cached_property
    def nets(self) -> models.Models:
        return models.load()

    @cached_property
    def photo(self) -> Photo:
        return photo.read(self.path)

    @cached_property
    def found(self) -> list[FoundFace]:
        found = search.find_all(self.photo.pixels, self.nets)
        if not found:
            raise refuse("no_face")
        return found

    @cached_property
    def frame(self) -> Frame:
        return frame(self.photo, self.found[:1], self.found[1:], self.size, self.nets)

    @cached_property
    def scene(self) -> Scene:
        return build(self.frame, self.nets)

    @cached_property
    def head(self) -> Head:
        return Head(self.scene.faces[0], self.scene.grid)

    @cached_property
    def renderer(self) -> Renderer:
        return Renderer(self.scene)

    def at(self, moment: Moment) -> Pixels:
        return self.renderer.frame([moment for _ in self.scene.faces])

    @cached_property
    def motion(self) -> Motion:
        return SCRIPTS["smile"](5 * FPS, SEED, Reach())
