"""The workshop's page of a photograph: what is polled, and what must stand still meanwhile."""

import pytest

from animation.engine import GESTURES
from animation.models import Animation, Gesture
from memorials.jobs.model import State
from memorials.models import Consent
from memorials.services.consent import give_consent
from tests.people import make_photo


@pytest.fixture
def workshop(browser, photo, keeper):
    """Opens the page as the keeper; with `polled` as htmx does it every two seconds."""
    give_consent(memorial=photo.memorial, kind=Consent.Kind.ANIMATION, by=keeper)
    address = f"{photo.get_absolute_url()}living/"

    def open_page(query="", *, polled=False):
        headers = {"HX-Request": "true"} if polled else {}
        return browser(keeper).get(address + query, headers=headers)

    return open_page


def make_take(photo, number, **fields):
    made = {"status": State.READY, "clip": f"living/{number}.mp4", "poster": f"living/{number}.webp"}
    return Animation.objects.create(
        photo=photo, take=number, width=540, height=720, bytes=1000, **{**made, **fields}
    )


def film_of(answer):
    """The code of the take that stands beside the photograph; "" where none does."""
    page = answer.content.decode()
    return page.split('<video src="/files/living/')[1].split("/")[0] if "<video" in page else ""


def test_poll_of_unfinished_work_leaves_the_films_alone(workshop, photo):
    make_take(photo, 1)
    make_take(photo, 2, status=State.RUNNING, clip="", poster="")
    answer = workshop(polled=True)
    assert (answer.status_code, film_of(answer)) == (200, "")
    assert "hx-get" in answer.content.decode()


def test_very_first_take_arrives_in_the_open_page(workshop, photo):
    first = make_take(photo, 1)
    answer = workshop(polled=True)
    assert (answer.status_code, film_of(answer)) == (286, first.code)
    assert 'id="takes" hx-swap-oob="true"' in answer.content.decode()


def test_later_take_is_announced_and_disturbs_nobody_who_watches(workshop, photo):
    make_take(photo, 1)
    second = make_take(photo, 2)
    answer = workshop(polled=True)
    assert (answer.status_code, film_of(answer)) == (286, "")
    assert f'href="?take={second.code}#takes"' in answer.content.decode()


def test_newest_take_stands_beside_the_photograph_unless_another_is_asked_for(workshop, photo):
    first, second = make_take(photo, 1), make_take(photo, 2)
    asked = ("", f"?take={first.code}", "?take=not-a-take")
    assert [film_of(workshop(query)) for query in asked] == [second.code, first.code, second.code]


def test_take_of_another_photograph_cannot_be_asked_for(workshop, photo, memorial, keeper):
    elsewhere = make_take(make_photo(memorial, keeper), 1)
    here = make_take(photo, 1)
    assert film_of(workshop(f"?take={elsewhere.code}")) == here.code


def test_every_gesture_of_the_engine_is_offered_with_its_own_drawing(workshop, photo):
    assert set(Gesture.values) == set(GESTURES)
    page = workshop().content.decode()
    choices = page.split('<div class="gestures">')[1].split("</fieldset>")[0].split("<label ")[1:]
    assert [choice.split('value="')[1].split('"')[0] for choice in choices] == Gesture.values
    drawings = {choice.split("</svg>")[0].partition(">")[2] for choice in choices}
    assert len(drawings) == len(Gesture.values)
    assert all(drawing.startswith("<svg") for drawing in drawings)
