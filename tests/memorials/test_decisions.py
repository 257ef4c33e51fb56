"""Decisions on what waits: each is written down, none is lost, and each can be taken back."""

import pytest

from memorials.models import Decision, Memory, Report, Status
from memorials.services import moderation
from tests.people import make_memory


@pytest.fixture
def waiting(memorial, cast):
    return make_memory(memorial, cast.contributor)


def status_of(memory):
    return Memory.objects.get(pk=memory.pk).status


def test_decision_changes_the_item_and_stays_in_the_history(waiting, keeper):
    made = moderation.decide(item=waiting, status=Status.APPROVED, by=keeper, reason="fits")
    assert status_of(waiting) == "approved"
    assert (made.item, made.was, made.became, made.made_by_name) == (waiting, "pending", "approved", "Keeper")


def test_same_decision_again_is_no_event(waiting, keeper):
    moderation.decide(item=waiting, status=Status.APPROVED, by=keeper)
    assert moderation.decide(item=waiting, status=Status.APPROVED, by=keeper) is None
    assert Decision.objects.count() == 1


def test_decision_on_a_stale_copy_does_nothing(waiting, keeper):
    Memory.objects.update(status=Status.HIDDEN)
    assert moderation.decide(item=waiting, status=Status.APPROVED, by=keeper) is None
    assert (status_of(waiting), Decision.objects.count()) == ("hidden", 0)


def test_undone_decision_gives_back_what_was_and_is_undone_once(waiting, keeper):
    made = moderation.decide(item=waiting, status=Status.DECLINED, by=keeper)
    back = moderation.undo(decision=made, by=keeper)
    assert (status_of(waiting), back.undoes) == ("pending", made)
    assert moderation.undo(decision=made, by=keeper) is None


def test_nothing_is_undone_once_somebody_decided_otherwise(waiting, keeper):
    made = moderation.decide(item=waiting, status=Status.APPROVED, by=keeper)
    moderation.decide(item=waiting, status=Status.HIDDEN, by=keeper)
    assert moderation.undo(decision=Decision.objects.get(pk=made.pk), by=keeper) is None
    assert status_of(waiting) == "hidden"


def test_report_is_closed_once(memorial, waiting, keeper):
    report = Report.objects.create(memorial=memorial, memory=waiting, reason=Report.Reason.UNTRUE)
    assert moderation.close_reports(reports=[report], by=keeper) == 1
    assert moderation.close_reports(reports=[report], by=keeper) == 0
