from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from memorials import dates
from memorials.codes import new_code

if TYPE_CHECKING:
    from memorials.viewer import Viewer


class Visibility(models.TextChoices):
    PRIVATE = "private", _("only those who were invited")
    LINK = "link", _("those who have the link")
    PUBLIC = "public", _("everybody")


class Role(models.TextChoices):
    KEEPER = "keeper", _("keeper")
    EDITOR = "editor", _("editor")
    CONTRIBUTOR = "contributor", _("contributor")
    READER = "reader", _("reader")


class MemorialQuerySet(models.QuerySet["Memorial"]):
    def visible_to(self, viewer: Viewer) -> MemorialQuerySet:
        """Published public ones for all; one's own; and for moderators all that is not private."""
        seen = Q(published=True, visibility=Visibility.PUBLIC)
        if viewer.is_staff:
            seen |= Q(published=True, visibility=Visibility.LINK)
        if viewer.user:
            seen |= self._member(viewer)
        return self.filter(seen)

    def listed_for(self, viewer: Viewer) -> MemorialQuerySet:
        """What may stand in a list: public ones and one's own, never those that only a link opens."""
        seen = Q(published=True, visibility=Visibility.PUBLIC)
        if viewer.user:
            seen |= self._member(viewer)
        return self.filter(seen)

    def of_member(self, viewer: Viewer) -> MemorialQuerySet:
        return self.filter(self._member(viewer)) if viewer.user else self.none()

    @staticmethod
    def _member(viewer: Viewer) -> Q:
        return Q(Exists(Membership.objects.filter(memorial=OuterRef("pk"), user=viewer.user)))


class Memorial(models.Model):
    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    name = models.CharField(_("name"), max_length=200)
    born = models.CharField(_("born"), max_length=10, blank=True, validators=[dates.validate])
    died = models.CharField(_("died"), max_length=10, blank=True, validators=[dates.validate])
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
    cover = models.ForeignKey(
        "memorials.Media",
        verbose_name=_("portrait"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    twin = models.OneToOneField(
        "self",
        verbose_name=_("the same person in another language"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    is_demo = models.BooleanField(_("shown as the example on the front page"), default=False, editable=False)
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)

    objects = MemorialQuerySet.as_manager()

    class Meta:
        verbose_name = _("memorial")
        verbose_name_plural = _("memorials")
        ordering = ["-created", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values), name="memorial_visibility_known"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("memorials:page", args=[self.code])

    @property
    def years(self) -> str:
        return dates.years(self.born, self.died)


class MemorialRecord(Memorial):
    """What a superuser may know of every memorial, private ones too: that it exists, and how large it is."""

    class Meta:
        proxy = True
        verbose_name = _("memorial on record")
        verbose_name_plural = _("memorials on record")

    def __str__(self) -> str:
        return self.code


class Membership(models.Model):
    memorial = models.ForeignKey(Memorial, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey("memorials.User", on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(fields=["memorial", "user"], name="one_role_per_person"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.role}"
