"""Verdicts on what waits: on one item and on many, by two at once, with reports, letters and the way back."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from memorials.models import Decision, Membership, Memorial, Memory, Notice, Status, Tribute
from memorials.services.verdicts import Verdict, settle, take_back, where_author_reads
from memorials.viewer import Viewer
from tests.people import make_memorial, make_memory, make_person, make_photo
from tests.waiting import make_picture, make_waiting, marks, reported, waiting_for

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("verdict", "became"), [("approve", "approved"), ("decline", "declined"), ("hide", "hidden")]
)
def test_verdict_on_several_decides_on_each_and_keeps_the_history(memorial, cast, verdict, became):
    items = list(make_waiting(memorial, cast).values())
    outcome = settle(
        viewer=Viewer(cast.editor), marks=marks(cast.editor, *items), verdict=Verdict(verdict), reason="twice"
    )
    assert {made.item for made in outcome.decided} == set(items)
    assert {(made.was, made.became, made.made_by_name) for made in Decision.objects.all()} == {
        ("pending", became, "Editor")
    }
    assert waiting_for(cast.keeper) == []


def test_foreign_and_invisible_items_in_the_list_stay_as_they_are(memorial, cast):
    mine = make_waiting(memorial, cast)["memory"]
    private = make_memorial(cast)
    Membership.objects.filter(memorial=private, user=cast.editor).delete()
    foreign = make_waiting(private, cast)["memory"]
    sent = [*marks(cast.editor, mine), *marks(cast.keeper, foreign), "memory:nothinghere:0", "user:1:0", "x"]
    outcome = settle(viewer=Viewer(cast.editor), marks=sent, verdict=Verdict.APPROVE)
    assert ([made.item for made in outcome.decided], outcome.missing) == ([mine], 4)
    assert Memory.objects.get(pk=foreign.pk).status == Status.PENDING
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("name", ["visitor", "stranger", "reader", "contributor"])
def test_who_does_not_decide_changes_nothing(memorial, cast, name):
    sent = marks(cast.keeper, *make_waiting(memorial, cast).values())
    outcome = settle(viewer=Viewer(getattr(cast, name)), marks=sent, verdict=Verdict.APPROVE)
    assert (outcome.decided, outcome.missing, Decision.objects.count()) == ([], 3, 0)
    assert set(Memory.objects.values_list("status", flat=True)) == {"pending"}


def test_second_of_two_deciders_is_told_and_changes_nothing(memorial, cast):
    item = make_waiting(memorial, cast)["memory"]
    [seen] = marks(cast.editor, item)
    settle(viewer=Viewer(cast.keeper), marks=[seen], verdict=Verdict.APPROVE)
    outcome = settle(viewer=Viewer(cast.editor), marks=[seen], verdict=Verdict.DECLINE, reason="twice")
    assert (outcome.decided, [each.item for each in outcome.meanwhile]) == ([], [item])
    assert Memory.objects.get(pk=item.pk).status == Status.APPROVED


@pytest.mark.parametrize("change", ["text", "report"])
def test_what_changed_after_it_was_read_is_not_decided_on(memorial, cast, change):
    item = make_waiting(memorial, cast)["memory"]
    [seen] = marks(cast.keeper, item)
    if change == "text":
        Memory.objects.update(text="Другое.")
    else:
        reported(item, by=cast.reader)
    outcome = settle(viewer=Viewer(cast.keeper), marks=[seen], verdict=Verdict.APPROVE)
    assert (outcome.decided, len(outcome.meanwhile)) == ([], 1)
    assert Memory.objects.get(pk=item.pk).status == Status.PENDING


def test_reports_close_with_the_decision_and_open_again_with_its_undoing(memorial, cast):
    item = make_memory(memorial, cast.keeper)
    report = reported(item, by=cast.reader)
    for verdict, became in ((Verdict.APPROVE, "approved"), (Verdict.HIDE, "hidden")):
        [made] = settle(viewer=Viewer(cast.editor), marks=marks(cast.editor, item), verdict=verdict).decided
        report.refresh_from_db()
        assert (made.became, made.is_kept, report.closed_by) == (became, verdict == "approve", cast.editor)
        assert report.closed_at and waiting_for(cast.keeper) == []
        assert take_back(decision=made, by=cast.keeper)
        report.refresh_from_db()
        assert (report.closed_at, Memory.objects.get(pk=item.pk).status) == (None, "approved")
        assert take_back(decision=made, by=cast.keeper) is None


def test_moderator_takes_back_what_they_did_on_a_single_private_item(cast):
    item = make_waiting(make_memorial(cast), cast)["tribute"]
    reported(item, by=cast.reader)
    viewer = Viewer(cast.moderator)
    [made] = settle(viewer=viewer, marks=marks(cast.moderator, item), verdict=Verdict.HIDE).decided
    assert waiting_for(cast.moderator) == []
    assert list(Decision.objects.visible_to(viewer)) == [made]
    assert list(Decision.objects.visible_to(Viewer(cast.admin))) == []
    take_back(decision=made, by=cast.moderator)
    assert waiting_for(cast.moderator) == [item]


def test_first_photograph_that_is_approved_is_the_portrait_and_a_hidden_one_is_not(memorial, cast):
    photo = make_picture(memorial, cast.contributor)

    def cover_after(verdict):
        settle(viewer=Viewer(cast.keeper), marks=marks(cast.keeper, photo), verdict=verdict)
        return Memorial.objects.get().cover

    assert cover_after(Verdict.APPROVE) == photo
    assert cover_after(Verdict.HIDE) is None
    take_back(decision=Decision.objects.first(), by=cast.keeper)
    assert Memorial.objects.get().cover == photo


def letters():
    """Those that wait to be sent."""
    return [(each.recipient.name, each.kind, each.about) for each in Notice.objects.unsent()]


def decide_by(user, item, verdict):
    return settle(viewer=Viewer(user), marks=marks(user, item), verdict=verdict, reason="twice").decided


def test_author_is_told_of_each_decision_and_of_the_approval_once(memorial, cast):
    item = make_waiting(memorial, cast)["memory"]
    told = ("Contributor", "decision", "Часы")
    for verdict in (Verdict.APPROVE, Verdict.HIDE):
        decide_by(cast.keeper, item, verdict)
        assert letters() == [told]
        Notice.objects.update(sent_at=timezone.now())
    decide_by(cast.keeper, item, Verdict.APPROVE)
    assert letters() == []


def test_letter_about_a_decision_that_was_taken_back_is_not_sent(memorial, cast):
    item = make_waiting(memorial, cast)["media"]
    [made] = decide_by(cast.keeper, item, Verdict.DECLINE)
    assert letters() == [("Contributor", "decision", "Фуражка")]
    take_back(decision=made, by=cast.keeper)
    assert letters() == []
    decide_by(cast.keeper, item, Verdict.APPROVE)
    assert letters() == [("Contributor", "decision", "Фуражка")]


def test_nobody_is_told_who_decided_themselves_or_sees_the_memorial_no_more(cast):
    private = make_memorial(cast)
    gone = make_person("gone")
    for author in (cast.editor, gone, None):
        item = Memory.objects.create(memorial=private, author=author, text="…")
        decide_by(cast.editor, item, Verdict.HIDE)
    assert letters() == []


@pytest.mark.django_db(transaction=True)
def test_of_two_deciders_at_the_same_moment_one_decides_and_the_other_is_told(memorial, cast):
    item = make_waiting(memorial, cast)["memory"]
    [seen] = marks(cast.keeper, item)
    together = Barrier(2)

    def decide(user, verdict):
        together.wait(timeout=20)
        outcome = settle(viewer=Viewer(user), marks=[seen], verdict=verdict, reason="twice")
        connection.close()
        return len(outcome.decided), len(outcome.meanwhile)

    with ThreadPoolExecutor(2) as both:
        told = [
            both.submit(decide, cast.keeper, Verdict.APPROVE),
            both.submit(decide, cast.editor, Verdict.DECLINE),
        ]
        assert sorted(each.result(timeout=60) for each in told) == [(0, 1), (1, 0)]
    assert Decision.objects.get().became == Memory.objects.get().status


@pytest.mark.parametrize("kind", ["memory", "media", "tribute"])
def test_author_of_each_kind_is_led_to_a_page_of_their_own(browser, memorial, cast, kind):
    made = {
        "memory": lambda: make_memory(memorial, cast.contributor),
        "media": lambda: make_photo(memorial, cast.contributor),
        "tribute": lambda: Tribute.objects.create(
            memorial=memorial, author=cast.contributor, kind="word", name="Вера", text="…", token_hash="x"
        ),
    }
    path = where_author_reads(made[kind]())
    assert path.startswith("/mine/")
    others = (None, cast.stranger, cast.keeper)
    assert browser(cast.contributor).get(path).status_code == 200
    assert {browser(person).get(path).status_code for person in others} <= {302, 404}
