"""Who was let in and told what, for administrators who help a family. To be read only, and without tokens:
what opens a memorial is kept hashed, and not even the hash is shown."""

from typing import ClassVar

from django.contrib import admin

from memorials.admin.doors import ReadOnlyAdmin
from memorials.models import AccessRequest, ApiToken, Invitation, LinkToken, Notice, Objection


class ForAdministrators(ReadOnlyAdmin):
    staff_may = frozenset()
    list_select_related: ClassVar[tuple[str, ...]] = ("memorial",)


@admin.register(Invitation)
class InvitationAdmin(ForAdministrators):
    list_display = ("code", "memorial", "role", "uses", "most_uses", "expires", "revoked_at")
    fields = (
        "code", "memorial", "role", "note", "email", "created_by", "created", "expires", "most_uses", "uses",
        "revoked_at",
    )  # fmt: skip


@admin.register(LinkToken)
class LinkTokenAdmin(ForAdministrators):
    list_display = ("code", "memorial", "created", "expires", "revoked_at")
    fields = ("code", "memorial", "note", "created_by", "created", "expires", "revoked_at")


@admin.register(AccessRequest)
class AccessRequestAdmin(ForAdministrators):
    list_display = ("code", "memorial", "user", "answer", "created", "answered_at")
    list_filter = ("answer",)
    list_select_related = ("memorial", "user")


@admin.register(Notice)
class NoticeAdmin(ForAdministrators):
    list_display = ("kind", "memorial", "recipient", "created", "attempts", "sent_at")
    fields = ("kind", "memorial", "recipient", "about", "path", "created", "attempts", "sent_at")
    list_filter = ("kind",)
    list_select_related = ("memorial", "recipient")


@admin.register(ApiToken)
class ApiTokenAdmin(ForAdministrators):
    """Who has keys for reading, and when they were used last."""

    list_display = ("code", "owner", "name", "created", "expires", "last_used", "revoked_at")
    list_select_related = ("owner",)
    fields = ("code", "owner", "name", "created", "expires", "last_used", "revoked_at")


@admin.register(Objection)
class ObjectionAdmin(ReadOnlyAdmin):
    """Moderators too: a relative who objects may turn to the site when the family is silent."""

    list_display = ("memorial", "kind", "name", "relation", "made_at", "answer", "answered_by_name")
    list_filter = ("kind", "answer")
    list_select_related = ("memorial",)
