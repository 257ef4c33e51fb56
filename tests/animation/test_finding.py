"""Faces are looked for once a photograph, by the workshop, however the broker and the messages fare."""

import subprocess
import sys

import pytest
from celery.exceptions import Ignore

from animation import finding, services, tasks
from animation.engine import PermanentEngineError, TemporaryEngineError
from animation.faces import FacesTold
from animation.models import FoundFaces
from memorials.jobs import handover
from memorials.jobs.model import MOST_FAILURES, State
from memorials.models import Consent, Media, Objection
from memorials.services.consent import ConsentSuspended
from memorials.services.media import remove_media
from tests.animation.faces import face, found
from tests.animation.jobs import ago

pytestmark = pytest.mark.django_db


def look(photo):
    return services.look_for_faces(photo=photo)


def claimed(search, task_id="a-task"):
    mine = FoundFaces.objects.claim(search.pk, task_id=task_id)
    assert mine is not None
    return mine


def test_they_are_asked_for_once_and_the_answer_is_kept(photo, small_engine, settings):
    small_engine.seen = (face(0, 30, "mouth_open"), face(1, 5))
    search = look(photo)
    assert (search.status, look(photo).pk, FoundFaces.objects.count()) == (State.QUEUED, search.pk, 1)
    finding.run(claimed(search))
    answer = look(photo)
    assert (answer.status, answer.width, answer.height) == (State.READY, 60, 40)
    assert answer.engine == settings.ANIMATION_ENGINE
    assert answer.faces == [
        {"index": 0, "box": [30, 5, 20, 25], "yaw": 3.5, "problems": ["mouth_open"]},
        {"index": 1, "box": [5, 5, 20, 25], "yaw": 3.5, "problems": []},
    ]


@pytest.mark.django_db(transaction=True)
def test_the_workshop_is_woken_once(photo, broker):
    look(photo)
    look(photo)
    handover.settle()
    assert (broker(), FoundFaces.objects.get().sent_at is not None) == (1, True)


@pytest.mark.django_db(transaction=True)
def test_without_a_broker_the_question_waits(photo):
    look(photo)
    handover.settle()
    waiting = FoundFaces.objects.get()
    assert (waiting.status, waiting.sent_at) == (State.QUEUED, None)
    FoundFaces.objects.update(created=ago(60))
    told = FacesTold.of(look(photo))
    assert (told.looking, told.silent, told.known, told.refusal) == (True, True, False, "")


def test_a_second_delivery_does_nothing(photo, small_engine):
    search = look(photo)
    tasks.find_faces.apply(args=[search.pk], throw=True)
    before = FoundFaces.objects.values().get()
    with pytest.raises(Ignore):
        tasks.find_faces.run(search.pk)
    assert (FoundFaces.objects.values().get(), before["status"]) == (before, State.READY)


@pytest.mark.parametrize("code", ["not_a_picture", "broken_picture", "too_large"])
def test_a_file_that_is_no_photograph_is_an_answer(photo, small_engine, code):
    small_engine.seen = PermanentEngineError(code)
    with pytest.raises(PermanentEngineError):
        finding.run(claimed(look(photo)))
    assert FacesTold.of(look(photo)).refusal == code
    assert FoundFaces.objects.get().status == State.FAILED


def test_a_passing_fault_leaves_the_question_open(photo, small_engine):
    small_engine.seen = TemporaryEngineError("encoder_missing")
    for failures in range(1, MOST_FAILURES):
        FoundFaces.objects.update(not_before=None)
        finding.run(claimed(look(photo)))
        assert (look(photo).status, look(photo).failures) == (State.QUEUED, failures)
    FoundFaces.objects.update(not_before=None)
    with pytest.raises(TemporaryEngineError):
        finding.run(claimed(look(photo)))
    told = FacesTold.of(look(photo))
    assert (told.looking, told.known, told.refusal) == (False, False, "")
    FoundFaces.objects.update(finished=ago(3600))
    assert look(photo).status == State.QUEUED  # looked for once more, a good while later


@pytest.mark.parametrize("change", [{"engine": "another.Engine"}, {"version": 0}])
def test_what_another_engine_found_is_looked_for_anew(photo, change):
    found(photo, face(), **change)
    assert look(photo).status == State.QUEUED
    assert FoundFaces.objects.get().is_due_again is False


def test_nothing_is_looked_for_while_a_relative_objects_or_it_is_switched_off(photo, memorial):
    objection = Objection.objects.create(
        memorial=memorial, kind=Consent.Kind.ANIMATION, name="Вера", relation="сестра"
    )
    with pytest.raises(ConsentSuspended):
        look(photo)
    objection.delete()
    photo.memorial.animation_on = False
    with pytest.raises(services.AnimationOff):
        look(photo)
    with pytest.raises(services.NotAPhotograph):
        look(Media(memorial=memorial, kind=Media.Kind.VIDEO))
    assert not FoundFaces.objects.exists()


def test_they_go_with_the_photograph(photo, small_engine):
    mine = claimed(look(photo))
    remove_media(photo=photo)
    assert not FoundFaces.objects.exists()
    assert FoundFaces.objects.finish(mine.pk, mine.token) is False


@pytest.mark.parametrize(
    ("faces", "wish", "code"),
    [((), "largest", "no_face"), ((face(0, 1, "face_too_small"),), "all", "face_too_small"),
     ((face(), face(1, 2, "face_too_small")), "1", "face_too_small"), ((face(),), "1", "no_such_face"),
     ((face(), face(1, 2, "face_too_small")), "all", ""), ((face(0, 1, "turned_away"),), "largest", ""),
     ((face(), face(1)), "1", "")],
)  # fmt: skip
def test_a_wish_is_refused_for_what_is_known(photo, agreed, keeper, faces, wish, code):
    found(photo, *faces)
    refused = ""
    try:
        services.request_animation(photo=photo, by=keeper, faces=wish)
    except services.FaceRefused as refusal:
        refused = refusal.code
    assert (refused, photo.animations.count()) == (code, 0 if code else 1)


def test_a_site_that_tells_of_faces_has_not_loaded_an_engine():
    asked = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings'; django.setup();"
        "import animation.views, animation.api.views;"
        "sys.exit(bool({'cv2', 'animation.engine.faces', 'animation.engine.gesture'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
