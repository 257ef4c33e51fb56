"""A family whose photographs are prepared by a worker, and what is left of that in rows and storage."""

import io
import json
import time
from secrets import token_hex

import numpy as np
from PIL import Image

from tests.e2e.launched import wait_until
from tests.e2e.visitor import Visitor

PREPARED_WITHIN = 60.0


def photograph(width, height):
    """Noise in large grains: it takes a decoder some time, and a disk little room."""
    grains = np.random.default_rng(1943).integers(0, 255, (height // 8, width // 8, 3), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(grains).resize((width, height)).save(file, "JPEG", quality=80)
    return file.getvalue()


class Family(Visitor):
    """A keeper with a memorial."""

    def __init__(self, site):
        super().__init__(site)
        self.site = site
        self.register(f"anna-{token_hex(4)}@example.org", "Anna")
        self.memorial = self.make_memorial("Maria Orlova")

    def add(self, width=2800, height=2000):
        """The code of a new photograph."""
        files = {"photo": ("field.jpg", photograph(width, height))}
        answer = self.send(f"{self.memorial}media/new/", files=files)
        assert answer.status_code == 200, answer.text
        return answer.url.path.rstrip("/").split("/")[-1]

    def is_prepared(self, code):
        return self.get(f"/files/media/{code}/large").status_code == 200

    def wait_for(self, *codes):
        wait_until(lambda: all(self.is_prepared(code) for code in codes), PREPARED_WITHIN, pause=0.5)
        assert all(self.is_prepared(code) for code in codes)


def wait_for_work(log):
    """Until the worker with this log is in the middle of a preparation."""
    wait_until(lambda: log.exists() and "memorials.tasks.prepare" in log.read_text(), 20, pause=0.01)
    time.sleep(0.5)


def rows(site):
    """What the database says, read by the project's own code; and which stored copies belong to nobody."""
    program = (
        "import json; from memorials.models import Preparation as P, Rendition as R; "
        "from django.core.files.storage import default_storage as s; "
        "owned = set(R.objects.values_list('file', flat=True)); "
        "there = {'renditions/' + name for name in s.listdir('renditions')[1]}; "
        "print(json.dumps({'jobs': list(P.objects.values('pk', 'status', 'attempt', 'losses')), "
        "'large': R.objects.filter(name='large').count(), "
        "'orphans': len(there - owned), 'missing': len(owned - there)}))"
    )
    done = site.manage("shell", "-v0", "-c", program)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def settled(jobs, attempt=1, losses=0):
    """All done, once, and the storage holds what the rows say."""
    done = {"status": "ready", "attempt": attempt, "losses": losses}
    found = [{name: job[name] for name in done} for job in jobs["jobs"]]
    return bool(found) and found == [done] * len(found) and (jobs["orphans"], jobs["missing"]) == (0, 0)
