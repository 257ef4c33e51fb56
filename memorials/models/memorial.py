from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from memorials import dates
from memorials.codes import new_code
from memorials.models.derived import BoundField, FoldedField, holds
from memorials.models.membership import MODERATORS, Membership
from memorials.viewer import ANYBODY

if TYPE_CHECKING:
    from memorials.viewer import Viewer


class Visibility(models.TextChoices):
    PRIVATE = "private", _("only those who were invited")
    LINK = "link", _("those who have the link")
    PUBLIC = "public", _("everybody")


#: How long a deleted memorial can be brought back.
GRACE = timedelta(days=30)


class MemorialQuerySet(models.QuerySet["Memorial"]):
    def visible_to(self, viewer: Viewer) -> MemorialQuerySet:
        """Published public ones for all; with a link those it opens; one's own; and for moderators all
        that is not private. A deleted one is there for nobody."""
        seen = Q(published=True, visibility=Visibility.PUBLIC) | self._linked(viewer)
        if viewer.is_staff:
            seen |= Q(published=True, visibility=Visibility.LINK)
        return self.standing().filter(seen | self._member(viewer))

    def listed_for(self, viewer: Viewer) -> MemorialQuerySet:
        """What may stand in a list: public ones and one's own, never those that only a link opens."""
        seen = Q(published=True, visibility=Visibility.PUBLIC)
        return self.standing().filter(seen | self._member(viewer))

    def indexed(self) -> MemorialQuerySet:
        """Those that search engines may list: everybody sees them, and their keepers allow it."""
        return self.visible_to(ANYBODY).filter(indexing_on=True)

    def standing(self) -> MemorialQuerySet:
        return self.filter(deleted_at=None)

    def moderated_by(self, viewer: Viewer) -> MemorialQuerySet:
        """Those in which this member decides on what others add."""
        return self.standing().filter(self._moderator(viewer))

    def overseen_by(self, viewer: Viewer) -> MemorialQuerySet:
        """Those, and for the site's moderators all that is published and not private."""
        overseen = self._moderator(viewer)
        if viewer.is_staff:
            overseen |= Q(published=True, visibility__in=[Visibility.PUBLIC, Visibility.LINK])
        return self.standing().filter(overseen)

    def deleted_for(self, viewer: Viewer) -> MemorialQuerySet:
        """What a keeper has deleted and can still bring back."""
        kept = Membership.objects.filter(memorial=OuterRef("pk"), user=viewer.user, role="keeper")
        gone = self.filter(Exists(kept), deleted_at__gt=timezone.now() - GRACE)
        return gone if viewer.user else self.none()

    def past_grace(self) -> MemorialQuerySet:
        """What was deleted so long ago that it goes for good."""
        return self.filter(deleted_at__lte=timezone.now() - GRACE)

    def with_portraits(self, viewer: Viewer) -> MemorialQuerySet:
        """Each with its portrait, where this viewer may see it; a fixed number of queries for any list."""
        from memorials.models.media import Media  # it points to memorials itself

        portraits = Media.objects.visible_to(viewer).prefetch_related("renditions")
        return self.prefetch_related(Prefetch("cover", queryset=portraits))

    def with_roles(self, viewer: Viewer) -> MemorialQuerySet:
        """Each with the viewer's own role in it as `own_role`; None where there is none."""
        roles = Membership.objects.filter(memorial=OuterRef("pk"), user=viewer.user)
        own = roles if viewer.user else roles.none()
        return self.annotate(own_role=Subquery(own.values("role")[:1]))

    def matching(self, text: str) -> MemorialQuerySet:
        """Every word of the text stands somewhere in names or places."""
        return self.filter(holds(text))

    def of_member(self, viewer: Viewer) -> MemorialQuerySet:
        return self.standing().filter(self._member(viewer))

    @staticmethod
    def _member(viewer: Viewer) -> Q:
        if not viewer.user:
            return Q(pk__in=[])
        return Q(Exists(Membership.objects.filter(memorial=OuterRef("pk"), user=viewer.user)))

    @staticmethod
    def _moderator(viewer: Viewer) -> Q:
        if not viewer.user:
            return Q(pk__in=[])
        roles = Membership.objects.filter(memorial=OuterRef("pk"), user=viewer.user, role__in=MODERATORS)
        return Q(Exists(roles))

    @staticmethod
    def _linked(viewer: Viewer) -> Q:
        """A grant counts only while its token is valid and the memorial still open by link."""
        from memorials.models.invitation import LinkToken  # it points to memorials itself

        if not viewer.link_grants:
            return Q(pk__in=[])
        tokens = LinkToken.objects.valid().filter(memorial=OuterRef("pk"), pk__in=viewer.link_grants)
        return Q(Exists(tokens), published=True, visibility=Visibility.LINK)


class Memorial(models.Model):
    code = models.CharField(_("code"), max_length=16, unique=True, default=new_code, editable=False)
    name = models.CharField(_("name"), max_length=200)
    surname = models.CharField(_("surname"), max_length=120, blank=True)
    given_name = models.CharField(_("given name"), max_length=120, blank=True)
    patronymic = models.CharField(_("patronymic"), max_length=120, blank=True)
    maiden_name = models.CharField(_("surname at birth"), max_length=120, blank=True)
    home_name = models.CharField(_("called at home"), max_length=120, blank=True)
    born = models.CharField(_("born"), max_length=dates.LONGEST, blank=True, validators=[dates.validate])
    born_old_style = models.BooleanField(_("by the old calendar"), default=False)
    born_place = models.CharField(_("place of birth"), max_length=200, blank=True)
    died = models.CharField(_("died"), max_length=dates.LONGEST, blank=True, validators=[dates.validate])
    died_old_style = models.BooleanField(_("by the old calendar"), default=False)
    died_place = models.CharField(_("place of death"), max_length=200, blank=True)
    rest_place = models.CharField(_("where the grave is"), max_length=300, blank=True)
    summary = models.CharField(_("who this was, in one line"), max_length=200, blank=True)
    epitaph = models.CharField(_("epitaph"), max_length=400, blank=True)
    epitaph_note = models.CharField(_("whose words these are"), max_length=200, blank=True)
    language = models.CharField(
        _("language of the memorial"),
        max_length=2,
        choices=[("ru", "Русский"), ("en", "English")],
        default="ru",
    )
    visibility = models.CharField(
        _("who sees it"), max_length=8, choices=Visibility.choices, default=Visibility.PRIVATE
    )
    published = models.BooleanField(_("published"), default=True)
    chat_on = models.BooleanField(_("the archive may be asked"), default=True)
    animation_on = models.BooleanField(_("photographs may be brought to life"), default=True)
    tributes_on = models.BooleanField(_("words, candles and flowers may be left"), default=True)
    indexing_on = models.BooleanField(_("search engines may list the page"), default=False)
    cover = models.ForeignKey(
        "memorials.Media",
        verbose_name=_("portrait"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # Which point of the portrait stays seen when it is cropped, in per cent of its width and height.
    cover_x = models.PositiveSmallIntegerField(default=50, validators=[MaxValueValidator(100)])
    cover_y = models.PositiveSmallIntegerField(default=30, validators=[MaxValueValidator(100)])
    twin = models.OneToOneField(
        "self",
        verbose_name=_("the same person in another language"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    is_demo = models.BooleanField(_("shown as the example on the front page"), default=False, editable=False)
    created = models.DateTimeField(_("created"), auto_now_add=True)
    changed = models.DateTimeField(_("changed"), auto_now=True)
    deleted_at = models.DateTimeField(null=True, editable=False, db_index=True)
    deleted_by = models.ForeignKey(
        "memorials.User", null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    born_earliest = BoundField("born", end="earliest", old_style="born_old_style")
    born_latest = BoundField("born", end="latest", old_style="born_old_style")
    died_earliest = BoundField("died", end="earliest", old_style="died_old_style")
    died_latest = BoundField("died", end="latest", old_style="died_old_style")
    sort_key = FoldedField("surname", "given_name", "patronymic", "name")
    search_text = FoldedField(
        "name", "surname", "given_name", "patronymic", "maiden_name", "home_name",
        "born_place", "died_place", "rest_place",
    )  # fmt: skip

    objects = MemorialQuerySet.as_manager()

    class Meta:
        verbose_name = _("memorial")
        verbose_name_plural = _("memorials")
        ordering = ["-created", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values), name="memorial_visibility_known"
            ),
            models.CheckConstraint(
                condition=Q(cover_x__lte=100, cover_y__lte=100), name="cover_point_in_picture"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("memorials:page", args=[self.code])

    @property
    def years(self) -> str:
        return dates.years(self.born, self.died)

    @property
    def places(self) -> str:
        """Where a life began and ended."""
        return "\N{NO-BREAK SPACE}— ".join(place for place in (self.born_place, self.died_place) if place)

    @property
    def gone_for_good(self) -> datetime | None:
        return self.deleted_at + GRACE if self.deleted_at else None


class MemorialRecord(Memorial):
    """What a superuser may know of every memorial, private ones too: that it exists, and how large it is."""

    class Meta:
        proxy = True
        verbose_name = _("memorial on record")
        verbose_name_plural = _("memorials on record")

    def __str__(self) -> str:
        return self.code
