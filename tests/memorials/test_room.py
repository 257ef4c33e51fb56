"""The room that a memorial may take up: counted over everything, and never given away twice."""

import threading

import pytest
from django.db import connection
from rest_framework.test import APIClient

from memorials.models import Media, Memorial, Upload
from memorials.services.room import LITTLE, NoRoom, Room, room_of
from memorials.services.uploads import begin_upload, finish_upload, receive_part
from tests.people import make_photo, make_public
from tests.photos import jpeg, upload
from tests.sending import begin, begun, send

pytestmark = pytest.mark.django_db
PHOTO = jpeg(300, 200)


def taken(memorial):
    room = room_of(memorial)
    return room.taken if room else None


def coming(memorial, owner, length):
    return begin_upload(memorial=memorial, owner=owner, name="a.jpg", length=length, words={})


def test_originals_copies_and_what_is_on_its_way_count(memorial, keeper):
    assert taken(memorial) == 0
    photo = make_photo(memorial, keeper, PHOTO)
    copies = sum(rendition.file.size for rendition in photo.renditions.all())
    assert taken(memorial) == len(PHOTO) + copies
    coming(memorial, keeper, 1000)
    assert taken(memorial) == len(PHOTO) + copies + 1000


def test_other_memorials_do_not_count(memorial, cast, keeper):
    make_photo(make_public(cast), keeper)
    assert taken(memorial) == 0


def test_nought_sets_no_limit(memorial, keeper, settings):
    settings.MEMORIAL_QUOTA_BYTES = 0
    assert room_of(memorial) is None
    assert make_photo(memorial, keeper).pk


def test_the_limit_is_exact(memorial, keeper, settings):
    settings.MEMORIAL_QUOTA_BYTES = 1000
    coming(memorial, keeper, 600)
    with pytest.raises(NoRoom):
        coming(memorial, keeper, 401)
    coming(memorial, keeper, 400)
    assert Upload.objects.count() == 2


def test_full_memorial_says_what_is_safe_at_every_door(memorial, keeper, browser, settings, stored):
    settings.MEMORIAL_QUOTA_BYTES = 100
    answers = [begin(browser(keeper), memorial, 101)]
    app = APIClient()
    app.force_authenticate(keeper)
    home = f"/api/v1/memorials/{memorial.code}/"
    answers.append(app.post(f"{home}media/", {"file": upload(PHOTO)}, format="multipart"))
    for answer in answers:
        assert (answer.status_code, answer.json()["code"]) == (413, "no_room")
        assert answer.json()["detail"]
    page = browser(keeper).post(f"/m/{memorial.code}/media/new/", {"files": [upload(PHOTO)]})
    assert page.status_code == 422
    assert (stored(), Media.objects.count(), Upload.objects.count()) == (set(), 0, 0)


def test_what_was_promised_room_has_it_at_the_end(memorial, keeper, settings):
    room = len(PHOTO) + 20_000
    settings.MEMORIAL_QUOTA_BYTES = room
    one = coming(memorial, keeper, len(PHOTO))
    receive_part(upload=one, pieces=[PHOTO])
    assert finish_upload(upload=one).pk
    assert len(PHOTO) < taken(memorial) < room


def test_copies_that_find_no_room_at_the_end(memorial, keeper, browser, settings, stored):
    settings.MEMORIAL_QUOTA_BYTES = len(PHOTO)
    client = browser(keeper)
    answer = send(client, begun(client, memorial, len(PHOTO)), PHOTO)
    assert (answer.status_code, answer.json()["code"], stored()) == (413, "no_room", set())
    assert taken(memorial) == 0


@pytest.mark.django_db(transaction=True)
def test_the_last_room_is_given_away_once(clean_cache, memorial, keeper, settings):
    settings.MEMORIAL_QUOTA_BYTES = 1000
    told, meet = [], threading.Barrier(5)

    def ask_for_it():
        meet.wait()
        try:
            coming(Memorial.objects.get(pk=memorial.pk), keeper, 600)
            told.append("given")
        except NoRoom:
            told.append("none")
        finally:
            connection.close()

    threads = [threading.Thread(target=ask_for_it) for _ in range(5)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(told) == ["given", *["none"] * 4]


def test_little_is_a_tenth_or_half_a_gigabyte():
    assert not Room(total=100 * LITTLE, taken=90 * LITTLE).is_scarce
    assert Room(total=100 * LITTLE, taken=90 * LITTLE + 1).is_scarce
    assert Room(total=3 * LITTLE, taken=2 * LITTLE + 1).is_scarce
    assert Room(total=1000, taken=1500).left == 0
