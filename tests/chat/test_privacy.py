"""A conversation is open to its asker and to nobody else: keepers, moderators and administrators included."""

import pytest

from chat.models import Turn
from memorials.models import Visibility
from tests.people import make_memory

pytestmark = pytest.mark.django_db(transaction=True)
QUESTION = "Когда бабушка пекла хлеб?"
PATHS = ["", "erase/", "{turn}/joined/", "{turn}/family/", "{turn}/wrong/", "{turn}/1/"]
OTHERS = ["visitor", "stranger", "contributor", "editor", "keeper", "moderator", "admin"]


@pytest.fixture
def world(archive, cast, small, browser):
    make_memory(archive, cast.editor, text="Бабушка пекла хлеб по субботам.")
    asker = browser(cast.reader)
    path = asker.post(f"/m/{archive.code}/archive/", {"question": QUESTION})["Location"].partition("#")[0]
    return archive, asker, path


def bare(answer, path):
    code = path.split("/")[-2]
    kept = {name: value for name, value in answer.headers.items() if name != "Vary"}
    return answer.status_code, answer.content.replace(code.encode(), b""), kept


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("end", PATHS)
def test_for_others_it_is_as_one_that_never_was(world, cast, browser, other, end):
    archive, _, path = world
    client = browser(getattr(cast, other))
    there = path + end.format(turn=Turn.objects.get().code)
    never = there.replace(path, f"/m/{archive.code}/archive/nothinghere/")
    for method in ("get", "post"):
        got, missing = (getattr(client, method)(address) for address in (there, never))
        assert got.status_code in (404, 405)
        assert bare(got, there) == bare(missing, never)
    assert Turn.objects.count() == 1


@pytest.mark.parametrize("end", PATHS)
def test_for_its_asker_it_is_there(world, end):
    _, asker, path = world
    assert asker.get(path + end.format(turn=Turn.objects.get().code)).status_code in (200, 286)


def test_a_visitors_conversation_is_held_by_the_session_alone(archive, cast, small, browser):
    make_memory(archive, cast.editor, text="Бабушка пекла хлеб по субботам.")
    first, second = browser(), browser()
    path = first.post(f"/m/{archive.code}/archive/", {"question": QUESTION})["Location"].partition("#")[0]
    assert first.get(path).status_code == 200
    assert second.get(path).status_code == 404
    assert browser(cast.keeper).get(path).status_code == 404


def test_a_session_that_names_somebodys_conversation_does_not_open_it(world, browser):
    archive, _, path = world
    thief = browser()
    thief.get(f"/m/{archive.code}/archive/")
    session = thief.session
    session["conversations"] = [path.split("/")[-2]]
    session.save()
    assert thief.get(path).status_code == 404


def test_a_memorial_that_closes_takes_the_conversations_of_strangers_along(archive, cast, small, browser):
    stranger = browser(cast.stranger)
    path = stranger.post(f"/m/{archive.code}/archive/", {"question": QUESTION})["Location"].partition("#")[0]
    archive.visibility = Visibility.PRIVATE
    archive.save()
    assert stranger.get(path).status_code == 404


def test_a_turn_of_another_conversation_is_not_reached_through_ones_own(world, cast, browser):
    archive = world[0]
    turn = Turn.objects.get()
    other = browser(cast.stranger)
    own = other.post(f"/m/{archive.code}/archive/", {"question": "А море?"})["Location"].partition("#")[0]
    for end in PATHS[2:]:
        assert other.get(own + end.format(turn=turn.code)).status_code == 404
