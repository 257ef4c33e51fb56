"""A scene that is being filmed: its files in the work folder, and what the judge is told of it."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from animation.engine import judge, mark
from animation.engine.gesture import FPS
from animation.engine.origin import Origin
from animation.engine.protocol import AnimationSpec
from animation.engine.scene import Scene


@dataclass(frozen=True)
class Shot:
    scene: Scene
    spec: AnimationSpec
    origin: Origin
    workdir: Path

    @property
    def clip(self) -> Path:
        return self.workdir / "clip.mp4"

    @property
    def poster(self) -> Path:
        return self.workdir / "poster.webp"

    @property
    def frames(self) -> int:
        return round(self.spec.seconds * FPS)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the film, px."""
        height, width = self.scene.picture.shape[:2]
        return width, height

    @contextlib.contextmanager
    def or_nothing(self) -> Iterator[None]:
        """Leaves no file behind when it is broken off."""
        try:
            yield
        except BaseException:
            self.clip.unlink(missing_ok=True)
            self.poster.unlink(missing_ok=True)
            raise

    def wanted(self, blinks: tuple[int | None, ...]) -> judge.Wanted:
        """`blinks`: of each face, the eyes that are to shut; None where nothing is looked for."""
        return judge.Wanted(
            photograph=self.scene.picture,
            faces=self.scene.faces,
            blinks=blinks,
            marked=mark.place_on(self.scene.picture.shape, self.scene.everyone),
            person=self.scene.backdrop.matte if self.scene.backdrop else None,
        )
