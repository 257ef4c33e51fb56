"""What the workshop's page says of the faces before anybody waits, and which of them can be chosen."""

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
LOOKING = "Looking for faces…"
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
    assert (told.status_code, "hx-get" in here, 'id="whose" hx-swap-oob="true"' in here) == (286, False, True)


def test_without_a_face_there_is_no_form_neither_shown_nor_taken(page, photo):
    found(photo)
    told = page()
    assert (told.status_code, 'name="gesture"' in told.content.decode()) == (200, False)
    refused = page(WISH)
    assert (refused.status_code, Animation.objects.count()) == (422, 0)
    for answer in (told, refused):
        assert "We do not see a face on it that could be moved." in answer.content.decode()
    assert page(polled=True)["HX-Refresh"] == "true"


def test_limits_of_the_only_face_stand_before_the_button(page, photo):
    found(photo, face(0, 5, "mouth_open"))
    told = page().content.decode()
    assert "so the smile is half as wide" in told
    assert "This concerns: a gentle smile, a nod." in told
    assert ("Whose face" in told, told.count('<path class="faces__over"')) == (False, 1)


def test_each_of_several_faces_can_be_chosen_but_the_one_that_is_too_small(page, photo):
    found(photo, face(0, 30), face(1, 5, "eyes_shut"), face(2, 50, "face_too_small"))
    told = page().content.decode()
    assert [part.split("<")[0] for part in told.split('font-size="4">')[1:]] == ["1", "2", "3"]
    assert 'value="0" checked><span>Face 2' in told  # numbered from the left; the largest is offered
    assert 'value="2" disabled><span>Face 3<small>' in told
    assert page({**WISH, "faces": "2"}).status_code == 422
    assert page({**WISH, "faces": "7"}).status_code == 422
    assert page({**WISH, "faces": "1"}).status_code == 302
    assert page({**WISH, "faces": "all", "take": "2"}).status_code == 302
    assert sorted(Animation.objects.values_list("faces", flat=True)) == ["1", "all"]


def test_a_stranger_makes_nobody_look(page, photo, cast, browser):
    Memorial.objects.update(visibility="private")
    english = {"Accept-Language": "en"}
    missing = browser(cast.stranger).get(f"{photo.get_absolute_url()[:-3]}zz/living/", headers=english)
    hidden = page(by=cast.stranger)
    assert (hidden.status_code, hidden.content) == (404, missing.content)
    assert not FoundFaces.objects.exists()
