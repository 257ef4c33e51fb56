"""What is decided on memories, tributes and photographs: one door for keepers, moderators and the undoing."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from memorials.events import Event, tell
from memorials.models import Decision, Item, Media, Memorial, Report, Status, Tribute, User
from memorials.models.moderation import kind_of


def decide(
    *, item: Item, status: Status, by: User, reason: str = "", note: str = "", undoes: Decision | None = None
) -> Decision | None:
    """Give an item a status and write it into the history. None when it had that status already."""
    with transaction.atomic():
        was = item.status
        changed = type(item)._default_manager.filter(pk=item.pk, status=was).exclude(status=status)
        if not changed.update(status=status):
            return None
        item.status = status
        if isinstance(item, Tribute) and (was, status) == (Status.PENDING, Status.APPROVED):
            Tribute.objects.filter(pk=item.pk).light()  # its days do not burn away while it waits
        if not isinstance(item, Media):
            tell(Event.TEXT_STANDS if item.stands else Event.TEXT_WITHDRAWN, text=item)
        return Decision.objects.create(
            memorial=item.memorial, was=was, became=status, reason=reason, note=note,
            made_by=by, made_by_name=by.name, undoes=undoes, **{kind_of(item): item},
        )  # fmt: skip


def keep(
    *, item: Item | Memorial, by: User, reason: str = "", note: str = "", undoes: Decision | None = None
) -> Decision:
    """Write into the history that what was reported stays as it is."""
    status = Status.APPROVED if isinstance(item, Memorial) else item.status
    return Decision.objects.create(
        memorial=item if isinstance(item, Memorial) else item.memorial, was=status, became=status,
        reason=reason, note=note, made_by=by, made_by_name=by.name, undoes=undoes,
        **({kind_of(item): item} if kind_of(item) else {}),
    )  # fmt: skip


def undo(*, decision: Decision, by: User) -> Decision | None:
    """Back to what it was, and the reports that it answered are open again. None when somebody has decided
    otherwise meanwhile, or it was undone before."""
    with transaction.atomic():
        made = Decision.objects.select_for_update().get(pk=decision.pk)  # two who undo go one after the other
        if not made.can_be_undone:
            return None
        item = made.item
        if isinstance(item, Memorial) or made.is_kept:
            back: Decision | None = keep(item=item, by=by, undoes=made)
        else:
            back = decide(item=item, status=Status(made.was), by=by, undoes=made)
        if back:
            made.closed_reports.update(closed_at=None, closed_by=None, closed_with=None)
        return back


def close_reports(*, reports: Iterable[Report], by: User, decision: Decision | None = None) -> int:
    open_ones = Report.objects.open().filter(pk__in=[report.pk for report in reports])
    return open_ones.update(closed_at=timezone.now(), closed_by=by, closed_with=decision)
