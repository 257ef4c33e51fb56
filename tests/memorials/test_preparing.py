"""Further copies of what was brought: asked for with the media itself, made by a run of their own."""

import io
import threading
import time

import pytest
from celery.exceptions import Ignore, SoftTimeLimitExceeded
from django.db import DatabaseError, connection
from PIL import Image

from memorials import decoding, renditions, tasks
from memorials.decoding import Copy, Prepared
from memorials.errors import FileRefused
from memorials.jobs import handover
from memorials.jobs.model import MOST_FAILURES, State
from memorials.models import Media, Preparation
from memorials.services import preparing
from memorials.services.media import remove_media
from tests.people import make_photo
from tests.photos import jpeg

#: A run renews its lease from a thread, which SQLite would let wait for the transaction of a test.
pytestmark = pytest.mark.django_db(transaction=True)
LARGE = (3000, 200)


@pytest.fixture
def large(memorial, keeper):
    """A photograph of which there is more to make than was made at once."""
    return make_photo(memorial, keeper, jpeg(*LARGE))


@pytest.fixture
def decoder(monkeypatch):
    """Stands for the decoder: answers with what a test lets it make of the folder."""

    def answers(make):
        monkeypatch.setattr(decoding, "prepare", lambda path, into, kind: make(into))

    return answers


def claimed(media):
    mine = Preparation.objects.claim(media.preparation.pk, task_id="a-task")
    assert mine is not None
    return mine


def state(media):
    found = Preparation.objects.get(media=media)
    return found.status, found.failure, found.failures


def a_film(into):
    path = into / "film.mp4"
    path.write_bytes(b"film")
    return Prepared([Copy("film", path, "video/mp4", 64, 48)], [0, 50, 100])


def raises(error):
    def make(into):
        raise error

    return make


def test_what_is_kept_asks_for_its_further_copies_in_the_same_transaction(large, photo):
    assert Preparation.objects.get().media == large  # nothing more can be made of the small one
    assert (large.preparation.status, large.preparation.attempt) == (State.QUEUED, 0)


def test_the_wake_up_goes_out_once_the_media_is_kept(memorial, keeper, broker):
    media = make_photo(memorial, keeper, jpeg(*LARGE))
    handover.settle()
    assert broker() == 1
    assert media.preparation.status == State.QUEUED
    assert Preparation.objects.get().sent_at is not None


def test_a_row_that_cannot_be_written_keeps_no_media_either(memorial, keeper, stored, monkeypatch):
    def fails(**fields):
        raise OSError("the database is full")

    monkeypatch.setattr(Preparation.objects, "create", fails)
    with pytest.raises(OSError, match="full"):
        make_photo(memorial, keeper, jpeg(*LARGE))
    assert (Media.objects.count(), stored()) == (0, set())


def test_a_run_makes_the_large_copy_and_ends(large, stored):
    before = stored()
    mine = claimed(large)
    assert renditions.run(mine) is True
    assert state(large) == (State.READY, "", 0)
    made = large.rendition("large")
    assert (made.width, made.height, made.content_type) == (2560, 171, "image/webp")
    with made.file.open("rb") as file:
        assert Image.open(io.BytesIO(file.read())).size == (2560, 171)
    assert mine.token in made.file.name
    assert stored() == {*before, made.file.name}


def test_what_was_made_of_sound_is_kept_with_it(large, decoder):
    decoder(a_film)
    renditions.run(claimed(large))
    large.refresh_from_db()
    assert large.waveform == [0, 50, 100]
    assert [(each.name, each.width) for each in large.renditions.filter(name="film")] == [("film", 64)]


def test_the_decoder_gets_a_copy_in_a_folder_that_is_gone_afterwards(large, decoder):
    seen = []

    def make(into):
        original = into.parent / "original"
        seen.append((into, original.read_bytes() == jpeg(*LARGE)))
        original.write_bytes(b"")
        return Prepared()

    decoder(make)
    assert renditions.run(claimed(large))
    [(into, same)] = seen
    assert same and not into.parent.exists()
    with large.original.open("rb") as untouched:
        assert untouched.read() == jpeg(*LARGE)


def test_what_the_decoder_refuses_is_final_and_what_is_there_stays(large, decoder, stored):
    before = stored()
    decoder(raises(FileRefused("too_heavy")))
    with pytest.raises(FileRefused):
        renditions.run(claimed(large))
    assert state(large) == (State.FAILED, "too_heavy", 0)
    assert stored() == before
    assert large.best("large").name == "view"


@pytest.mark.parametrize("error", [ValueError("a bug"), OSError(28, "No space left on device")])
def test_other_failures_are_tried_again_and_then_final(large, decoder, stored, error):
    before = stored()
    decoder(raises(error))
    for failure in range(1, MOST_FAILURES):
        assert renditions.run(claimed(large)) is False
        assert state(large) == (State.QUEUED, "", failure)
        Preparation.objects.update(not_before=None)
    with pytest.raises(type(error)):
        renditions.run(claimed(large))
    assert state(large) == (State.FAILED, "not_prepared", MOST_FAILURES - 1)
    assert stored() == before


def cancelled(media):
    Preparation.objects.filter(media=media).cancel()


def given_to_another(media):
    Preparation.objects.filter(media=media).update(token="another-run")


@pytest.mark.parametrize("lose", [cancelled, given_to_another])
def test_a_run_that_lost_its_row_at_the_last_moment_leaves_nothing(large, decoder, stored, lose):
    before = stored()

    def make(into):
        lose(large)
        return a_film(into)

    decoder(make)
    assert renditions.run(claimed(large)) is False
    assert stored() == before
    assert not large.renditions.filter(name="film").exists()


def test_media_that_is_removed_meanwhile_leaves_nothing(large, decoder, stored):
    def make(into):
        remove_media(photo=Media.objects.get(pk=large.pk))
        return a_film(into)

    decoder(make)
    assert renditions.run(claimed(large)) is False
    assert (stored(), Media.objects.count(), Preparation.objects.count()) == (set(), 0, 0)


def test_what_is_prepared_anew_takes_the_place_of_what_was(large, stored):
    originally = stored()
    renditions.run(claimed(large))
    first = large.rendition("large").file.name
    Preparation.objects.all().delete()
    assert preparing.prepare_older() == 1
    assert renditions.run(claimed(Media.objects.get(pk=large.pk))) is True
    second = Media.objects.get(pk=large.pk).rendition("large").file.name
    assert first != second
    assert stored() == {*originally, second}


def test_copies_that_cannot_be_written_down_leave_nothing_and_are_tried_again(large, stored, monkeypatch):
    before = stored()

    def fails(*_):
        raise DatabaseError("the database is full")

    monkeypatch.setattr(renditions, "_replace", fails)
    assert renditions.run(claimed(large)) is False
    assert state(large) == (State.QUEUED, "", 1)
    assert stored() == before


def until_stopped(into):
    """As a decoder that is waited for: nothing is reported meanwhile."""
    time.sleep(8)
    return Prepared()


@pytest.mark.parametrize("lose", [cancelled, given_to_another, lambda media: remove_media(photo=media)])
def test_a_run_that_lost_its_row_is_stopped_while_it_waits(large, decoder, settings, lose):
    settings.PREPARATION_LEASE_SECONDS = 0.3

    def make(into):
        lose(Media.objects.get(pk=large.pk))
        return until_stopped(into)

    decoder(make)
    mine = claimed(large)
    began = time.monotonic()
    assert renditions.run(mine) is False
    assert time.monotonic() - began < 5
    assert [each for each in threading.enumerate() if each.name == "lease"] == []


def test_a_run_is_stopped_when_its_time_is_over(large, decoder, settings):
    settings.PREPARATION_TIME_LIMIT = 0.5
    decoder(until_stopped)
    mine = claimed(large)
    began = time.monotonic()
    with pytest.raises(SoftTimeLimitExceeded):
        renditions.run(mine)
    assert time.monotonic() - began < 5
    assert state(large) == (State.FAILED, "too_slow", 0)


def test_a_second_delivery_does_nothing(large, stored):
    tasks.prepare.apply(args=[large.preparation.pk], throw=True)
    assert state(large) == (State.READY, "", 0)
    before = stored(), Preparation.objects.values().get()
    for _ in range(2):
        with pytest.raises(Ignore):
            tasks.prepare.run(large.preparation.pk)
    assert (stored(), Preparation.objects.values().get()) == before
    assert connection.is_usable()


def test_what_was_there_before_is_prepared_in_batches(memorial, keeper, photo, monkeypatch):
    monkeypatch.setattr(preparing, "BATCH", 2)
    about = {"memorial": memorial, "added_by": keeper, "size": 1}
    older = [
        Media.objects.create(**about, width=3000, height=2000),
        Media.objects.create(**about, kind=Media.Kind.VIDEO),
        Media.objects.create(**about, kind=Media.Kind.AUDIO),
    ]
    Media.objects.create(**about, kind=Media.Kind.DOCUMENT)
    assert [preparing.prepare_older() for _ in range(3)] == [2, 1, 0]
    assert list(Media.objects.exclude(preparation=None).order_by("pk")) == older
    assert set(Preparation.objects.values_list("status", flat=True)) == {State.QUEUED}


@pytest.mark.parametrize("status", State)
def test_once_more_is_for_what_failed_or_was_stopped(large, status):
    Preparation.objects.update(status=status, failures=3, failure="too_heavy")
    again = status in (State.FAILED, State.CANCELLED)
    assert preparing.retry(preparation=large.preparation) is again
    assert state(large) == ((State.QUEUED, "", 0) if again else (status, "too_heavy", 3))


@pytest.mark.parametrize(
    ("there", "asked", "best"),
    [
        (("large", "view", "thumb"), "large", "large"),
        (("view", "thumb"), "large", "view"),
        (("thumb",), "large", "thumb"),
        (("thumb",), "view", "thumb"),
        (("large", "view"), "thumb", "view"),
        (("view", "thumb"), "film", None),
        ((), "view", None),
    ],
)
def test_a_page_shows_the_best_that_is_there(photo, there, asked, best):
    photo.renditions.all().delete()
    for name in there:
        photo.renditions.create(name=name, file=f"renditions/{name}", content_type="image/webp")
    shown = photo.best(asked)
    assert (shown and shown.name) == best
