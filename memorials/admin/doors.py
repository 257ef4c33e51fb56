"""The one base of every ModelAdmin: its rows, and the rows its choices offer, come from `visible_to`."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import ForeignKey, Model, QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest

from memorials.events import Event, tell
from memorials.models import (
    AccessRequest,
    Album,
    ApiToken,
    BlockedWord,
    Chapter,
    Consent,
    Decision,
    Invitation,
    LifeEvent,
    LinkToken,
    Media,
    Membership,
    Memorial,
    MemorialRecord,
    Memory,
    Notice,
    Objection,
    Preparation,
    Report,
    Tribute,
    Upload,
    User,
)
from memorials.viewer import Viewer, viewer_of

Door = Callable[[Viewer], QuerySet[Any]]


def _children(model: type[Model]) -> Door:
    return lambda viewer: model._default_manager.filter(memorial__in=Memorial.objects.visible_to(viewer))


def _decided_on(model: type[Model]) -> Door:
    """What can wait or be reported: not even a member sees it all, only whoever decides there.

    The single item of a closed memorial that was reported stands in the queue alone: its page here would
    name the memorial.
    """
    return lambda viewer: model._default_manager.filter(memorial__in=Memorial.objects.overseen_by(viewer))


#: What staff see of each model. A model that is not here offers nothing.
DOORS: dict[type[Model], Door] = {
    Memorial: lambda viewer: Memorial.objects.visible_to(viewer),
    MemorialRecord: lambda viewer: MemorialRecord.objects.all(),
    Memory: _decided_on(Memory),
    Media: _decided_on(Media),
    Preparation: lambda viewer: Preparation.objects.filter(media__in=_decided_on(Media)(viewer)),
    Tribute: _decided_on(Tribute),
    Report: _decided_on(Report),
    Decision: lambda viewer: Decision.objects.visible_to(viewer),
    BlockedWord: lambda viewer: BlockedWord.objects.all(),
    Album: _children(Album),
    Chapter: _children(Chapter),
    LifeEvent: _children(LifeEvent),
    Membership: _children(Membership),
    Invitation: _children(Invitation),
    LinkToken: _children(LinkToken),
    AccessRequest: _children(AccessRequest),
    Upload: _children(Upload),
    Consent: _children(Consent),
    Objection: _children(Objection),
    Notice: _children(Notice),
    ApiToken: lambda viewer: ApiToken.objects.all(),
    User: lambda viewer: User.objects.all(),
}


def rows(model: type[Model], request: HttpRequest) -> QuerySet[Any]:
    door = DOORS.get(model)
    return door(viewer_of(request.user)) if door else model._default_manager.none()


#: What a model may offer to staff.
VIEW, ADD, CHANGE, DELETE = "view", "add", "change", "delete"


class DooredAdmin(admin.ModelAdmin):
    """Staff see the rows behind the door. Being a moderator is enough for what `staff_may` says: nobody has
    to tick permissions for them. More than that is for administrators, or given by Django's permissions."""

    staff_may: ClassVar[frozenset[str]] = frozenset({VIEW})
    list_per_page = 50
    show_full_result_count = False
    autocomplete_fields: ClassVar[tuple[str, ...]] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return rows(self.model, request).order_by(*self.get_ordering(request) or self.model._meta.ordering)

    def _is_for_staff(self, request: HttpRequest, word: str) -> bool:
        return word in self.staff_may and viewer_of(request.user).is_staff

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._is_for_staff(request, VIEW) or super().has_module_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_for_staff(request, VIEW) or super().has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._is_for_staff(request, ADD) or super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_for_staff(request, CHANGE) or super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_for_staff(request, DELETE) or super().has_delete_permission(request, obj)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **options: Any
    ) -> ModelChoiceField | None:
        options["queryset"] = rows(db_field.related_model, request)
        return super().formfield_for_foreignkey(db_field, request, **options)


class TextAdmin(DooredAdmin):
    """Words that moderators may correct: the other apps hear of it as of every other change."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        tell(Event.TEXT_STANDS if obj.stands else Event.TEXT_WITHDRAWN, text=obj)


class ReadOnlyAdmin(DooredAdmin):
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
