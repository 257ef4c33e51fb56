"""What the workshop's page says of the faces before anybody waits, and which of them can be chosen."""

import re
import time

import pytest
from django.core.cache import cache

from animation.models import Animation, FoundFaces
from memorials.jobs.model import State
from memorials.models import Consent, Memorial
from memorials.services.consent import give_consent
from tests.animation.faces import face, found
from tests.people import make_photo

pytestmark = pytest.mark.django_db
LOOKING = "Looking for faces… You need not wait"
WISH = {"gesture": "smile", "strength": "gently", "take": "1"}


@pytest.fixture
def photo(memorial, keeper):
    give_consent(memorial=memorial, kind=Consent.Kind.ANIMATION, by=keeper)
    return make_photo(memorial, keeper)


@pytest.fixture
def page(browser, photo, keeper):
    """Opens it, or sends a wish; `polled` as htmx asks for the faces."""

    def ask(wish=None, *, by=keeper, polled=False):
        headers = {"HX-Request": "true", "HX-Target": "faces"} if polled else {}
        headers["Accept-Language"] = "en"
        address, client = f"{photo.get_absolute_url()}living/", browser(by)
        if wish is None:
            return client.get(address, headers=headers)
        return client.post(address, wish, headers=headers)

    return ask


def test_who_opens_it_has_the_faces_looked_for_and_can_ask_at_once(page, photo):
    cache.set(f"pulse:{FoundFaces.QUEUE}", time.time(), timeout=None)
    told = page().content.decode()
    assert (LOOKING in told, told.count("hx-get"), 'id="wish"' in told) == (True, 1, True)
    assert FoundFaces.objects.get(photo=photo).status == State.QUEUED
    assert page(WISH).status_code == 302
    assert Animation.objects.get().faces == "largest"


def test_it_says_so_where_nobody_is_there_to_look(page):
    told = page().content.decode()
    assert (LOOKING in told, "as soon as the program that does it is running" in told) == (False, True)


def test_the_poll_goes_on_until_the_answer_and_brings_the_choice(page, photo):
    cache.set(f"pulse:{FoundFaces.QUEUE}", time.time(), timeout=None)
    waiting = page(polled=True)
    assert (waiting.status_code, "hx-get" in waiting.content.decode()) == (200, True)
    FoundFaces.objects.all().delete()
    found(photo, face(0, 30), face(1, 5))
    told = page(polled=True)
    here = told.content.decode()
    assert (told.status_code, "hx-get" in here, here.count('name="faces"')) == (286, False, 3)
    assert 'id="found" role="status" hx-swap-oob="true">2 faces were found.' in here


def test_without_a_face_there_is_no_form_neither_shown_nor_taken(page, photo):
    found(photo)
    told = page()
    assert (told.status_code, 'name="gesture"' in told.content.decode()) == (200, False)
    refused = page(WISH)
    assert (refused.status_code, Animation.objects.count()) == (422, 0)
    for answer in (told, refused):
        assert "We do not see a face on it that could be moved." in answer.content.decode()
    assert page(polled=True)["HX-Refresh"] == "true"


def left_out(page):
    """Beside which gesture is said what is left out, and of which choice."""
    cards = re.findall(r'<label class="gesture gesture--(\w+)">(.*?)</label>', page, re.S)
    said = r'<small class="limit limit--(\w+)[^>]*>([^<]*)</small>'
    return {gesture: re.findall(said, card) for gesture, card in cards if "<small" in card}


def test_limits_of_the_only_face_stand_before_the_button(page, photo):
    found(photo, face(0, 5, "mouth_open"))
    told = page().content.decode()
    assert "so the smile is half as wide" in told
    assert left_out(told) == {"smile": [("0", "half a smile")], "nod": [("0", "half a smile")]}
    assert ("Whose face" in told, told.count("drawn__over drawn__whole")) == (False, 1)


def test_each_of_several_faces_can_be_chosen_but_the_one_that_is_too_small(page, photo):
    found(photo, face(0, 30), face(1, 5, "eyes_shut"), face(2, 50, "face_too_small"))
    told = page().content.decode()
    choices = dict(re.findall(r'name="faces" value="(\w+)"( checked| disabled)?', told))
    assert choices == {"0": " checked", "1": "", "2": " disabled", "all": ""}  # the largest is offered
    names = re.findall(r'<span class="face__name">(Face \d)(?:<small>([^<]*))?', told)
    assert names == [("Face 1", "eyes shut: no blink"), ("Face 2", ""), ("Face 3", "too small to be moved")]
    assert page({**WISH, "faces": "2"}).status_code == 422
    assert page({**WISH, "faces": "7"}).status_code == 422
    assert page({**WISH, "faces": "1"}).status_code == 302
    assert page({**WISH, "faces": "all", "take": "2"}).status_code == 302
    assert sorted(Animation.objects.values_list("faces", flat=True)) == ["1", "all"]


def test_each_gesture_says_what_each_choice_leaves_out_of_it(page, photo):
    found(photo, face(0, 50, "mouth_open"), face(1, 5, "eyes_shut"), face(2, 30, "turned_away", "eyes_shut"))
    told = left_out(page().content.decode())
    assert told["look"] == [
        ("1", "without a blink"), ("2", "only the breath"),
        ("all", "face 1: without a blink; face 2: only the breath"),
    ]  # fmt: skip
    assert told["blink"] == [
        ("1", "only the breath"), ("2", "only the breath"), ("all", "faces 1, 2: only the breath")
    ]  # fmt: skip
    assert ("0", "half a smile") in told["smile"]


def test_each_choice_draws_its_face_and_number_over_the_photograph(page, photo):
    found(photo, face(0, 30), face(1, 5))
    told = page().content.decode()
    assert told.count('viewBox="0 0 60 40"') == 3  # of either, and of all
    assert re.findall(r'font-size="\d+">(\d)</text>', told) == ["1", "2"]
    assert re.findall(r'class="face__cut" viewBox="([^"]*)"', told) == ["-6 -3 42 42", "19 -3 42 42"]


def test_a_stranger_makes_nobody_look(page, photo, cast, browser):
    Memorial.objects.update(visibility="private")
    english = {"Accept-Language": "en"}
    missing = browser(cast.stranger).get(f"{photo.get_absolute_url()[:-3]}zz/living/", headers=english)
    hidden = page(by=cast.stranger)
    assert (hidden.status_code, hidden.content) == (404, missing.content)
    assert not FoundFaces.objects.exists()
