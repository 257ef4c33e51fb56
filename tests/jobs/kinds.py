"""What is true of every kind of job is tried on each of them."""

from dataclasses import dataclass
from typing import Any

from animation.models import Animation, FoundFaces
from memorials.jobs.model import Job, State
from memorials.models import Media, Memorial, Preparation
from tests.animation import jobs
from tests.animation.jobs import TOKEN, ago


@dataclass
class Kind:
    model: type[Job]
    settings: Any
    memorial: Memorial
    photo: Media

    def job(self, status: State = State.QUEUED, **fields: Any) -> Any:
        """A row as it may stand."""
        if self.model is Animation:
            return jobs.job(self.photo, status, **fields)
        if self.model is FoundFaces:
            return FoundFaces.objects.create(photo=self._another(), status=status, **fields)
        return Preparation.objects.create(media=self._another(), status=status, **fields)

    def _another(self) -> Media:
        return Media.objects.create(memorial=self.memorial, size=1, width=3000, height=2000)

    def running(self, **fields: Any) -> Any:
        held = {"token": TOKEN, "task_id": "a-task", "started": ago(3), "lease_until": ago(-60), "attempt": 1}
        return self.job(State.RUNNING, **{**held, **fields})

    def claimed(self, job: Any, task_id: str = "a-task") -> Any:
        mine = self.model.objects.claim(job.pk, task_id=task_id)
        assert mine is not None
        return mine

    def row(self, job: Any) -> dict[str, Any]:
        """Everything that the database holds of it."""
        return dict(self.model.objects.values().get(pk=job.pk))

    def allow(self, **seconds: float) -> None:
        """`lease_seconds` or `time_limit` of this kind."""
        for name, value in seconds.items():
            setattr(self.settings, f"{SETTINGS[self.model]}_{name.upper()}", value)


KINDS = (Animation, FoundFaces, Preparation)
#: How the settings of a kind begin.
SETTINGS = {Animation: "ANIMATION", FoundFaces: "ANIMATION", Preparation: "PREPARATION"}
