from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Prefetch, QuerySet, Sum
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from memorials.admin.doors import DooredAdmin, ReadOnlyAdmin, TextAdmin
from memorials.models import Consent, Media, Membership, Memorial, MemorialRecord, Memory, Role
from memorials.services.media import remove_media
from memorials.services.memorials import remove_memorial


class MembersFormSet(BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if form not in self.deleted_forms]
        roles = [getattr(form, "cleaned_data", {}).get("role") for form in kept]
        if Role.KEEPER not in roles:
            raise ValidationError(_("A memorial is never without a keeper."))


class MemberInline(admin.TabularInline):
    model = Membership
    formset = MembersFormSet
    extra = 0
    autocomplete_fields = ("user",)


@admin.register(Memorial)
class MemorialAdmin(DooredAdmin):
    """Memorials are made on the site, where whoever makes one becomes its keeper."""

    list_display = ("name", "code", "visibility", "published", "language", "created")
    list_filter = ("visibility", "published", "language")
    search_fields = ("name", "code")
    readonly_fields = ("code", "created", "changed")
    exclude = ("cover", "cover_x", "cover_y", "twin")  # chosen on the site, where the photographs are seen
    inlines = (MemberInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: Memorial) -> None:
        remove_memorial(memorial=obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Memorial]) -> None:
        for memorial in queryset:
            remove_memorial(memorial=memorial)


@admin.register(MemorialRecord)
class MemorialRecordAdmin(ReadOnlyAdmin):
    """That a memorial exists, who keeps it and how large it is; nothing of what it holds."""

    list_display = ("code", "keepers", "photographs", "bytes", "visibility", "created", "changed")
    fields = ("code", "keepers", "photographs", "bytes", "visibility", "created", "changed")
    search_fields = ("code",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        records = super().get_queryset(request)
        counted: QuerySet[Any] = records.annotate(photographs=Count("media"), bytes=Sum("media__size"))
        keepers = Membership.objects.filter(role=Role.KEEPER).select_related("user").order_by("pk")
        return counted.prefetch_related(Prefetch("memberships", keepers, to_attr="by_keepers"))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    @admin.display(description=_("keepers"))
    def keepers(self, record: Any) -> str:
        return ", ".join(member.user.email for member in record.by_keepers)

    @admin.display(description=_("photographs"))
    def photographs(self, record: Any) -> int:
        return int(record.photographs)

    @admin.display(description=_("bytes"))
    def bytes(self, record: Any) -> int:
        return int(record.bytes or 0)


@admin.register(Memory)
class MemoryAdmin(TextAdmin):
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    list_display = ("__str__", "memorial", "author", "status", "happened", "created")
    list_select_related = ("memorial", "author")
    list_filter = ("status",)
    search_fields = ("title", "text", "code")
    readonly_fields = ("code", "memorial", "author", "status", "attached", "created", "changed")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Media)
class MediaAdmin(DooredAdmin):
    list_display = ("picture", "__str__", "kind", "memorial", "added_by", "status", "created")
    list_select_related = ("memorial", "added_by")
    list_filter = ("status", "kind")
    search_fields = ("caption", "people", "place", "code", "sha256")
    fields = (
        "picture", "kind", "caption", "people", "taken", "place", "credit", "transcript", "album",
        "status", "memorial", "added_by", "original_name", "size", "sha256",
        "created",
    )  # fmt: skip
    readonly_fields = (
        "picture", "kind", "album", "status", "memorial", "added_by", "original_name", "size", "sha256",
        "created",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("renditions")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("photograph"))
    def picture(self, photo: Media) -> SafeString | str:
        shown = photo.best("thumb")
        return format_html('<img class="picture" src="{}" alt="">', shown.url) if shown else "—"

    def delete_model(self, request: HttpRequest, obj: Media) -> None:
        remove_media(photo=obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Media]) -> None:
        for photo in queryset:
            remove_media(photo=photo)


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    list_display = ("memorial", "kind", "given_name", "given_at", "withdrawn_name", "withdrawn_at")
    list_filter = ("kind",)
