"""A verdict on what waits, for one item or many: status, history, reports, and the letter to its author."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from memorials import queue, reasons
from memorials.errors import Refusal
from memorials.events import Event, tell
from memorials.models import Decision, Item, Media, Memorial, Memory, Notice, Status, Tribute, User
from memorials.models.moderation import kind_of
from memorials.queue import Waiting
from memorials.services import moderation
from memorials.services.notices import notify
from memorials.viewer import Viewer, viewer_of


class Verdict(models.TextChoices):
    APPROVE = "approve", _("Show it")
    DECLINE = "decline", _("Decline")
    HIDE = "hide", _("Hide")


STATUS = {
    Verdict.APPROVE: Status.APPROVED,
    Verdict.DECLINE: Status.DECLINED,
    Verdict.HIDE: Status.HIDDEN,
}


#: Nobody has read more than one page shows.
MOST_ITEMS = queue.PAGE
LONGEST_NOTE = 500


class DecidedMeanwhile(Refusal):
    code = "decided_meanwhile"
    status = 409
    sentence = _("Something else was decided meanwhile, so nothing was taken back there.")


def unexplained(verdict: str, reason: str, note: str) -> dict[str, Any]:
    """What of a verdict is still to be said: the field, and the sentence that asks for it."""
    if verdict == Verdict.APPROVE:
        return {}
    if not reason:
        return {"reason": _("Please say why: whoever added it will read the reason.")}
    if reason == reasons.OWN_WORDS and not note:
        return {"note": _("Please write why, in a few words.")}
    return {}


@dataclass
class Outcome:
    """What became of each item that a verdict was given on."""

    decided: list[Decision] = field(default_factory=list)
    #: Changed since the decider's page was made, so left as they are now.
    meanwhile: list[Waiting] = field(default_factory=list)
    #: So many are not there, or not for this viewer.
    missing: int = 0


def settle(
    *,
    viewer: Viewer,
    marks: Iterable[str],
    verdict: Verdict,
    reason: str = "",
    note: str = "",
    within: models.QuerySet[Memorial] | None = None,
) -> Outcome:
    """The verdict on each of these items that the viewer may decide on, and that is still as they read it.

    `marks` are those of the page that the decision was made on, `within` the memorials of that page. All or
    nothing reaches the database. What is shown needs no reason: one that was given is not kept.
    """
    reason = reason if verdict != Verdict.APPROVE else ""
    asked = {mark.rpartition(":")[0]: mark for mark in marks}
    if verdict == Verdict.APPROVE:
        _announce(waiting.item for waiting in queue.find(viewer, asked, within=within))
    outcome = Outcome()
    with transaction.atomic():
        found = queue.find(viewer, asked, within=within, lock=True)
        outcome.missing = len(asked) - len(found)
        for waiting in found:
            if waiting.mark != asked[waiting.name]:
                outcome.meanwhile.append(waiting)
            elif made := _settle_one(waiting, verdict, viewer.member, reason, note):
                outcome.decided.append(made)
    return outcome


def _announce(items: Iterable[Item | Memorial]) -> None:
    """These may stand in a moment."""
    tell(Event.TEXTS_TO_STAND, texts=[item for item in items if isinstance(item, Memory | Tribute)])


def _settle_one(waiting: Waiting, verdict: Verdict, by: User, reason: str, note: str) -> Decision | None:
    """None where there is nothing to decide: it stands so already, and nobody has reported it."""
    item = waiting.item
    if isinstance(item, Memorial) or item.status == STATUS[verdict]:
        if not waiting.reports:
            return None
        made: Decision | None = moderation.keep(item=item, by=by, reason=reason, note=note)
    else:
        made = moderation.decide(item=item, status=STATUS[verdict], by=by, reason=reason, note=note)
    if made:
        moderation.close_reports(reports=waiting.reports, by=by, decision=made)
        _follow(made)
    return made


def take_back(*, decision: Decision, by: User) -> Decision | None:
    """Undo a decision; a letter about it that was not yet sent is not sent. None as for `undo`."""
    if decision.was == Status.APPROVED:
        _announce([decision.item])
    with transaction.atomic():
        back = moderation.undo(decision=decision, by=by)
        if back and not isinstance(back.item, Memorial):
            _unsent_letters(back.item).delete()
            _follow_cover(back.item)
        return back


def _follow(decision: Decision) -> None:
    """What else changes with an item: the portrait, and what its author is told."""
    item = decision.item
    if isinstance(item, Memorial) or decision.is_kept:
        return
    _follow_cover(item)
    _unsent_letters(item).delete()
    if decision.became != Status.APPROVED or not _was_told_of_approval(decision):
        _tell_author(decision, item)


def _follow_cover(item: Item) -> None:
    """The first photograph that stands is the portrait, and one that stands no more is none."""
    if not isinstance(item, Media) or item.kind != Media.Kind.PHOTO:
        return
    memorial = Memorial.objects.filter(pk=item.memorial_id)
    if item.status == Status.APPROVED:
        memorial.filter(cover=None).update(cover=item)
    else:
        memorial.filter(cover=item).update(cover=None)


def _was_told_of_approval(decision: Decision) -> bool:
    """Approved once before, and nobody took that back."""
    about = {kind_of(decision.item): decision.item}
    earlier = Decision.objects.filter(became=Status.APPROVED, undone_by=None, **about)
    return earlier.exclude(was=Status.APPROVED).exclude(pk=decision.pk).exists()


def _tell_author(decision: Decision, item: Item) -> None:
    """Unless they decided themselves, or do not see the memorial any more."""
    author = author_of(item)
    if author is None or author == decision.made_by:
        return
    if not Memorial.objects.visible_to(viewer_of(author)).filter(pk=item.memorial_id).exists():
        return
    notify(
        recipients=[author],
        memorial=decision.memorial,
        kind=Notice.Kind.DECISION,
        path=where_author_reads(item),
        about=_title(item),
    )


def _unsent_letters(item: Item) -> models.QuerySet[Notice]:
    told = Notice.objects.unsent().filter(kind=Notice.Kind.DECISION, recipient=author_of(item))
    return told.filter(memorial=item.memorial_id, path=where_author_reads(item))


def author_of(item: Item) -> User | None:
    return item.added_by if isinstance(item, Media) else item.author


def where_author_reads(item: Item) -> str:
    """The page on which whoever added it reads what was decided, and why."""
    names: dict[type, str] = {Memory: "my_memory", Media: "my_media", Tribute: "my_tribute"}
    return reverse(f"memorials:{names[type(item)]}", args=[item.code])


def _title(item: Item) -> str:
    """What the letter may name: a title or a caption, never the words themselves."""
    if isinstance(item, Memory):
        return item.title
    return item.caption if isinstance(item, Media) else ""
