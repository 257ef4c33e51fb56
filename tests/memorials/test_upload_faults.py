"""Files on their way when something goes wrong: lost answers, cut connections, two at once, dead workers."""

import threading
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from memorials.api import tus
from memorials.models import Media, Upload
from memorials.services import media, orphans, uploads
from memorials.services.leaving import delete_account
from memorials.services.memorials import remove_memorial
from memorials.services.uploads import (
    BeingJoined,
    OffsetMoved,
    TooManyParts,
    begin_upload,
    discard_uploads,
    finish_left_over,
    finish_upload,
    receive_part,
)
from memorials.tasks import finish_uploads, remove_expired_uploads
from tests.photos import HTML, jpeg
from tests.sending import ask, begin, begun, send

pytestmark = pytest.mark.django_db
PHOTO = jpeg(300, 200)
HALF = len(PHOTO) // 2


@pytest.fixture
def sender(cast, browser):
    return browser(cast.contributor)


@pytest.fixture
def upload(memorial, cast):
    return fresh(memorial, cast.contributor)


def fresh(memorial, owner, length=None):
    words, size = {"caption": "Сад"}, length or len(PHOTO)
    return begin_upload(memorial=memorial, owner=owner, name="a.jpg", length=size, words=words)


def as_read(upload):
    """As another request reads it at this moment."""
    return Upload.objects.get(pk=upload.pk)


def whole(upload):
    receive_part(upload=upload, pieces=[PHOTO[:HALF]])
    receive_part(upload=upload, pieces=[PHOTO[HALF:]])
    return upload


def address(upload):
    return f"/api/v1/uploads/{upload.code}/"


def test_of_two_parts_for_the_same_place_one_is_kept(upload, stored):
    one, other = as_read(upload), as_read(upload)
    receive_part(upload=one, pieces=[PHOTO[:HALF]])
    with pytest.raises(OffsetMoved):
        receive_part(upload=other, pieces=[b"something else"])
    assert stored() == set(one.parts)
    assert (as_read(upload).offset, as_read(upload).parts) == (HALF, one.parts)


@pytest.mark.django_db(transaction=True)
def test_parts_that_come_at_the_same_moment(clean_cache, upload, stored):
    came, meet = [], threading.Barrier(6)

    def bring(content, mine):
        meet.wait()
        try:
            receive_part(upload=mine, pieces=[content])
            came.append(content)
        except OffsetMoved:
            pass
        finally:
            connection.close()

    senders = [threading.Thread(target=bring, args=(bytes([n]) * 99, as_read(upload))) for n in range(6)]
    for each in senders:
        each.start()
    for each in senders:
        each.join()
    kept = as_read(upload)
    assert (len(came), kept.offset, len(kept.parts)) == (1, 99, 1)
    assert stored() == set(kept.parts)
    with default_storage.open(kept.parts[0]) as part:
        assert part.read() == came[0]


@pytest.mark.django_db(transaction=True)
def test_those_who_finish_at_the_same_moment_make_one(clean_cache, upload, stored):
    whole(upload)
    made, meet = [], threading.Barrier(4)

    def finish(mine):
        meet.wait()
        try:
            made.append(finish_upload(upload=mine).pk)
        except BeingJoined:
            made.append(None)
        finally:
            connection.close()

    threads = [threading.Thread(target=finish, args=(as_read(upload),)) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    kept = Media.objects.get()
    assert set(made) <= {kept.pk, None} and kept.pk in made
    assert stored() == {kept.original.name, *kept.renditions.values_list("file", flat=True)}


def test_lost_answer_to_the_last_part_is_told_again(sender, memorial):
    where = begun(sender, memorial, len(PHOTO))
    code = send(sender, where, PHOTO)["Rodnik-Media"]
    assert ask(sender, where)["Rodnik-Media"] == code
    assert send(sender, where, b"", len(PHOTO))["Rodnik-Media"] == code
    assert send(sender, where, PHOTO).status_code == 409
    assert Media.objects.count() == 1


@pytest.mark.parametrize("method", ["HEAD", "PATCH"])
def test_what_a_dead_process_left_whole_is_finished_by_the_next_who_asks(sender, upload, method):
    whole(upload)
    assert Media.objects.count() == 0
    where = address(upload)
    answer = ask(sender, where) if method == "HEAD" else send(sender, where, b"", len(PHOTO))
    assert answer["Rodnik-Media"] == Media.objects.get().code


def test_while_somebody_joins_it_others_are_told_to_ask_again(sender, upload):
    Upload.objects.claim(whole(upload))
    answer = ask(sender, address(upload))
    assert (answer.status_code, answer["Retry-After"], Media.objects.count()) == (423, "2", 0)
    Upload.objects.filter(pk=upload.pk).update(joining_until=timezone.now())  # that one has died
    assert ask(sender, address(upload)).status_code == 200
    assert Media.objects.count() == 1


def test_what_took_too_long_and_was_made_by_another_is_not_made_twice(upload, stored, monkeypatch):
    """The second one begins when the first has everything but its rows."""
    whole(upload)
    keep, late = media.keep_files, []

    def overtaken(*args, **options):
        if not late:
            late.append(True)
            Upload.objects.release(upload)
            finish_upload(upload=as_read(upload))
        return keep(*args, **options)

    monkeypatch.setattr(media, "keep_files", overtaken)
    made = finish_upload(upload=upload)
    assert made == Media.objects.get()
    assert stored() == {made.original.name, *made.renditions.values_list("file", flat=True)}


def test_nobody_asks_again_and_the_housekeeping_finishes_it(upload, memorial, cast):
    refused = fresh(memorial, cast.contributor, len(HTML))
    receive_part(upload=refused, pieces=[HTML])
    whole(upload)
    finish_uploads()
    assert (Media.objects.get().caption, as_read(refused).refused) == ("Сад", "unknown_kind")
    assert finish_left_over() == 0  # there is nothing left to do


def test_a_storage_that_fails_leaves_the_upload_as_it_was(sender, upload, stored, settings, monkeypatch):
    whole(upload)
    before = stored()

    def full(*args):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(FileSystemStorage, "_save", full)
        with pytest.raises(OSError, match="No space"):
            finish_upload(upload=as_read(upload))
        with pytest.raises(OSError, match="No space"):
            receive_part(upload=as_read(fresh(upload.memorial, upload.owner)), pieces=[b"x"])
    assert stored() == before
    assert ask(sender, address(upload)).status_code == 200


class Cut:
    """A connection that ends in the middle, as the server below us tells it."""

    def __init__(self, content, error):
        self.left, self.error = content, error

    def read(self, size):
        piece, self.left = self.left[:size], self.left[size:]
        if not piece and self.error:
            raise OSError("the client is gone")
        return piece


@pytest.mark.parametrize("error", [False, True])
def test_what_came_before_the_connection_was_cut_is_kept(upload, error):
    request = RequestFactory().patch("/", PHOTO, content_type=tus.PART_TYPE)
    pieces = tus.part_of(request, len(PHOTO))
    request._stream = Cut(PHOTO[:1000], error)
    receive_part(upload=upload, pieces=pieces)
    assert as_read(upload).offset == 1000


def test_a_part_without_a_length_is_411(sender, upload):
    factory = RequestFactory().patch("/", content_type=tus.PART_TYPE)
    factory.META.pop("CONTENT_LENGTH", None)
    factory.content_type = tus.PART_TYPE
    with pytest.raises(tus.Misspoken) as refusal:
        tus.part_of(factory, 9)
    assert refusal.value.status == 411


def test_so_many_small_parts_and_no_more(upload, monkeypatch, stored):
    monkeypatch.setattr(uploads, "MOST_PARTS", 2)
    for _ in range(2):
        receive_part(upload=upload, pieces=[b"x"])
    with pytest.raises(TooManyParts):
        receive_part(upload=upload, pieces=[b"x"])
    assert stored() == set(as_read(upload).parts)


def test_so_many_at_a_time_and_no_more(sender, memorial, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_AT_ONCE", 2)
    where = [begun(sender, memorial, len(PHOTO)) for _ in range(2)]
    refused = begin(sender, memorial, 9)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_uploads")
    send(sender, where[0], PHOTO)  # a finished one is on its way no longer
    assert begin(sender, memorial, 9).status_code == 201


def test_too_often_in_an_hour_is_429(sender, memorial, monkeypatch):
    monkeypatch.setattr("memorials.api.resources.uploads.BEGUN", "1/h")
    begun(sender, memorial, 9)
    refused = begin(sender, memorial, 9)
    assert refused.status_code == 429 and 0 < int(refused["Retry-After"]) <= 3600


def expire(upload):
    Upload.objects.filter(pk=upload.pk).update(expires_at=timezone.now() - timedelta(seconds=1))


@pytest.mark.django_db(transaction=True)
def test_what_does_not_move_for_a_day_goes(clean_cache, sender, upload, memorial, stored, settings):
    receive_part(upload=upload, pieces=[PHOTO[:HALF]])
    left = as_read(upload).expires_at - timezone.now()
    assert (
        timedelta(hours=settings.UPLOAD_KEPT_HOURS - 1) < left <= timedelta(hours=settings.UPLOAD_KEPT_HOURS)
    )
    finished = begun(sender, memorial, len(PHOTO))
    send(sender, finished, PHOTO)
    remove_expired_uploads()
    assert Upload.objects.count() == 2
    for each in Upload.objects.all():
        expire(each)
    assert ask(sender, address(upload)).status_code == ask(sender, finished).status_code == 404
    remove_expired_uploads()
    kept = Media.objects.get()
    assert Upload.objects.count() == 0
    assert stored() == {kept.original.name, *kept.renditions.values_list("file", flat=True)}


def test_parts_without_a_row_are_swept_and_others_stay(upload, stored, monkeypatch):
    receive_part(upload=upload, pieces=[PHOTO[:HALF]])
    default_storage.save("uploads/left-over", ContentFile(b"x"))
    monkeypatch.setattr(orphans, "ORPHAN_AGE", timedelta(seconds=-5))
    assert orphans.delete_orphans() == 1
    assert stored() == set(upload.parts)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("gone", ["memorial", "person", "upload"])
def test_parts_go_with_the_memorial_and_with_the_person(clean_cache, upload, memorial, cast, stored, gone):
    receive_part(upload=upload, pieces=[PHOTO[:HALF]])
    if gone == "memorial":
        remove_memorial(memorial=memorial)
    elif gone == "person":
        delete_account(user=cast.contributor, keep_memories=True)
    else:
        discard_uploads(Upload.objects.all())
    assert (Upload.objects.count(), stored()) == (0, set())
