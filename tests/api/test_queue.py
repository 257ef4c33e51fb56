"""What waits for a decision, as those who decide read it."""

import base64

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from memorials.models import Media, Memory, Report, Status, Tribute
from tests.people import in_status, make_memorial, make_memory, make_photo, make_public
from tests.waiting import make_picture, make_tribute, make_waiting, marks, reported

pytestmark = pytest.mark.django_db
ALL = "/api/v1/queue/"
CANARY = "канарейка"


@pytest.fixture
def home(memorial):
    return f"/api/v1/memorials/{memorial.code}/"


@pytest.fixture
def waiting(memorial, cast):
    """One of each kind that waits, and one that stands and was reported."""
    stands = make_memory(memorial, cast.keeper, title="Стоит", text=f"{CANARY} стоит")
    return {
        "memory": make_memory(memorial, cast.contributor, title="Часы", text=f"{CANARY} текст"),
        "tribute": make_tribute(memorial, text=f"{CANARY} слова"),
        "media": make_photo(memorial, cast.contributor, caption=f"{CANARY} подпись"),
        "stands": stands,
        "report": reported(stands, by=cast.reader, words=f"{CANARY} не так", email="k@family.example"),
    }


def names(answer):
    assert answer.status_code == 200
    return [each["name"] for each in answer.json()["results"]]


def name(kind, item):
    return f"{kind}:{item.code}"


def test_the_queue_is_for_those_who_decide(app, cast, home, waiting):
    statuses, everywhere = {}, {}
    for actor, person in cast.items().items():
        answer = app(person).get(f"{home}queue/")
        statuses[actor] = answer.status_code
        everywhere[actor] = app(person).get(ALL)
        decides = actor in ("keeper", "editor")
        for told in (answer, everywhere[actor]):
            assert (CANARY in told.content.decode()) is decides, actor
    assert statuses == {
        "visitor": 401, "stranger": 403, "reader": 403, "contributor": 403, "editor": 200, "keeper": 200,
        "moderator": 403, "admin": 403,
    }  # fmt: skip
    assert everywhere["visitor"].status_code == 401
    assert [names(everywhere[actor]) for actor in ("stranger", "reader", "moderator", "admin")] == [[]] * 4


@pytest.mark.parametrize("where", ["all", "one"])
def test_it_tells_what_is_to_be_read_beside_its_report(app, cast, home, waiting, memorial, where):
    told = app(cast.editor).get(ALL if where == "all" else f"{home}queue/").json()["results"]
    lines = {each["name"]: each for each in told}
    assert len(lines) == 4
    memory, stands = (lines[name("memory", waiting[which])] for which in ("memory", "stands"))
    tribute, media = (lines[name(kind, waiting[kind])] for kind in ("tribute", "media"))
    assert memory["memory"]["text"] == f"{CANARY} текст" and memory["author"] == "Contributor"
    assert (tribute["tribute"]["text"], tribute["author"]) == (f"{CANARY} слова", None)
    [picture] = media["media"]
    assert picture["caption"] == f"{CANARY} подпись" and picture["original"] is None
    assert f"/api/v1/files/media/{picture['code']}/thumb" in {each["url"] for each in picture["renditions"]}
    [report] = stands["reports"]
    assert (report["reporter"], report["email"]) == ("Reader", "k@family.example")
    assert (stands["status"], memory["status"]) == ("approved", "pending")
    assert {each["memorial"]["name"] for each in told} == {memorial.name}
    assert {each["mark"] for each in told} == set(
        marks(cast.editor, *(waiting[kind] for kind in ("memory", "tribute", "media", "stands")))
    )


def test_it_names_nobody_by_address_but_the_one_who_left_it_to_be_answered(app, cast, home, waiting):
    told = app(cast.keeper).get(f"{home}queue/").content.decode().replace("k@family.example", "")
    assert "@family.example" not in told


def test_a_picture_beside_a_memory_and_a_paper_are_to_be_looked_at(app, cast, home, memorial):
    memory = make_memory(memorial, cast.contributor)
    memory.attached.add(make_photo(memorial, cast.contributor))
    paper = make_picture(memorial, cast.contributor, kind="document", original_name="письмо.pdf")
    lines = {each["name"]: each for each in app(cast.keeper).get(f"{home}queue/").json()["results"]}
    assert len(lines[name("memory", memory)]["media"]) == 1
    [told] = lines[name("media", paper)]["media"]
    assert told["original"] == f"/api/v1/files/media/{paper.code}/original"


def test_filters_are_those_of_the_site(app, cast, home, waiting, memorial):
    report = reported(memorial, by=cast.reader)
    keeper = app(cast.keeper)
    stands = name("memory", waiting["stands"])
    asked = {
        "memory": [name("memory", waiting["memory"]), stands],
        "tribute": [name("tribute", waiting["tribute"])],
        "media": [name("media", waiting["media"])],
        "memorial": [name("memorial", memorial)],
    }
    for place in (ALL, f"{home}queue/"):
        for kind, found in asked.items():
            assert sorted(names(keeper.get(place, {"kind": kind}))) == sorted(found)
        assert names(keeper.get(place, {"reported": "true"})) == [stands, name("memorial", memorial)]
    [page] = keeper.get(ALL, {"kind": "memorial"}).json()["results"]
    assert (page["status"], page["author"], page["reports"][0]["code"]) == (None, None, report.code)


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "song"},
        {"limit": "21"},
        {"language": "ru"},
        {"cursor": "nonsense"},
        *(
            {"cursor": base64.urlsafe_b64encode(told.encode()).decode()}
            for told in (
                "2026-01-01T00:00:00+00:00 memory \0",
                "2026-01-01T00:00:00+00:00 user abc",
                "0001-01-01T00:00:00+14:00 memory abc",
                "yesterday memory abc",
            )
        ),
    ],
)
def test_what_the_queue_does_not_have_is_a_fault(app, cast, home, asked):
    for place in (ALL, f"{home}queue/"):
        answer = app(cast.keeper).get(place, asked)
        assert answer.status_code == 400
        assert [fault["pointer"] for fault in answer.json()["errors"]] == [f"/{next(iter(asked))}"]


def test_pages_follow_each_other_while_what_was_read_is_decided_on(app, cast, home, memorial):
    """All lines but the last three began to wait at the same moment."""
    for number in range(3):
        if number == 2:
            moment = Memory.objects.latest("changed").changed
            Memory.objects.update(changed=moment)
            Tribute.objects.update(changed=moment)
            Media.objects.update(created=moment)
        make_waiting(memorial, cast)
    keeper, read = app(cast.keeper), []
    whole = names(keeper.get(f"{home}queue/"))
    page = keeper.get(f"{home}queue/", {"limit": 2})
    while True:
        told = page.json()
        assert told["previous"] is None
        read += names(page)
        sent = [each["mark"] for each in told["results"]]
        keeper.post(f"{home}decisions/", {"items": sent, "verdict": "approve"})
        if not told["next"]:
            break
        page = keeper.get(told["next"])
    assert (len(whole), read) == (9, whole)
    assert names(keeper.get(f"{home}queue/")) == []


def test_a_cursor_shows_nobody_what_they_may_not_decide_on(app, cast, home, memorial):
    make_waiting(memorial, cast)
    make_waiting(memorial, cast)
    further = app(cast.keeper).get(ALL, {"limit": 2}).json()["next"]
    assert str(Memory.objects.latest("pk").pk) not in base64.urlsafe_b64decode(
        further.split("cursor=")[1].split("&")[0].replace("%3D", "=")
    ).decode().split(" ")
    assert names(app(cast.moderator).get(further)) == []
    assert app().get(further).status_code == 401


def test_a_list_of_three_asks_the_database_no_more_than_a_list_of_one(app, cast, home, memorial):
    for place in (ALL, f"{home}queue/", f"{home}decisions/"):
        counts = set()
        for number in (1, 3):
            while Report.objects.count() < number:
                items = make_waiting(memorial, cast)
                items["memory"].attached.add(items["media"])
                reported(items["memory"], by=cast.reader)
                sent = marks(cast.keeper, make_memory(memorial, cast.contributor))
                app(cast.keeper).post(f"{home}decisions/", {"items": sent, "verdict": "approve"})
            with CaptureQueriesContext(connection) as asked:
                assert len(app(cast.keeper).get(place).json()["results"]) >= number
            counts.add(len(asked))
        assert len(counts) == 1, place
        Report.objects.all().delete()


def test_one_item_is_read_whether_it_waits_or_stands(app, cast, home, waiting):
    keeper = app(cast.keeper)
    for kind, item in (
        ("memory", "memory"),
        ("memory", "stands"),
        ("tribute", "tribute"),
        ("media", "media"),
    ):
        answer = keeper.get(f"{home}queue/{kind}/{waiting[item].code}/")
        assert answer.status_code == 200
        assert answer.json()["mark"] == marks(cast.keeper, waiting[item])[0]
    etag = {"If-None-Match": answer["ETag"]}
    assert keeper.get(f"{home}queue/media/{waiting['media'].code}/", headers=etag).status_code == 304
    hidden = in_status(waiting["stands"], Status.HIDDEN)
    assert keeper.get(f"{home}queue/memory/{hidden.code}/").json()["status"] == "hidden"


def test_an_item_of_another_memorial_or_kind_is_not_there(app, cast, home, waiting, memorial):
    other = f"/api/v1/memorials/{make_memorial(cast).code}/"
    code = waiting["memory"].code
    missing = app(cast.keeper).get(f"{home}queue/memory/nothinghere/")
    for path in (
        f"{other}queue/memory/{code}/", f"{home}queue/tribute/{code}/", f"{home}queue/user/{code}/",
        f"{home}queue/memorial/{memorial.code}/",
    ):  # fmt: skip
        answer = app(cast.keeper).get(path)
        assert (answer.status_code, answer.content) == (404, missing.content)
    for person in (cast.contributor, cast.moderator):
        assert app(person).get(f"{home}queue/memory/{code}/").status_code == 403


def test_the_server_s_moderators_find_here_what_the_site_shows_them_here(app, cast, browser):
    """What others reported stands in the admin; as members they decide as any member."""
    public = make_public(cast)
    make_waiting(public, cast)
    public.memberships.filter(user=cast.editor).update(user=cast.moderator)
    assert len(names(app(cast.moderator).get(ALL))) == 3
    assert browser(cast.moderator).get("/queue/").content.decode().count('<article class="item"') == 3
    assert names(app(cast.admin).get(ALL)) == []
