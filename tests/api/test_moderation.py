"""Verdicts by the API: on one item and on many, their history, and the way back."""

import pytest

from memorials.models import Decision, Membership, Memory, Notice, Report, Status, Tribute
from memorials.services.moderation import decide
from tests.people import in_status, make_memorial, make_memory
from tests.waiting import make_waiting, marks, reported

pytestmark = pytest.mark.django_db
ALL = "/api/v1/decisions/"
KEY = {"Idempotency-Key": "3f0c2a1e-6a50-4a7c-9d0e-0b1f2c3d4e5f"}


@pytest.fixture
def place(memorial):
    return f"/api/v1/memorials/{memorial.code}/decisions/"


@pytest.fixture
def items(memorial, cast):
    return list(make_waiting(memorial, cast).values())


def statuses():
    return {item.status for model in (Memory, Tribute) for item in model.objects.all()}


@pytest.mark.parametrize("where", ["all", "one"])
@pytest.mark.parametrize(
    ("verdict", "became"), [("approve", "approved"), ("decline", "declined"), ("hide", "hidden")]
)
def test_one_verdict_on_several(app, cast, place, items, where, verdict, became):
    sent = {"items": marks(cast.editor, *items), "verdict": verdict, "reason": "twice", "note": "Поклон"}
    answer = app(cast.editor).post(ALL if where == "all" else place, sent)
    told = answer.json()
    assert (answer.status_code, told["meanwhile"], told["missing"]) == (200, [], 0)
    reason = "" if verdict == "approve" else "twice"
    assert {(each["was"], each["became"], each["reason"], each["made_by"]) for each in told["decided"]} == {
        ("pending", became, reason, "Editor")
    }
    assert {each["item"] for each in told["decided"]} == {item.code for item in items}
    assert statuses() == {became}
    assert Notice.objects.filter(kind="decision", recipient=cast.contributor).exists()


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"items": []}, "/items"),
        ({"items": ["x"] * 21}, "/items"),
        ({"items": None}, "/items"),
        ({"items": ["x" * 81]}, "/items/0"),
        ({"verdict": "burn"}, "/verdict"),
        ({"verdict": "decline"}, "/reason"),
        ({"verdict": "hide"}, "/reason"),
        ({"verdict": "hide", "reason": "nonsense"}, "/reason"),
        ({"verdict": "decline", "reason": "edited"}, "/reason"),
        ({"verdict": "decline", "reason": "other"}, "/note"),
        ({"note": "x" * 501}, "/note"),
        ({"note": "\0"}, "/note"),
    ],
)
def test_a_verdict_that_cannot_be_taken_changes_nothing(app, cast, place, items, given, pointer):
    sent = {"items": marks(cast.keeper, *items), "verdict": "approve", **given}
    for where in (place, ALL):
        answer = app(cast.keeper).post(where, sent)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, pointer)
        assert app(cast.keeper).post(where, []).status_code == 400
    assert (statuses(), Decision.objects.count()) == ({"pending"}, 0)


def test_who_does_not_decide_changes_nothing(app, cast, place, items):
    sent = {"items": marks(cast.keeper, *items), "verdict": "approve"}
    for actor in ("visitor", "stranger", "reader", "contributor", "moderator", "admin"):
        person = getattr(cast, actor)
        assert app(person).post(place, sent).status_code == (403 if person else 401), actor
        everywhere = app(person).post(ALL, sent)
        assert everywhere.status_code == (200 if person else 401), actor
        if person:
            assert everywhere.json() == {"decided": [], "meanwhile": [], "missing": 3}
    assert (statuses(), Decision.objects.count()) == ({"pending"}, 0)


def test_items_of_others_in_the_list_stay_as_they_are(app, cast, memorial, place, items):
    private = make_memorial(cast)
    Membership.objects.filter(memorial=private, user=cast.editor).delete()
    foreign = list(make_waiting(private, cast).values())
    sent = [*marks(cast.keeper, *foreign), "memory:nothinghere:0", "user:1:0", "x"]
    for where in (place, ALL):
        answer = app(cast.editor).post(where, {"items": sent, "verdict": "approve"})
        assert answer.json() == {"decided": [], "meanwhile": [], "missing": 6}
    keepers = app(cast.keeper).post(place, {"items": marks(cast.keeper, *foreign), "verdict": "approve"})
    assert keepers.json()["missing"] == 3  # the keeper's own, but of another memorial than the address says
    assert (statuses(), Decision.objects.count()) == ({"pending"}, 0)


@pytest.mark.parametrize("change", ["text", "decision"])
def test_what_has_changed_since_it_was_read_is_told_and_left(app, cast, place, memorial, change):
    item = make_memory(memorial, cast.contributor, title="Часы")
    [seen] = marks(cast.editor, item)
    if change == "text":
        Memory.objects.update(text="Другое.")
    else:
        decide(item=item, status=Status.APPROVED, by=cast.keeper)
    sent = {"items": [seen], "verdict": "decline", "reason": "twice"}
    told = app(cast.editor).post(place, sent, headers={"Accept-Language": "en"}).json()
    [meanwhile] = told["meanwhile"]
    said = "“Часы” has changed while you were reading. Please look at it once more."
    if change == "decision":
        said = "“Часы”: meanwhile Keeper has decided (approved). It was left so."
    assert (told["decided"], meanwhile["said"]) == ([], said)
    assert meanwhile["item"]["mark"] == marks(cast.editor, item)[0] != seen
    assert Memory.objects.get().status == ("pending" if change == "text" else "approved")


def test_what_stands_is_hidden_and_shown_again(app, cast, place, memorial):
    item = make_memory(memorial, cast.keeper)
    keeper, queue = app(cast.keeper), place.replace("decisions", f"queue/memory/{item.code}")
    for verdict, became in (("hide", "hidden"), ("approve", "approved")):
        mark = keeper.get(queue).json()["mark"]
        keeper.post(place, {"items": [mark], "verdict": verdict, "reason": "asked"})
        assert keeper.get(queue).json()["status"] == became


def test_a_report_is_closed_and_what_stands_is_left(app, cast, place, memorial):
    item = make_memory(memorial, cast.keeper)
    for about in (item, memorial):
        reported(about, by=cast.reader)
    sent = {"items": marks(cast.keeper, item, memorial), "verdict": "approve"}
    told = app(cast.keeper).post(place, sent).json()["decided"]
    assert {(each["kind"], each["is_kept"], each["item"]) for each in told} == {
        ("memory", True, item.code), ("memorial", True, memorial.code)
    }  # fmt: skip
    assert not Report.objects.open().exists()


def test_the_same_request_decides_once(app, cast, place, items):
    sent = {"items": marks(cast.keeper, *items), "verdict": "approve"}
    first, again = (app(cast.keeper).post(place, sent, headers=KEY) for _ in range(2))
    assert first.json() == again.json() and again["Idempotent-Replayed"] == "true"
    assert (len(first.json()["decided"]), Decision.objects.count()) == (3, 3)


def test_the_history_is_for_those_who_decide(app, cast, place, items):
    decide(item=items[0], status=Status.DECLINED, by=cast.keeper, reason="untrue", note="канарейка")
    for actor, person in cast.items().items():
        answer = app(person).get(place)
        decides = actor in ("keeper", "editor")
        assert answer.status_code == (200 if decides else 403 if person else 401), actor
        assert ("канарейка" in answer.content.decode()) is decides
    [told] = app(cast.editor).get(place, headers={"Accept-Language": "en"}).json()["results"]
    assert told["reason_label"] == "There is a mistake in it"
    assert (told["made_by"], told["title"], told["can_be_undone"]) == ("Keeper", "Часы", True)
    assert "@family.example" not in str(told)


def test_a_decision_is_taken_back_once(app, cast, place, memorial, items):
    item = make_memory(memorial, cast.keeper)
    reported(item, by=cast.reader)
    sent = {"items": marks(cast.keeper, item), "verdict": "hide", "reason": "asked"}
    [made] = app(cast.keeper).post(place, sent).json()["decided"]
    answer = app(cast.editor).post(f"{place}{made['code']}/take-back/")
    told = answer.json()
    assert (answer.status_code, told["taken_back"]["by"], told["can_be_undone"]) == (200, "Editor", False)
    assert Memory.objects.get(pk=item.pk).status == "approved" and Report.objects.open().count() == 1
    again = app(cast.editor).post(f"{place}{made['code']}/take-back/")
    assert (again.status_code, again.json()["code"]) == (409, "decided_meanwhile")
    codes = [each["code"] for each in app(cast.keeper).get(place).json()["results"]]
    assert (len(codes), codes[1]) == (2, made["code"])


def test_nothing_is_taken_back_once_somebody_decided_otherwise(app, cast, place, items):
    made = decide(item=items[0], status=Status.APPROVED, by=cast.keeper)
    in_status(items[0], Status.HIDDEN)
    answer = app(cast.keeper).post(f"{place}{made.code}/take-back/")
    assert (answer.status_code, Decision.objects.count()) == (409, 1)
    assert Memory.objects.get().status == "hidden"


def test_a_decision_of_another_memorial_is_not_there(app, cast, place, items):
    made = decide(item=items[0], status=Status.APPROVED, by=cast.keeper)
    other = f"/api/v1/memorials/{make_memorial(cast).code}/decisions/"
    missing = app(cast.keeper).post(f"{other}nothinghere/take-back/")
    foreign = app(cast.keeper).post(f"{other}{made.code}/take-back/")
    assert (foreign.status_code, foreign.content) == (404, missing.content)
    for actor in ("visitor", "stranger", "contributor", "moderator", "admin"):
        person = getattr(cast, actor)
        assert app(person).post(f"{place}{made.code}/take-back/").status_code == (403 if person else 401)
    assert Decision.objects.count() == 1


def test_fields_that_nobody_asked_for_change_nothing(app, cast, place, items):
    forged = {"made_by": cast.keeper.pk, "became": "hidden", "code": "mine", "undoes": 1, "memorial": 1}
    sent = {"items": marks(cast.editor, items[0]), "verdict": "approve", **forged}
    app(cast.editor).post(place, sent)
    made = Decision.objects.get()
    assert (made.made_by, made.became, made.undoes) == (cast.editor, "approved", None)
    assert made.code != "mine"
