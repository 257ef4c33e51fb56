"""The moderators' queue in the admin: one list, its filters, verdicts in bulk, the history."""

import re
from html import unescape

import pytest
from django.contrib import admin
from django.urls import reverse

from memorials.admin.doors import DOORS
from memorials.models import (
    AccessRequest,
    BlockedWord,
    Chapter,
    Decision,
    Invitation,
    LifeEvent,
    LinkToken,
    Media,
    Memory,
    Notice,
    Objection,
    Report,
    Tribute,
    Visibility,
)
from memorials.models.token import hashed
from memorials.services.story import add_chapter
from tests.people import make_memorial, make_memory, make_photo, make_public
from tests.waiting import make_tribute, reported

pytestmark = pytest.mark.django_db
QUEUE = "/admin/memorials/report/queue/"
CANARY = "kanareyka"
NEW = {
    Tribute, Report, Decision, BlockedWord, Chapter, LifeEvent, Invitation, LinkToken, AccessRequest,
    Objection, Notice,
}  # fmt: skip


@pytest.fixture
def open_item(memorial, cast):
    return make_memory(memorial, cast.contributor, title="Открытый рассказ")


@pytest.fixture
def private(cast):
    """A private memorial with something of everything, each with the canary in it."""
    private = make_memorial(cast, name=f"{CANARY} name", epitaph=CANARY)
    memory = make_memory(private, cast.contributor, title=f"{CANARY} title", text=CANARY)
    make_tribute(private, name=f"{CANARY} signed", text=CANARY)
    make_photo(private, cast.contributor, caption=f"{CANARY} caption")
    reported(private, by=cast.reader, words=CANARY)
    add_chapter(memorial=private, title=CANARY, text=CANARY)
    LifeEvent.objects.create(memorial=private, happened="1938", title=CANARY)
    Invitation.objects.create(memorial=private, token_hash=hashed("1"), note=CANARY)
    LinkToken.objects.create(memorial=private, token_hash=hashed("2"), note=CANARY)
    AccessRequest.objects.create(memorial=private, user=cast.stranger, words=CANARY)
    Objection.objects.create(memorial=private, kind="chat", name=CANARY, relation=CANARY, words=CANARY)
    Notice.objects.create(memorial=private, recipient=cast.keeper, kind="waiting", about=CANARY, path="/")
    Decision.objects.create(
        memorial=private, memory=memory, was="hidden", became="pending", made_by_name=CANARY, note=CANARY
    )
    return private


def lists():
    return {model: reverse(f"admin:memorials_{model._meta.model_name}_changelist") for model in NEW}


def mark_of(html, item):
    [mark] = set(re.findall(rf'name="item" value="([a-z]+:{item.code}:[0-9a-f]+)"', html))
    return mark


def page(client, path=QUEUE):
    return unescape(client.get(path).content.decode())


def test_every_model_of_a_memorial_stands_behind_a_door():
    ours = {model for model in admin.site._registry if model._meta.app_label == "memorials"}
    assert NEW < ours <= set(DOORS)


def test_queue_opens_to_staff_alone(open_item, cast, browser):
    got = {name: browser(user).get(QUEUE).status_code for name, user in cast.items().items()}
    assert {name for name, status in got.items() if status == 200} == {"moderator", "admin"}
    assert set(got.values()) == {200, 302}
    mark = mark_of(page(browser(cast.moderator)), open_item)
    for name in ("keeper", "contributor", "stranger"):
        browser(getattr(cast, name)).post(QUEUE, {"item": mark, "verdict": "approve"})
    assert Memory.objects.get(pk=open_item.pk).status == "pending"


@pytest.mark.parametrize("name", ["moderator", "admin"])
def test_nothing_of_a_private_memorial_is_told_anywhere(private, open_item, cast, browser, name):
    client = browser(getattr(cast, name))
    paths = [QUEUE, f"{QUEUE}?reported=1", f"{QUEUE}?kind=memorial", *lists().values()]
    paths += [f"{path}?q={CANARY[:-1]}" for path in lists().values()]
    told = {path for path in paths if CANARY in page(client, path)}
    assert told == set()
    assert open_item.title in page(client)


@pytest.mark.parametrize("name", ["moderator", "admin"])
def test_single_reported_item_stands_alone(private, cast, browser, name):
    client, item = browser(getattr(cast, name)), Media.objects.get()
    other = make_photo(private, cast.contributor)
    reported(item, by=cast.reader, words="Это не она")
    html = page(client)
    assert f"{CANARY} caption" in html and "Это не она" in html
    assert private.code not in html and f"{CANARY} name" not in html and f"{CANARY} title" not in html
    got = {photo: client.get(f"/files/media/{photo.code}/thumb") for photo in (item, other)}
    assert (got[item].status_code, got[other].status_code) == (200, 404)
    b"".join(got[item].streaming_content)
    assert client.get(f"/files/media/{item.code}/original").status_code == 404
    assert client.get(item.get_absolute_url()).status_code == 404
    client.post(QUEUE, {"item": mark_of(html, item), "verdict": "hide", "reason": "private"})
    assert Media.objects.get(pk=item.pk).status == "hidden"
    history = page(client, "/admin/memorials/decision/")
    assert CANARY not in history and 'class="action-select"' in history


def test_filters_narrow_the_list(memorial, open_item, cast, browser):
    english = make_public(cast, language="en")
    others = [
        make_memory(english, cast.contributor, title="English one"),
        make_tribute(memorial, name="Письмо"),
    ]
    reported(others[1], by=cast.reader)
    client = browser(cast.moderator)

    def listed(query):
        html = page(client, f"{QUEUE}{query}")
        return {title for title in ("Открытый рассказ", "English one", "Письмо") if f">{title}<" in html}

    assert listed("") == {"Открытый рассказ", "English one", "Письмо"}
    assert listed("?language=en") == {"English one"}
    assert listed("?kind=memory&language=ru") == {"Открытый рассказ"}
    assert listed("?reported=1") == {"Письмо"}
    assert listed("?kind=media") == set()


@pytest.mark.parametrize(
    ("verdict", "became"), [("approve", "approved"), ("decline", "declined"), ("hide", "hidden")]
)
def test_bulk_verdict_closes_reports_and_is_taken_back_from_the_history(
    memorial, open_item, cast, browser, verdict, became
):
    other = make_tribute(memorial)
    report = reported(other, by=cast.reader)
    client = browser(cast.moderator)
    html = page(client)
    sent = {"item": [mark_of(html, open_item), mark_of(html, other)], "verdict": verdict, "reason": "hurts"}
    client.post(QUEUE, {**sent, "several": "1"})
    assert {Memory.objects.get().status, Tribute.objects.get().status} == {became}
    report.refresh_from_db()
    assert report.closed_by == cast.moderator
    made = list(Decision.objects.values_list("pk", flat=True))
    client.post("/admin/memorials/decision/", {"action": "take_back", "_selected_action": made})
    assert {Memory.objects.get().status, Tribute.objects.get().status} == {"pending"}
    report.refresh_from_db()
    assert report.closed_at is None


def test_verdict_on_what_is_hidden_from_staff_changes_nothing(private, open_item, cast, browser):
    hidden = Memory.objects.get(memorial=private)
    sent = [mark_of(page(browser(cast.keeper), f"{private.get_absolute_url()}queue/"), hidden)]
    browser(cast.admin).post(QUEUE, {"item": sent, "verdict": "approve"})
    decision = Decision.objects.get()
    browser(cast.admin).post(QUEUE, {"undo": decision.code})
    browser(cast.admin).post(
        "/admin/memorials/decision/", {"action": "take_back", "_selected_action": [decision.pk]}
    )
    assert (Memory.objects.get(pk=hidden.pk).status, Decision.objects.count()) == ("pending", 1)


def test_moderator_works_without_a_ticked_permission(memorial, open_item, cast, browser):
    """What staff rights alone open, and how far."""
    make_photo(memorial, cast.contributor)
    client = browser(cast.moderator)
    assert not cast.moderator.user_permissions.exists() and not cast.moderator.groups.exists()
    names = [
        "memorial", "memory", "media", "tribute", "report", "decision", "blockedword", "chapter", "lifeevent",
        "consent", "objection", "user", "invitation", "linktoken", "accessrequest", "notice",
        "memorialrecord",
    ]  # fmt: skip
    got = {name: client.get(reverse(f"admin:memorials_{name}_changelist")).status_code for name in names}
    assert [name for name, status in got.items() if status == 403] == names[11:]
    assert set(got.values()) == {200, 403}
    change = reverse("admin:memorials_memory_change", args=[open_item.pk])
    assert 'name="_save"' not in client.get(change).content.decode()
    client.post(change, {"title": "x", "text": "x", "status": "approved"})
    client.post(reverse("admin:memorials_memory_delete", args=[open_item.pk]), {"post": "yes"})
    open_item.refresh_from_db()
    assert (open_item.title, open_item.status) == ("Открытый рассказ", "pending")
    client.post(reverse("admin:memorials_blockedword_add"), {"word": "дрянь"})
    word = BlockedWord.objects.get()
    client.post(reverse("admin:memorials_blockedword_change", args=[word.pk]), {"word": "гадость"})
    assert BlockedWord.objects.get().word == "гадость"
    client.post(reverse("admin:memorials_blockedword_delete", args=[word.pk]), {"post": "yes"})
    assert not BlockedWord.objects.exists()


def test_status_changes_by_no_form_of_the_admin(memorial, open_item, cast, browser):
    photo, tribute = make_photo(memorial, cast.contributor), make_tribute(memorial)
    forms = {
        open_item: {"text": "Иное"},
        photo: {"caption": "Иное"},
        tribute: {"text": "Иное", "name": "Иное"},
    }
    for item, fields in forms.items():
        path = reverse(f"admin:memorials_{item._meta.model_name}_change", args=[item.pk])
        answer = browser(cast.admin).post(path, {**fields, "status": "approved"})
        item.refresh_from_db()
        assert (answer.status_code, item.status) == (302, "pending")
        assert "Иное" in [getattr(item, name) for name in fields]


def test_no_page_of_the_admin_shows_a_token(cast, browser):
    open_one = make_memorial(cast, visibility=Visibility.LINK)
    tribute = make_tribute(open_one)
    rows = [
        tribute,
        Invitation.objects.create(memorial=open_one, token_hash=hashed("1")),
        LinkToken.objects.create(memorial=open_one, token_hash=hashed("2")),
    ]
    for row in rows:
        shown = page(
            browser(cast.admin), reverse(f"admin:memorials_{row._meta.model_name}_change", args=[row.pk])
        )
        assert row.code in shown and row.token_hash not in shown


def test_page_asks_for_no_script_and_no_style_of_its_own(open_item, cast, browser):
    html = browser(cast.moderator).get(QUEUE).content.decode()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*src=)", html)
    assert html.count("<h1") == 1
