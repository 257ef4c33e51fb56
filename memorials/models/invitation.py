"""The ways into a memorial that is not public: an invitation makes a member, a link lets a guest look,
and a request asks a keeper for one of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from memorials.codes import new_code
from memorials.models.membership import Role
from memorials.models.memorial import Memorial
from memorials.models.token import hashed


class State(models.TextChoices):
    """What an invitation or a link is worth."""

    OPEN = "open"
    USED_UP = "used_up"
    EXPIRED = "expired"
    REVOKED = "revoked"


_IS_OPEN = Q(state=State.OPEN)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def with_state(self) -> InvitationQuerySet:
        """Each with its `state`, one of State."""
        spent = When(uses__gte=F("most_uses"), then=Value(State.USED_UP))
        return self.annotate(state=_state(spent))

    def in_state(self, state: str) -> InvitationQuerySet:
        return self.with_state().filter(Q(state=state))

    def open(self) -> InvitationQuerySet:
        """Those that can still be taken up."""
        return self.with_state().filter(_IS_OPEN, memorial__deleted_at=None)

    def over(self) -> InvitationQuerySet:
        return self.with_state().exclude(_IS_OPEN)

    def with_token(self, token: str) -> InvitationQuerySet:
        return self.filter(token_hash=hashed(token))


def _state(*more: When) -> Case:
    return Case(
        When(revoked_at__isnull=False, then=Value(State.REVOKED)),
        *more,
        When(expires__lte=timezone.now(), then=Value(State.EXPIRED)),
        default=Value(State.OPEN),
        output_field=models.CharField(),
    )


class Invitation(models.Model):
    """Whoever holds its token may become a member with its role, until it has run out."""

    code = models.CharField(_("code"), max_length=16, unique=True, default=new_code, editable=False)
    memorial = models.ForeignKey(
        Memorial, verbose_name=_("memorial"), on_delete=models.CASCADE, related_name="invitations"
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.CONTRIBUTOR)
    note = models.CharField(_("for whom"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    created_by = models.ForeignKey(
        "memorials.User",
        verbose_name=_("who made it"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created = models.DateTimeField(_("created"), auto_now_add=True)
    expires = models.DateTimeField(_("valid until"), null=True, blank=True)
    most_uses = models.PositiveSmallIntegerField(_("for how many people"), null=True, blank=True, default=1)
    uses = models.PositiveSmallIntegerField(_("taken up so many times"), default=0, editable=False)
    revoked_at = models.DateTimeField(_("revoked on"), null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="invitation_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.role}"


class LinkTokenQuerySet(models.QuerySet["LinkToken"]):
    def with_state(self) -> LinkTokenQuerySet:
        return self.annotate(state=_state())

    def in_state(self, state: str) -> LinkTokenQuerySet:
        return self.with_state().filter(Q(state=state))

    def valid(self) -> LinkTokenQuerySet:
        return self.with_state().filter(_IS_OPEN)

    def over(self) -> LinkTokenQuerySet:
        return self.with_state().exclude(_IS_OPEN)

    def with_token(self, token: str) -> LinkTokenQuerySet:
        return self.filter(token_hash=hashed(token))


class LinkToken(models.Model):
    """A secret address of a memorial that is open by link. A session that exchanged it keeps only its id,
    and sees the memorial as long as the token is valid and the memorial still open by link."""

    code = models.CharField(_("code"), max_length=16, unique=True, default=new_code, editable=False)
    memorial = models.ForeignKey(
        Memorial, verbose_name=_("memorial"), on_delete=models.CASCADE, related_name="link_tokens"
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    note = models.CharField(_("for whom"), max_length=120, blank=True)
    created_by = models.ForeignKey(
        "memorials.User",
        verbose_name=_("who made it"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created = models.DateTimeField(_("created"), auto_now_add=True)
    expires = models.DateTimeField(_("valid until"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked on"), null=True, editable=False)

    objects = LinkTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return self.code


class AccessRequestQuerySet(models.QuerySet["AccessRequest"]):
    def waiting(self) -> AccessRequestQuerySet:
        return self.filter(answer=AccessRequest.Answer.WAITING)


class AccessRequest(models.Model):
    """Somebody with an account asks to be let in. One at a time; the answer is a keeper's."""

    class Answer(models.TextChoices):
        WAITING = "waiting", _("waits for an answer")
        GRANTED = "granted", _("let in")
        DECLINED = "declined", _("declined")

    code = models.CharField(_("code"), max_length=16, unique=True, default=new_code, editable=False)
    memorial = models.ForeignKey(
        Memorial, verbose_name=_("memorial"), on_delete=models.CASCADE, related_name="access_requests"
    )
    user = models.ForeignKey(
        "memorials.User", verbose_name=_("person"), on_delete=models.CASCADE, related_name="access_requests"
    )
    words = models.CharField(_("who you are to this person"), max_length=500)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices, default=Answer.WAITING)
    created = models.DateTimeField(_("asked"), auto_now_add=True)
    answered_by = models.ForeignKey(
        "memorials.User",
        verbose_name=_("account of whoever answered"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    answered_at = models.DateTimeField(_("answered on"), null=True)

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for access")
        verbose_name_plural = _("requests for access")
        ordering = ["created", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["memorial", "user"], condition=Q(answer="waiting"), name="one_waiting_request"
            ),
            models.CheckConstraint(
                condition=Q(answer__in=["waiting", "granted", "declined"]), name="access_answer_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.answer}"
