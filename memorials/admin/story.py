from django.contrib import admin
from django.http import HttpRequest

from memorials.admin.doors import DooredAdmin, TextAdmin
from memorials.models import Album, Chapter, LifeEvent


class StoryAdmin(DooredAdmin):
    """Written on the site by those who look after the memorial."""

    list_select_related = ("memorial",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Chapter)
class ChapterAdmin(StoryAdmin, TextAdmin):
    list_display = ("title", "memorial", "position", "changed")
    search_fields = ("title", "code")
    fields = ("title", "text", "memorial", "code", "created", "changed")
    readonly_fields = ("memorial", "code", "created", "changed")


@admin.register(LifeEvent)
class LifeEventAdmin(StoryAdmin):
    list_display = ("title", "memorial", "happened", "place")
    search_fields = ("title", "code")
    fields = ("title", "place", "happened", "memorial", "code", "created")
    readonly_fields = ("memorial", "code", "created")


@admin.register(Album)
class AlbumAdmin(StoryAdmin):
    list_display = ("title", "memorial", "period")
    search_fields = ("title", "code")
    fields = ("title", "period", "memorial", "code")
    readonly_fields = ("memorial", "code")
