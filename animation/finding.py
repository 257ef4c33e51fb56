"""One run of one search for faces: from the claimed row to what the page and the API tell of them."""

from pathlib import Path

from animation.engine import FACES_EDITION, PermanentEngineError
from animation.engines import engine
from animation.models import FoundFaces, engine_in_use
from memorials.jobs.lease import Lease
from memorials.jobs.run import fetch, run_job


def run(search: FoundFaces) -> bool | None:
    """Look for the faces of a claimed row. False or None when it is not this run's any more, or waits again.

    Raises the engine's error when the search has failed for good.
    """

    def work(folder: Path, lease: Lease) -> bool:
        photo = fetch(search.photo.original, folder / "photo")
        lease.report("faces", 0.1)
        return _keep(search, photo)

    return run_job(search, work, refusal=PermanentEngineError, failure="engine_failed")


def _keep(search: FoundFaces, photo: Path) -> bool:
    found = engine().find_faces(photo).as_outcome()
    columns = {name: found[name] for name in ("width", "height", "faces")}
    told_by = {"engine": engine_in_use(), "version": FACES_EDITION}
    return FoundFaces.objects.finish(search.pk, search.token, **columns, **told_by)
