"""The door to what is decided on: who may see, and decide on, an item that others do not see yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from memorials.models.memorial import Memorial
from memorials.models.status import Status

if TYPE_CHECKING:
    from memorials.models.moderation import ReportQuerySet
    from memorials.viewer import Viewer

Row = TypeVar("Row", bound=models.Model, covariant=True)


class Moderated(models.Model):
    """A row with a status that somebody decides on."""

    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.PENDING)

    class Meta:
        abstract = True

    @property
    def stands(self) -> bool:
        """Whoever sees the memorial sees it."""
        return self.status == Status.APPROVED


class ModeratedQuerySet(models.QuerySet[Row]):
    """Rows with a status, on which members with the word `moderate` and the site's moderators decide."""

    def moderated_by(self, viewer: Viewer) -> ModeratedQuerySet[Row]:
        """What this viewer may decide on, whatever its status.

        For members: all in the memorials where they may moderate. For the site's moderators: all in
        published memorials that are public or open by link, and of the others the single item that a
        member has reported, as long as that report is open: the item alone, and nothing around it.
        """
        decided = Q(memorial__in=Memorial.objects.overseen_by(viewer))
        if viewer.is_staff:
            decided |= Q(Exists(self._reports().open().by_members()), memorial__deleted_at=None)
        return self.filter(decided)

    def pending_for(self, viewer: Viewer) -> ModeratedQuerySet[Row]:
        """What waits for this viewer: not yet approved, or reported."""
        return self.moderated_by(viewer).filter(Q(status=Status.PENDING) | self.reported())

    def with_reasons(self) -> ModeratedQuerySet[Row]:
        """Each with the reason and the note of the decision by which it stands as it does: "" without one."""
        from memorials.models.moderation import Decision  # it points to these rows itself

        name = self.model._meta.model_name or ""
        behind = Decision.objects.filter(**{name: OuterRef("pk")}, became=OuterRef("status"))
        reason, note = (
            Coalesce(Subquery(behind.values(column)[:1]), Value("")) for column in ("reason", "note")
        )
        rows: ModeratedQuerySet[Row] = self.annotate(decided_reason=reason, decided_note=note)  # type: ignore[assignment]
        return rows

    def reported(self) -> Q:
        """Somebody's report on it is still open."""
        return Q(Exists(self._reports().open()))

    def _reports(self) -> ReportQuerySet:
        from memorials.models.moderation import Report  # it points to these rows itself

        return Report.objects.all().filter(**{self.model._meta.model_name or "": OuterRef("pk")})
