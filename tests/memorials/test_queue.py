"""What waits: who finds it, in which order, and at which cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from memorials.models import (
    ITEMS,
    Membership,
    Memorial,
    Memory,
    Report,
    Role,
    Visibility,
)
from memorials.models.membership import MODERATORS
from memorials.permissions import Word, roles_with
from memorials.queue import Queue, something_waits
from memorials.services import moderation
from memorials.viewer import Viewer
from tests.people import make_memorial, make_memory, make_public
from tests.waiting import make_waiting, reported, waiting_for

pytestmark = pytest.mark.django_db
OLD = timezone.now() - timedelta(days=30)
KINDS = {
    "public": {"visibility": Visibility.PUBLIC},
    "link": {"visibility": Visibility.LINK},
    "private": {},
    "draft": {"visibility": Visibility.PUBLIC, "published": False},
    "deleted": {"visibility": Visibility.PUBLIC, "deleted_at": timezone.now()},
}


def test_roles_that_moderate_are_those_of_the_table():
    assert set(MODERATORS) == set(roles_with(Word.MODERATE))


def test_each_waiting_item_is_found_by_those_who_decide_and_by_nobody_else(cast):
    memorials = {kind: make_memorial(cast, **fields) for kind, fields in KINDS.items()}
    kinds = {memorial.pk: kind for kind, memorial in memorials.items()}
    for memorial in memorials.values():
        make_waiting(memorial, cast)
    members = {"public", "link", "private", "draft"}
    expected = {
        "keeper": members,
        "editor": members,
        "moderator": {"public", "link"},
        "admin": {"public", "link"},
    }
    for name, user in cast.items().items():
        for model in ITEMS.values():
            got = {kinds[item.memorial_id] for item in model.objects.pending_for(Viewer(user))}
            assert got == expected.get(name, set()), (name, model)


def test_what_is_approved_and_reported_by_nobody_waits_for_nobody(memorial, keeper):
    make_memory(memorial, keeper)
    assert waiting_for(keeper) == []
    assert not something_waits(Viewer(keeper))


def test_report_of_a_member_opens_exactly_that_item_of_a_private_memorial_to_moderators(cast):
    private = make_memorial(cast)
    items, others = make_waiting(private, cast), make_waiting(private, cast)
    one = items["memory"]
    one.attached.add(others["media"])
    reported(one, by=cast.reader)
    for user in (cast.moderator, cast.admin):
        [waiting] = Queue(Viewer(user)).page("1")
        assert (waiting.item, waiting.media) == (one, [])
        assert [row for model in ITEMS.values() for row in model.objects.moderated_by(Viewer(user))] == [one]
        assert not Memorial.objects.visible_to(Viewer(user)).filter(pk=private.pk).exists()
        assert not Memory.objects.visible_to(Viewer(user)).filter(pk=one.pk).exists()


@pytest.mark.parametrize("reporter", ["visitor", "stranger"])
def test_report_of_somebody_who_is_no_member_opens_nothing_private(cast, reporter):
    """Such a report is older than the closing of the memorial."""
    private = make_memorial(cast)
    reported(make_waiting(private, cast)["memory"], by=getattr(cast, reporter))
    assert waiting_for(cast.moderator) == []


def test_single_item_closes_with_its_report_and_with_its_memorial(cast):
    private = make_memorial(cast)
    report = reported(make_waiting(private, cast)["memory"], by=cast.reader)
    Memorial.objects.update(deleted_at=timezone.now())
    assert waiting_for(cast.moderator) == []
    Memorial.objects.update(deleted_at=None)
    assert len(waiting_for(cast.moderator)) == 1
    moderation.close_reports(reports=[report], by=cast.keeper)
    assert waiting_for(cast.moderator) == []


def test_report_on_a_private_memorial_itself_is_the_familys_own(cast):
    private, public = make_memorial(cast), make_public(cast)
    for memorial in (private, public):
        reported(memorial, by=cast.reader)
    assert waiting_for(cast.moderator) == [public]
    assert set(waiting_for(cast.keeper)) == {private, public}
    assert [each.memorial for each in Report.objects.visible_to(Viewer(cast.moderator))] == [public]


def test_role_that_was_taken_away_closes_the_queue_at_once(memorial, cast):
    make_waiting(memorial, cast)
    Membership.objects.filter(user=cast.editor).update(role=Role.CONTRIBUTOR)
    assert waiting_for(cast.editor) == []


def test_one_list_holds_all_kinds_the_longest_waiting_first(memorial, cast):
    items = make_waiting(memorial, cast)
    stands = make_memory(memorial, cast.keeper)
    report, page = reported(stands, by=cast.reader), reported(memorial, by=cast.reader)
    days = [("tribute", 5), ("media", 4), ("memory", 1)]
    for kind, day in days:
        column = "created" if kind == "media" else "changed"
        rows = ITEMS[kind].objects.filter(pk=items[kind].pk)
        rows.update(**{column: OLD + timedelta(days=day)})
    Report.objects.filter(pk=report.pk).update(created=OLD + timedelta(days=3))
    Report.objects.filter(pk=page.pk).update(created=OLD + timedelta(days=2))
    expected = [items["memory"], memorial, stands, items["media"], items["tribute"]]
    assert waiting_for(cast.keeper) == expected
    assert waiting_for(cast.keeper, kind="memory") == [items["memory"], stands]
    assert waiting_for(cast.keeper, reported=True) == [memorial, stands]
    assert waiting_for(cast.keeper, language="en") == []
    assert waiting_for(cast.keeper, kind="nonsense") == expected


def test_page_costs_the_same_for_1_3_and_300_items_of_each_kind(memorial, cast):
    counts = []
    for number in (1, 3, 300):
        while Memory.objects.count() < number:
            for item in make_waiting(memorial, cast).values():
                reported(item, by=cast.reader)
        with CaptureQueriesContext(connection) as asked:
            page = Queue(Viewer(cast.keeper)).page("1")
            assert len(page) == min(20, 3 * number)
            assert all(each.reports and each.title and each.memorial.name for each in page)
        counts.append(len(asked))
    assert counts == [counts[0]] * 3
    with CaptureQueriesContext(connection) as asked:
        assert something_waits(Viewer(cast.keeper))
    assert len(asked) == 1


def test_pages_hold_everything_once(memorial, cast):
    expected = {item for _ in range(15) for item in make_waiting(memorial, cast).values()}
    queue = Queue(Viewer(cast.keeper))
    got = [each.item for number in "123" for each in queue.page(number)]
    assert (len(got), set(got)) == (45, expected)
