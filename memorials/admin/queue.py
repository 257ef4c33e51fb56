"""The moderators' queue, and what it is made of: tributes, reports, decisions, the host's list of words."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from memorials.admin.doors import ADD, CHANGE, DELETE, VIEW, DooredAdmin, ReadOnlyAdmin, TextAdmin
from memorials.deciding import answer, take_back_all
from memorials.models import BlockedWord, Decision, Memorial, Report, Tribute
from memorials.models.user import shown_as
from memorials.queue import KINDS, Queue, Wish
from memorials.viewer import viewer_of


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    """What was reported. It is answered in the queue, whose page hangs here."""

    list_display = ("code", "reason", "memorial", "created", "closed_at", "closed_by")
    list_filter = ("reason", ("closed_at", admin.EmptyFieldListFilter))
    list_select_related = ("memorial", "closed_by")
    search_fields = ("code",)

    def get_urls(self) -> list[Any]:
        own = path("queue/", self.admin_site.admin_view(self.queue_view), name="queue")
        return [own, *super().get_urls()]

    def queue_view(self, request: HttpRequest) -> HttpResponse:
        """Everything that waits or was reported in what this moderator may see, the longest waiting first."""
        viewer = viewer_of(request.user)
        wish = Wish(
            kind=request.GET.get("kind", ""),
            language=request.GET.get("language", ""),
            reported=request.GET.get("reported") == "1",
        )
        page = Queue(viewer, wish=wish).page(request.GET.get("page"))
        about = {
            **self.admin_site.each_context(request),
            "title": _("What waits and was reported"),
            "page": page,
            "is_nav_sidebar_enabled": False,  # it opens by a script only
            "wish": wish,
            "kinds": KINDS,
        }
        decisions = Decision.objects.visible_to(viewer)
        return answer(request, viewer, list(page), decisions, "admin/queue.html", about)


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    """Who did what. Nothing here is edited: a decision is taken back by another one."""

    list_display = (
        "made_at",
        "made_by_name",
        "in_words",
        "subject",
        "memorial_name",
        "reason_label",
        "undone",
    )
    list_display_links = ("made_at",)
    list_filter = ("became",)
    fields = (
        "made_at",
        "made_by_name",
        "in_words",
        "subject",
        "memorial_name",
        "reason_label",
        "note",
        "undone",
    )
    readonly_fields = fields
    actions = ("take_back",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        overseen = Memorial.objects.overseen_by(viewer_of(request.user)).filter(pk=OuterRef("memorial"))
        decisions = Decision.objects.visible_to(viewer_of(request.user)).with_items()
        listed: QuerySet[Any] = decisions.annotate(is_open=Exists(overseen)).order_by("-made_at", "-pk")
        return listed

    @admin.display(description=_("decision"))
    def in_words(self, made: Decision) -> str:
        return made.in_words

    @admin.display(description=_("about"))
    def subject(self, made: Any) -> str:
        """Of a closed memorial only that there was something."""
        return str(made.title) if made.is_open else "—"

    @admin.display(description=_("memorial"))
    def memorial_name(self, made: Any) -> str:
        return str(made.memorial.name) if made.is_open else "—"

    @admin.display(description=_("reason"))
    def reason_label(self, made: Decision) -> str:
        return made.reason_label or "—"

    @admin.display(description=_("taken back"))
    def undone(self, made: Decision) -> str:
        return shown_as(made.undone_by.made_by_name) if hasattr(made, "undone_by") else "—"

    @admin.action(description=_("Take these decisions back"))
    def take_back(self, request: HttpRequest, queryset: QuerySet[Decision]) -> None:
        take_back_all(request, viewer_of(request.user), Decision.objects.filter(pk__in=queryset.values("pk")))


@admin.register(Tribute)
class TributeAdmin(TextAdmin):
    list_display = ("__str__", "memorial", "author", "status", "created")
    list_filter = ("kind", "status")
    list_select_related = ("memorial", "author")
    search_fields = ("name", "text", "code")
    fields = (
        "kind",
        "name",
        "text",
        "status",
        "memorial",
        "author",
        "lit_until",
        "code",
        "created",
        "changed",
    )
    readonly_fields = ("kind", "status", "memorial", "author", "lit_until", "code", "created", "changed")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(BlockedWord)
class BlockedWordAdmin(DooredAdmin):
    """Words that make a text wait for somebody to read it. Moderators keep the list."""

    staff_may = frozenset({VIEW, ADD, CHANGE, DELETE})
    list_display = ("word", "created")
    search_fields = ("word",)
