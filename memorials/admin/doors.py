"""The one base of every ModelAdmin: its rows, and the rows its choices offer, come from `visible_to`."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import ForeignKey, Model, QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest

from memorials.models import Consent, Media, Membership, Memorial, MemorialRecord, Memory, User
from memorials.viewer import Viewer, viewer_of

Door = Callable[[Viewer], QuerySet[Any]]


def _children(model: type[Model]) -> Door:
    return lambda viewer: model._default_manager.filter(memorial__in=Memorial.objects.visible_to(viewer))


#: What staff see of each model. A model that is not here offers nothing.
DOORS: dict[type[Model], Door] = {
    Memorial: lambda viewer: Memorial.objects.visible_to(viewer),
    MemorialRecord: lambda viewer: MemorialRecord.objects.all(),
    Memory: _children(Memory),
    Media: _children(Media),
    Membership: _children(Membership),
    Consent: _children(Consent),
    User: lambda viewer: User.objects.all(),
}


def rows(model: type[Model], request: HttpRequest) -> QuerySet[Any]:
    door = DOORS.get(model)
    return door(viewer_of(request.user)) if door else model._default_manager.none()


class DooredAdmin(admin.ModelAdmin):
    """Staff see the rows behind the door; what they may do with them are Django's own permissions."""

    list_per_page = 50
    show_full_result_count = False
    autocomplete_fields: ClassVar[tuple[str, ...]] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return rows(self.model, request).order_by(*self.get_ordering(request) or self.model._meta.ordering)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **options: Any
    ) -> ModelChoiceField | None:
        options["queryset"] = rows(db_field.related_model, request)
        return super().formfield_for_foreignkey(db_field, request, **options)


class ReadOnlyAdmin(DooredAdmin):
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
