from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from memorials.codes import new_code


class Role(models.TextChoices):
    KEEPER = "keeper", _("keeper")
    EDITOR = "editor", _("editor")
    CONTRIBUTOR = "contributor", _("contributor")
    READER = "reader", _("reader")


#: The roles with the word `moderate` in the table of permissions; a test holds the two together.
MODERATORS = (Role.KEEPER, Role.EDITOR)


class Membership(models.Model):
    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    memorial = models.ForeignKey("memorials.Memorial", on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        "memorials.User", verbose_name=_("person"), on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    since = models.DateTimeField(auto_now_add=True)
    invitation = models.ForeignKey(
        "memorials.Invitation",
        verbose_name=_("invitation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="members",
    )

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(fields=["memorial", "user"], name="one_role_per_person"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.role}"
