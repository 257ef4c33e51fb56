"""What workers make of what was brought: how it stands, why it failed, and once more."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from memorials.admin.doors import VIEW, ReadOnlyAdmin
from memorials.models import Preparation
from memorials.services.preparing import retry


@admin.register(Preparation)
class PreparationAdmin(ReadOnlyAdmin):
    list_display = ("media", "kind", "status", "stage", "failure", "attempt", "created", "finished")
    list_select_related = ("media",)
    list_filter = ("status", "failure", "media__kind")
    search_fields = ("media__code",)
    fields = (
        "media", "kind", "status", "stage", "progress", "failure", "attempt", "created", "started",
        "finished",
    )  # fmt: skip
    actions = ("once_more",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It goes with its media; one that is removed alone is made anew."""
        return bool(request.user.is_active and request.user.has_perm("memorials.delete_media"))

    @admin.display(description=_("kind"))
    def kind(self, preparation: Preparation) -> str:
        return str(preparation.media.get_kind_display())

    @admin.action(description=_("Prepare these once more"), permissions=[VIEW])
    def once_more(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        again = sum(retry(preparation=preparation) for preparation in queryset)
        said = ngettext("%(count)d waits its turn again.", "%(count)d wait their turn again.", again)
        messages.success(request, said % {"count": again})
