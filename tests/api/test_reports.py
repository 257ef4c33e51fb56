"""Whoever sees something may say that it is not right; nobody but those who decide hears of it."""

import pytest

from memorials.models import Memorial, Notice, Report, Status, Tribute, Visibility
from memorials.services.tributes import leave_tribute
from tests.open_forms import report
from tests.people import in_status, make_memorial, make_memory, make_photo

pytestmark = pytest.mark.django_db
SAID = {"reason": "hurtful", "words": "Слова-сообщившего", "email": "whistle@reporter.example"}
KEY = {"Idempotency-Key": "3f0c2a1e-6a50-4a7c-9d0e-0b1f2c3d4e5f"}


@pytest.fixture
def place(memorial):
    return f"/api/v1/memorials/{memorial.code}/reports/"


@pytest.fixture
def items(memorial, cast):
    """One of each, on show."""
    tribute, _ = leave_tribute(
        memorial=memorial, author=cast.keeper, kind=Tribute.Kind.WORD, name="Ольга", text="Спасибо."
    )
    shown = {"memory": make_memory(memorial, cast.keeper), "media": make_photo(memorial, cast.keeper)}
    return {**shown, "tribute": tribute}


def about(kind, item):
    return {**SAID, "about": f"{kind}:{item.code}"}


def test_a_visitor_reports_each_item_and_the_memorial_itself(app, memorial, items, place):
    assert app().post(place, SAID).status_code == 201
    for kind, item in items.items():
        assert app().post(place, about(kind, item)).status_code == 201
    assert [each.item for each in Report.objects.all()] == [memorial, *items.values()]
    first = Report.objects.first()
    assert (first.reason, first.words, first.email, first.reporter) == (*SAID.values(), None)
    assert {notice.kind for notice in Notice.objects.all()} == {"waiting"}


def test_the_answer_repeats_what_was_said_and_tells_nothing_else(app, place):
    first, again = (app().post(place, SAID) for _ in range(2))
    assert first.json() == again.json() == {"about": "", "reason": "hurtful", "words": SAID["words"]}
    assert Report.objects.count() == 1


def test_a_member_is_known_and_is_asked_for_no_address(app, cast, place):
    app(cast.reader).post(place, SAID)
    assert (Report.objects.get().reporter, Report.objects.get().email) == (cast.reader, "")


@pytest.mark.parametrize("status", [Status.PENDING, Status.DECLINED, Status.HIDDEN])
@pytest.mark.parametrize("kind", ["memory", "tribute", "media"])
def test_what_is_not_seen_cannot_be_reported(app, cast, items, place, kind, status):
    in_status(items[kind], status)
    for actor, person in cast.items().items():
        answer = app(person).post(place, about(kind, items[kind]))
        assert answer.status_code == (201 if actor == "keeper" else 404), actor
    assert [made.reporter for made in Report.objects.all()] == [cast.keeper]


def test_items_of_another_memorial_and_nonsense_are_not_there(app, cast, items):
    other = make_memorial(cast, visibility=Visibility.PUBLIC)
    there = f"/api/v1/memorials/{other.code}/reports/"
    missing = app().post(there, {**SAID, "about": "memory:nothinghere"})
    named = [about(kind, item)["about"] for kind, item in items.items()]
    for asked in (*named, "memory:", "memory", ":x", "user:1", "memorial:1"):
        answer = app(cast.keeper).post(there, {**SAID, "about": asked})
        assert (answer.status_code, answer.content) == (404, missing.content), asked
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    "given",
    [
        {"reason": ""},
        {"reason": "nonsense"},
        {"email": "no address"},
        {"words": "x" * 2001},
        {"about": "memory:\0"},
        {"about": ["memory"]},
    ],
)
def test_what_cannot_be_kept_leaves_nothing(app, place, given):
    answer = app().post(place, {**SAID, **given})
    [fault] = answer.json()["errors"]
    assert (answer.status_code, fault["pointer"]) == (400, f"/{next(iter(given))}")
    assert app().post(place, []).status_code == 400
    assert not Report.objects.exists() and not Notice.objects.exists()


def test_fields_that_nobody_asked_for_change_nothing(app, cast, place):
    forged = {"reporter": cast.keeper.pk, "closed_at": "2026-01-01T00:00:00Z", "code": "chosenbymyself"}
    app().post(place, {**SAID, **forged, "memory": 1, "memorial": 1})
    kept = Report.objects.get()
    assert (kept.reporter, kept.closed_at, kept.memory) == (None, None, None)
    assert kept.code != "chosenbymyself"


def test_the_same_request_is_kept_once(app, place):
    first, again = (app().post(place, SAID, headers=KEY) for _ in range(2))
    assert (first.status_code, again["Idempotent-Replayed"]) == (201, "true")
    assert app().post(place, {**SAID, "words": ""}, headers=KEY).status_code == 409


def test_one_address_cannot_flood_the_queue_by_either_way(app, browser, memorial, place):
    report(browser(), memorial, words="a")
    for number in range(59):
        assert app().post(place, {**SAID, "words": str(number)}).status_code == 201
    answer = app().post(place, {**SAID, "words": "b"})
    assert (answer.status_code, 0 < int(answer["Retry-After"]) <= 3600) == (429, True)
    assert report(browser(), memorial, words="b").status_code == 429
    assert Report.objects.count() == 60


def test_a_private_memorial_is_reported_by_its_members_alone(app, cast, memorial, place):
    Memorial.objects.update(visibility=Visibility.PRIVATE)
    for actor, person in cast.items().items():
        member = actor in ("reader", "contributor", "editor", "keeper")
        assert app(person).post(place, SAID).status_code == (201 if member else 404), actor
