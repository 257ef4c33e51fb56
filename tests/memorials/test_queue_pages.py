"""The queue on the site: one page for all memorials, one for each, and the history; without any script."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from memorials.models import Decision, Media, Memory, Report, Status, Tribute
from tests.people import make_memorial, make_memory, make_photo, make_public
from tests.waiting import make_tribute, reported

pytestmark = pytest.mark.django_db
ACTORS = ["visitor", "stranger", "reader", "contributor", "editor", "keeper", "moderator", "admin"]
CANARY = "канарейка"


@pytest.fixture
def waiting(memorial, cast):
    """One of each kind that waits, and one that stands and was reported."""
    stands = make_memory(memorial, cast.keeper, title="Стоит")
    return {
        "memory": make_memory(memorial, cast.contributor, title=f"{CANARY} рассказ", text=f"{CANARY} текст"),
        "tribute": make_tribute(memorial, name=f"{CANARY} имя", text=f"{CANARY} слова"),
        "media": make_photo(memorial, cast.contributor, caption=f"{CANARY} подпись"),
        "report": reported(stands, by=cast.reader, words=f"{CANARY} не так", email="k@family.example"),
    }


def place(memorial):
    return f"{memorial.get_absolute_url()}queue/"


def mark_of(html, item):
    """The mark that the page sends back for an item."""
    [mark] = set(re.findall(rf'name="item" value="([a-z]+:{item.code}:[0-9a-f]+)"', html))
    return mark


def statuses():
    return {
        (model.__name__, pk): status
        for model in (Memory, Tribute, Media)
        for pk, status in model.objects.values_list("pk", "status")
    }


def said(answer):
    return [str(message) for message in answer.context["messages"]]


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("where", ["all", "one"])
def test_page_shows_text_picture_sender_and_report_side_by_side(
    memorial, cast, waiting, browser, language, where
):
    path = "/queue/" if where == "all" else place(memorial)
    html = unescape(browser(cast.editor, HTTP_ACCEPT_LANGUAGE=language).get(path).content.decode())
    for told in ("рассказ", "текст", "имя", "слова", "подпись", "не так"):
        assert f"{CANARY} {told}" in html
    assert f"/files/media/{waiting['media'].code}/thumb" in html
    assert "Contributor" in html and "k@family.example" in html
    assert html.count("<h1") == 1 and html.count('<article class="item"') == 4


def test_what_waits_stands_on_no_page_of_anybody_else(memorial, cast, waiting, browser):
    """The author sees their own; of the tribute and the report nobody but those who decide knows anything."""
    photo = waiting["media"]
    paths = [
        memorial.get_absolute_url(), f"{memorial.get_absolute_url()}memories/?q={CANARY}", "/", "/mine/",
        "/queue/", place(memorial), f"{memorial.get_absolute_url()}history/", "/mine/added/",
        photo.get_absolute_url(),
        f"{place(memorial)}memory/{waiting['memory'].code}/", f"/search/?q={CANARY}",
        f"/api/v1/memorials/{memorial.code}/", f"/api/v1/memorials/{memorial.code}/media/",
        "/admin/memorials/report/queue/", "/admin/memorials/memory/", "/admin/memorials/tribute/",
        "/admin/memorials/report/", "/admin/memorials/media/",
    ]  # fmt: skip
    told = {}
    for actor in ACTORS:
        client = browser(getattr(cast, actor))
        answers = {path: client.get(path) for path in paths}
        told[actor] = {path for path, answer in answers.items() if CANARY in _words(answer)}
    assert {actor for actor, seen in told.items() if seen} == {
        "contributor",
        "editor",
        "keeper",
        "moderator",
        "admin",
    }
    assert told["contributor"] <= {paths[0], paths[1], photo.get_absolute_url(), "/mine/added/"}
    assert (
        told["moderator"]
        == told["admin"]
        == {path for path in paths if path.startswith("/admin/")} - {"/admin/memorials/report/"}
    )


def _words(answer):
    """What the page says beyond the question that was asked in its address."""
    text = unescape(answer.content.decode())
    return re.sub(r"<(input|form|a|button)\b[^>]*>", "", text)


def test_thumbnail_of_what_waits_opens_to_those_who_decide(memorial, cast, waiting, browser):
    thumb = f"/files/media/{waiting['media'].code}/thumb"
    got = {actor: browser(getattr(cast, actor)).get(thumb) for actor in ACTORS}
    for answer in got.values():
        if answer.streaming:
            b"".join(answer.streaming_content)
    expected = {"contributor", "editor", "keeper", "moderator", "admin"}
    assert {actor for actor, answer in got.items() if answer.status_code == 200} == expected
    assert {answer.status_code for answer in got.values()} == {200, 404}


def test_header_leads_to_the_queue_only_for_whom_something_waits(memorial, cast, waiting, browser):
    def leads(user):
        return 'href="/queue/"' in browser(user).get("/").content.decode()

    assert {actor for actor in ACTORS if leads(getattr(cast, actor))} == {"editor", "keeper"}
    for model in (Memory, Tribute, Media):
        model.objects.update(status=Status.APPROVED)
    Report.objects.all().delete()
    assert not leads(cast.keeper)


@pytest.mark.parametrize(
    ("verdict", "status"), [("approve", "approved"), ("decline", "declined"), ("hide", "hidden")]
)
def test_one_verdict_and_its_way_back(memorial, cast, waiting, browser, verdict, status):
    client, item = browser(cast.keeper), waiting["memory"]
    mark = mark_of(client.get(place(memorial)).content.decode(), item)
    sent = {"item": mark, "verdict": verdict, "reason": "twice", "note": "Спасибо"}
    answer = client.post(place(memorial), sent, follow=True)
    assert Memory.objects.get(pk=item.pk).status == status
    assert len(said(answer)) == 1
    [code] = re.findall(r'name="undo" value="([^"]+)"', answer.content.decode())
    undone = client.post(place(memorial), {"undo": code}, follow=True)
    assert Memory.objects.get(pk=item.pk).status == "pending"
    assert 'name="undo"' not in undone.content.decode()
    assert [(made.was, made.became) for made in Decision.objects.order_by("pk")] == [
        ("pending", status), (status, "pending")
    ]  # fmt: skip


def test_several_are_decided_on_at_once(memorial, cast, waiting, browser):
    client = browser(cast.editor)
    html = client.get("/queue/").content.decode()
    items = [waiting[kind] for kind in ("memory", "tribute", "media")]
    sent = {"item": [mark_of(html, item) for item in items], "verdict": "approve", "several": "1"}
    answer = client.post("/queue/", sent, follow=True)
    assert set(statuses().values()) == {"approved"}
    assert answer.content.decode().count('name="undo"') == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"verdict": "decline"}, {"verdict": "hide", "reason": ""}, {"verdict": "hide", "reason": "other"},
        {"verdict": "hide", "reason": "nonsense"}, {"verdict": "remove"}, {"verdict": "approve", "item": []},
        {"verdict": "approve", "note": "ы" * 501},
    ],
)  # fmt: skip
def test_verdict_that_cannot_be_is_refused_with_a_sentence(memorial, cast, waiting, browser, wrong):
    client, before = browser(cast.keeper), statuses()
    mark = mark_of(client.get(place(memorial)).content.decode(), waiting["memory"])
    answer = client.post(place(memorial), {"item": mark, **wrong})
    assert answer.status_code == 422 and 'class="summary"' in answer.content.decode()
    assert (statuses(), Decision.objects.count()) == (before, 0)


def test_more_than_a_page_is_not_decided_on(memorial, cast, waiting, browser):
    sent = {"item": [f"memory:{number}:0" for number in range(21)], "verdict": "approve"}
    assert browser(cast.keeper).post("/queue/", sent).status_code == 422


@pytest.mark.parametrize("name", ["visitor", "stranger", "reader", "contributor", "moderator", "admin"])
def test_refused_writes_change_nothing(memorial, cast, waiting, browser, name):
    """Not for the site's moderators either: they decide in the admin, behind their second step."""
    html = browser(cast.keeper).get(place(memorial)).content.decode()
    marks = [mark_of(html, waiting[kind]) for kind in ("memory", "tribute", "media")]
    client, before = browser(getattr(cast, name)), statuses()
    for path in ("/queue/", place(memorial), f"{place(memorial)}memory/{waiting['memory'].code}/"):
        for sent in ({"item": marks, "verdict": "approve"}, {"undo": "nothing"}):
            client.post(path, sent)
    client.post(f"{memorial.get_absolute_url()}history/", {"undo": "nothing"})
    assert (statuses(), Decision.objects.count()) == (before, 0)


def test_page_of_one_memorial_decides_on_nothing_of_another(memorial, cast, waiting, browser):
    other = make_public(cast)
    mark = mark_of(browser(cast.keeper).get(place(memorial)).content.decode(), waiting["memory"])
    answer = browser(cast.keeper).post(place(other), {"item": mark, "verdict": "approve"}, follow=True)
    assert Decision.objects.count() == 0 and len(said(answer)) == 1


def test_second_decider_reads_what_the_first_one_did(memorial, cast, waiting, browser):
    item, second = waiting["memory"], browser(cast.editor)
    mark = mark_of(second.get("/queue/").content.decode(), item)
    browser(cast.keeper).post("/queue/", {"item": mark, "verdict": "approve"})
    answer = second.post("/queue/", {"item": mark, "verdict": "decline", "reason": "twice"}, follow=True)
    [message] = said(answer)
    assert "Keeper" in message and item.title in message
    assert Memory.objects.get(pk=item.pk).status == "approved"


def test_history_tells_who_did_what_and_takes_it_back(memorial, cast, waiting, browser):
    client, item = browser(cast.keeper), waiting["tribute"]
    mark = mark_of(client.get(place(memorial)).content.decode(), item)
    client.post(place(memorial), {"item": mark, "verdict": "hide", "reason": "hurts", "note": "Так лучше"})
    path = f"{memorial.get_absolute_url()}history/"
    html = unescape(browser(cast.editor).get(path).content.decode())
    assert "Keeper" in html and "Так лучше" in html and f"{CANARY} имя" in html
    [code] = re.findall(r'name="undo" value="([^"]+)"', html)
    other = make_memorial(cast)
    browser(cast.editor).post(f"{other.get_absolute_url()}history/", {"undo": code})
    assert Tribute.objects.get(pk=item.pk).status == "hidden"
    browser(cast.editor).post(path, {"undo": code})
    assert Tribute.objects.get(pk=item.pk).status == "pending"
    html = browser(cast.editor).get(path).content.decode()
    assert 'name="undo"' not in html and html.count('class="decision"') == 2
    [message] = said(browser(cast.editor).post(path, {"undo": code}, follow=True))
    assert Decision.objects.count() == 2 and message


def test_what_stands_is_hidden_on_the_page_of_one_item(memorial, cast, browser):
    item, client = make_memory(memorial, cast.keeper), browser(cast.editor)
    path = f"{place(memorial)}memory/{item.code}/"
    html = client.get(path).content.decode()
    assert 'value="approve"' not in html
    client.post(path, {"item": mark_of(html, item), "verdict": "hide", "reason": "asked"})
    assert Memory.objects.get(pk=item.pk).status == "hidden"
    assert client.get(f"{place(memorial)}user/{item.code}/").status_code == 404
    assert client.get(f"{place(make_public(cast))}memory/{item.code}/").status_code == 404


def test_pages_cost_the_same_for_more_items(memorial, cast, browser):
    counts = {}
    for number in (1, 3, 9):
        while Memory.objects.count() < number:
            item = make_memory(memorial, cast.contributor)
            reported(item, by=cast.reader)
            Decision.objects.create(
                memorial=memorial, memory=item, was="hidden", became="pending", made_by_name="Х"
            )
        for path in ("/queue/", place(memorial), f"{memorial.get_absolute_url()}history/"):
            client = browser(cast.keeper)
            client.get(path)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(path).status_code == 200
            counts.setdefault(path, set()).add(len(asked))
    assert all(len(numbers) == 1 for numbers in counts.values()), counts
