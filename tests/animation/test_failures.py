"""Every code of the engines has its sentence on the site, in both languages."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import translation

from animation import failures
from animation.engine import MESSAGES, ability, judge
from animation.engine.likeness import UNCERTAIN
from animation.engine.occlusion import HIDDEN
from memorials.jobs.model import State
from tests.animation.jobs import job, store_result
from tests.people import sign_in

ENGLISH = {"Accept-Language": "en"}
#: What a host reads in the log and a visitor is told in general words.
OF_THE_HOST = {
    "bad_request", "model_missing", "model_damaged", "encoder_missing", "encoder_failed", "encoder_too_slow",
    "clip_unreadable",
}  # fmt: skip


def codes_in(module):
    """The keys of its tables of checks."""
    return set(re.findall(r'"(\w+)": (?:self|face|abs|eyes|float)', Path(module.__file__).read_text()))


def test_all_that_can_limit_a_clip_has_a_remark():
    limits = codes_in(ability) - {"face_too_small"}  # such a face is refused
    assert limits == {"turned_away", "eyes_shut", "mouth_open"}
    assert {*codes_in(judge), "face_lost", *limits, HIDDEN, UNCERTAIN} == set(failures._REMARKS)


def test_every_message_of_the_engine_is_said_on_the_site():
    assert set(MESSAGES) - OF_THE_HOST <= set(failures._WORDS) | set(failures._REMARKS)


@pytest.mark.parametrize("code", ["not_a_picture", "broken_picture", "too_large", "no_face", "unheard_of"])
def test_a_failure_says_first_that_nothing_is_lost(code):
    words = failures.words(code)
    with translation.override("en"):
        assert re.match(r"The (photograph is saved|file is kept)", str(words.what))
        assert str(words.help)


def test_a_clip_that_shows_all_that_was_asked_needs_no_remark():
    assert failures.remarks({"mode": "portrait", "problems": [], "amplitude": 1.0}) == []
    assert failures.remarks({}) == []  # of an earlier version


@pytest.mark.django_db
def test_page_and_admin_say_why_a_clip_moves_less(client, cast, keeper, photo):
    less = job(photo, State.READY, task_id="task-1", clip="living/a.mp4", poster="living/a.webp")
    store_result("task-1", {"seconds": {"total": 2.0}, "amplitude": 0.6, "problems": ["jumps"]})
    living = reverse("animation:living", args=[photo.memorial.code, photo.code])
    page = sign_in(client, keeper).get(living, headers=ENGLISH)
    told = reverse("admin:animation_animation_change", args=[less.pk])
    admin = sign_in(client, cast.admin).get(told, headers=ENGLISH)
    for answer in (page, admin):
        assert "The check saw the movement jump." in answer.content.decode()
        assert "So it moves less than was asked." in answer.content.decode()


@pytest.mark.django_db
def test_the_admin_says_why_there_is_no_clip(client, cast, photo):
    failed = job(photo, State.FAILED, failure="too_large")
    told = reverse("admin:animation_animation_change", args=[failed.pk])
    admin = sign_in(client, cast.admin).get(told, headers=ENGLISH)
    assert "more than 60 megapixels" in admin.content.decode()


@pytest.mark.parametrize(("gesture", "told"), [("smile", "without a blink"), ("blink", "only the breath")])
def test_a_card_says_what_eyes_that_are_not_seen_leave_out(gesture, told):
    with translation.override("en"):
        assert failures.left_out(["eyes_hidden"], gesture) == [told]
        assert failures.briefly(["eyes_hidden"]) == ["eyes not seen: no blink"]
