"""What the site's queue and the admin's have in common: carrying out what a page asked, and saying it."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from memorials.forms.queue import VerdictForm
from memorials.models import Decision, Memorial, Status
from memorials.models.moderation import kind_of
from memorials.models.user import shown_as
from memorials.queue import Waiting
from memorials.services.verdicts import MOST_ITEMS, DecidedMeanwhile, Outcome, Verdict, settle, take_back
from memorials.viewer import Viewer

#: Where a session keeps what was decided last, until the next page offers to take it back.
_LAST = "decided_last"


def answer(
    request: HttpRequest,
    viewer: Viewer,
    items: list[Waiting],
    decisions: QuerySet[Decision],
    template: str,
    about: dict[str, Any],
    *,
    within: QuerySet[Memorial] | None = None,
) -> HttpResponse:
    """A page of the queue, or what was decided on it and then the page anew.

    `decisions` are those that can be taken back here, `within` the memorials whose items are decided on.
    """
    form = VerdictForm(request.POST if "verdict" in request.POST else None)
    if "undo" in request.POST:
        codes = request.POST.getlist("undo")[:MOST_ITEMS]
        take_back_all(request, viewer, decisions.filter(code__in=codes))
    elif form.is_valid():
        _decide(request, viewer, form, within)
    else:
        seen = Memorial.objects.visible_to(viewer).filter(pk__in={each.memorial.pk for each in items})
        open_memorials = set(seen.values_list("pk", flat=True))
        about = {**about, "items": items, "form": form, "open_memorials": open_memorials}
        about["taken"] = request.session.pop(_LAST, [])
        return render(request, template, about, status=422 if form.errors else 200)
    return redirect(request.get_full_path())


def take_back_all(request: HttpRequest, viewer: Viewer, decisions: QuerySet[Decision]) -> None:
    """These decisions, of which this viewer may see each."""
    undone = [take_back(decision=decision, by=viewer.member) for decision in decisions]
    if number := len([back for back in undone if back]):
        many = ngettext(
            "%(number)s item is as it was before.", "%(number)s items are as they were before.", number
        )
        messages.success(request, _counted(_("It is as it was before."), many, number))
    if not undone or not all(undone):
        messages.warning(request, str(DecidedMeanwhile.sentence))


def _decide(
    request: HttpRequest, viewer: Viewer, form: VerdictForm, within: QuerySet[Memorial] | None
) -> None:
    given = form.cleaned_data
    outcome = settle(
        viewer=viewer,
        marks=form.marks,
        within=within,
        verdict=Verdict(given["verdict"]),
        reason=given["reason"],
        note=given["note"],
    )
    request.session[_LAST] = [made.code for made in outcome.decided]
    _say(request, outcome)


def _say(request: HttpRequest, outcome: Outcome) -> None:
    for became in dict.fromkeys(_became(made) for made in outcome.decided):
        number = len([made for made in outcome.decided if _became(made) == became])
        messages.success(request, _counted(*_said(became, number), number))
    for waiting in outcome.meanwhile:
        messages.warning(request, what_happened(waiting))
    if gone := outcome.missing:
        many = ngettext(
            "%(number)s item is not there any more.", "%(number)s items are not there any more.", gone
        )
        messages.warning(request, _counted(_("One item is not there any more."), many, gone))


def _counted(one: str, many: str, number: int) -> str:
    """A single item needs no number."""
    return one if number == 1 else many % {"number": number}


def _became(made: Decision) -> str:
    return "kept" if made.is_kept else made.became


def _said(became: str, number: int) -> tuple[str, str]:
    """Of one item, and of many."""
    if became == Status.APPROVED:
        many = ngettext("%(number)s item is shown now.", "%(number)s items are shown now.", number)
        return _("It is shown now."), many
    if became == Status.DECLINED:
        many = ngettext("%(number)s item is declined.", "%(number)s items are declined.", number)
        return _("It is declined."), many
    if became == Status.HIDDEN:
        many = ngettext("%(number)s item is hidden.", "%(number)s items are hidden.", number)
        return _("It is hidden; nothing is lost."), many
    many = ngettext("%(number)s item stays as it is.", "%(number)s items stay as they are.", number)
    return _("It stays as it is; the report is closed."), many


def what_happened(waiting: Waiting) -> str:
    """To whoever decided second, or on a text that has changed since."""
    last = Decision.objects.filter(**{kind_of(waiting.item) or "memorial": waiting.item}).first()
    if waiting.is_pending or last is None or isinstance(waiting.item, Memorial):
        said = _("“%(title)s” has changed while you were reading. Please look at it once more.")
        return said % {"title": waiting.title}
    said = _("“%(title)s”: meanwhile %(name)s has decided (%(status)s). It was left so.")
    status = waiting.item.get_status_display()
    return said % {"title": waiting.title, "name": shown_as(last.made_by_name), "status": status}
