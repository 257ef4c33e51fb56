"""What waits in the tests, and who finds it."""

from memorials.models import Media, Report, Tribute
from memorials.models.moderation import kind_of
from memorials.models.token import hashed
from memorials.queue import Queue, Wish, find
from memorials.viewer import Viewer
from tests.people import make_memory


def make_tribute(memorial, **fields):
    token = hashed(str(Tribute.objects.count()))
    return Tribute.objects.create(
        memorial=memorial, token_hash=token, **{"kind": "word", "name": "Виктор", "text": "Помню.", **fields}
    )


def make_picture(memorial, by, **fields):
    """A row without a file: nothing is fetched here."""
    return Media.objects.create(memorial=memorial, added_by=by, size=1, width=3, height=2, **fields)


def make_waiting(memorial, cast):
    return {
        "memory": make_memory(memorial, cast.contributor, title="Часы"),
        "tribute": make_tribute(memorial),
        "media": make_picture(memorial, cast.contributor, caption="Фуражка"),
    }


def reported(item, by=None, **fields):
    about = {kind_of(item): item} if kind_of(item) else {"memorial": item}
    return Report.objects.create(
        **{"memorial": getattr(item, "memorial", item), **about}, reporter=by, reason="untrue", **fields
    )


def waiting_for(user, **wish):
    return [each.item for each in Queue(Viewer(user), wish=Wish(**wish)).page("1")]


def marks(user, *items):
    names = [f"{kind_of(item) or 'memorial'}:{item.code}" for item in items]
    return [each.mark for each in find(Viewer(user), names)]
