"""What the engines of this package share: nets that run on this machine, an encoder, the faces they find."""

from pathlib import Path

import cv2

from animation.engine import models, photo, search
from animation.engine.choice import described
from animation.engine.encode import ffmpeg
from animation.engine.faces import FoundFace
from animation.engine.models import FOLDER, Models
from animation.engine.photo import Photo
from animation.engine.protocol import FacesReport, Progress
from animation.engine.refusals import EngineError


class LocalEngine:
    def __init__(self, model_folder: Path = FOLDER, threads: int = 2) -> None:
        self._folder, self._threads = model_folder, threads

    def problems(self) -> list[str]:
        found = models.problems(self._folder)
        try:
            ffmpeg()
        except EngineError as error:
            found.append(str(error))
        return found

    def find_faces(self, photo_file: Path) -> FacesReport:
        picture, found = self._looked_at(photo_file, lambda stage, share: None, 0.0)
        return described(picture, found, self._models())

    def _looked_at(self, photo_file: Path, report: Progress, read: float) -> tuple[Photo, list[FoundFace]]:
        """The photograph and its faces; `read` is the share of the job that is done in between."""
        cv2.setNumThreads(self._threads)
        report("reading", 0.0)
        picture = photo.read(photo_file)
        report("faces", read)
        return picture, search.find_all(picture.pixels, self._models())

    def _models(self) -> Models:
        return models.load(self._folder, self._threads)
