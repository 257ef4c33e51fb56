"""A conversation is open to its asker, or to whoever has its key, and to nobody else; and no order that
stands in a text makes the archive tell an app what its asker may not read."""

from itertools import product

import pytest
from django.core.cache import cache

from chat.api.keys import key_of
from chat.models import Conversation, Turn
from chat.services import joining
from memorials.models import LinkToken, Visibility
from memorials.models.token import hashed, new_token
from memorials.services.memorials import create_memorial
from tests.chat.conftest import archive, small, use
from tests.chat.test_injections import ASKED_TOO, ORDERS, clear_limits, echo, planted
from tests.people import make_memory

__all__ = ["archive", "clear_limits", "echo", "planted", "small", "use"]
pytestmark = pytest.mark.django_db(transaction=True)
QUESTION = "Когда бабушка пекла хлеб?"
PATHS = [
    ("get", ""), ("delete", ""), ("post", "turns/"), ("get", "turns/{turn}/"),
    ("post", "turns/{turn}/family/"), ("post", "turns/{turn}/wrong/"),
]  # fmt: skip
OTHERS = ["visitor", "stranger", "contributor", "editor", "keeper", "moderator", "admin"]


@pytest.fixture
def world(archive, cast, small):
    cache.clear()
    make_memory(archive, cast.editor, text="Бабушка пекла хлеб по субботам.")
    return f"/api/v1/memorials/{archive.code}/archive/conversations/"


def begin(client, world, **headers):
    answer = client.post(world, {"question": QUESTION}, headers=headers)
    assert answer.status_code == 201, answer.content.decode()
    return answer


def bare(answer):
    return answer.status_code, answer.content, dict(answer.headers)


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize(("method", "end"), PATHS)
def test_for_others_it_is_as_one_that_never_was(app, cast, world, other, method, end):
    begin(app(cast.reader), world)
    turn = Turn.objects.get()
    whole, end = f"{world}{turn.conversation.code}/", end.format(turn=turn.code)
    stolen = {"X-Conversation-Key": key_of(turn.conversation)}
    client, words = app(getattr(cast, other)), {"question": QUESTION}
    for headers in ({}, stolen):
        got = getattr(client, method)(f"{whole}{end}", words, headers=headers)
        never = getattr(client, method)(f"{world}nothinghere/{end}", words, headers=headers)
        assert bare(got) == bare(never) and got.status_code == 404
    assert client.get(world, headers=stolen).json()["results"] == []
    assert Turn.objects.count() == 1


def test_a_visitor_opens_it_by_the_key_alone(app, world):
    begun = begin(app(), world)
    whole, key = begun["Location"].partition("turns/")[0], begun.json()["key"]
    assert app().get(whole, headers={"X-Conversation-Key": key}).json()["turns"][0]["question"] == QUESTION
    forged = [None, "", key[:-1], key.partition(":")[0], f"{key}x", key.upper(), "я", ",", ":" * 300]
    for each in forged:
        headers = {} if each is None else {"X-Conversation-Key": each}
        assert app().get(whole, headers=headers).status_code == 404, each


def test_the_key_of_one_opens_no_other_and_two_open_two(app, world):
    first, second = (begin(app(), world) for _ in range(2))
    keys = [each.json()["key"] for each in (first, second)]
    whole = second["Location"].partition("turns/")[0]
    assert app().get(whole, headers={"X-Conversation-Key": keys[0]}).status_code == 404
    both = {"X-Conversation-Key": ", ".join(keys)}
    assert app().get(whole, headers=both).status_code == 200
    listed = app().get(world, headers=both).json()["results"]
    assert [each["code"] for each in listed] == [second.json()["conversation"], first.json()["conversation"]]
    assert app().get(world).json()["results"] == []


def test_no_answer_is_kept_in_a_cache_or_told_a_second_time(app, world):
    begun = begin(app(), world)
    key = begun.json()["key"]
    for path in (begun["Location"], begun["Location"].partition("turns/")[0], world):
        again = app().get(path, headers={"X-Conversation-Key": key})
        assert again["Cache-Control"] == "private, no-store" and "X-Conversation-Key" in again["Vary"]
        assert key not in again.content.decode()


def test_a_key_does_not_open_a_memorial_that_was_closed(app, archive, world):
    begun = begin(app(), world)
    archive.visibility = Visibility.PRIVATE
    archive.save()
    headers = {"X-Conversation-Key": begun.json()["key"]}
    assert app().get(begun["Location"], headers=headers).status_code == 404


def test_a_turn_of_another_conversation_is_not_reached_through_ones_own(app, cast, world):
    foreign = begin(app(cast.reader), world)["Location"]
    turn = foreign.split("/")[-2]
    own = begin(app(cast.stranger), world)["Location"].partition("turns/")[0]
    for method, end in PATHS[3:]:
        path = f"{own}{end.format(turn=turn)}"
        assert getattr(app(cast.stranger), method)(path).status_code == 404


def test_a_conversation_is_not_there_under_another_memorial(app, cast, archive, world):
    code = begin(app(cast.reader), world).json()["conversation"]
    other = create_memorial(keeper=cast.reader, name="Пётр")
    assert app(cast.reader).get(world.replace(archive.code, other.code) + f"{code}/").status_code == 404
    assert Conversation.objects.count() == 1


@pytest.fixture
def asking(planted, cast, app):
    """The app of one of the cast, or of a guest by a secret link, with the headers it sends."""

    def opened(asker):
        if asker != "guest":
            return app(getattr(cast, asker)), {}
        planted.visibility = Visibility.LINK
        planted.save()
        LinkToken.objects.create(memorial=planted, token_hash=hashed(token := new_token()))
        return app(), {"X-Link-Token": token}

    return opened


@pytest.mark.parametrize("asker", ["visitor", "stranger", "guest", "contributor"])
def test_no_order_makes_the_archive_tell_an_app_what_its_asker_may_not_read(
    planted, asking, echo, clear_limits, asker
):
    client, headers = asking(asker)
    home = f"/api/v1/memorials/{planted.code}/archive/"
    path, seen = f"{home}conversations/", []
    for order, ending in product(ORDERS, ("", ASKED_TOO)):
        answer = client.post(path, {"question": f"{order}{ending}"}, headers=headers)
        assert answer.status_code == 201, answer.content.decode()
        told = answer.json()
        if told["key"]:
            headers["X-Conversation-Key"] = told["key"]
        path = f"{home}conversations/{told['conversation']}/turns/"
        seen.append(answer.content.decode())
    joining.settle()
    whole = path.removesuffix("turns/")
    places = [home, whole, *(f"{path}{turn.code}/" for turn in Turn.objects.all())]
    for place in places:
        answer = client.get(place, headers=headers)
        assert answer.status_code == 200
        seen.append(answer.content.decode())
    assert echo.prompts, "the model was asked, so that it could have told"
    assert any("Она пела по утрам." in each for each in seen)
    assert not any("kanareyka" in each for each in [*seen, *echo.prompts])
