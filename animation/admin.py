from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_celery_results import admin as results_admin  # noqa: F401 (registers what is unregistered below)
from django_celery_results.models import GroupResult, TaskResult

from animation import failures, status
from animation.models import Animation, FoundFaces
from animation.services import remove
from memorials.admin.doors import ReadOnlyAdmin
from memorials.jobs.model import State
from memorials.models import Memorial
from memorials.viewer import viewer_of


def seen_by(request: HttpRequest) -> QuerySet[Animation]:
    memorials = Memorial.objects.visible_to(viewer_of(request.user))
    return Animation.objects.filter(photo__memorial__in=memorials)


@admin.register(Animation)
class AnimationAdmin(ReadOnlyAdmin):
    """The jobs of the memorials that staff may see, each with the result that Celery stored."""

    list_display = (
        "code",
        "photo",
        "status",
        "stage",
        "progress",
        "failure",
        "attempt",
        "created",
        "stored_result",
    )
    list_filter = ("status", "failure")
    search_fields = ("code", "task_id")
    fields = (
        "code", "photo", "requested_by", "gesture", "strength", "take", "chosen", "status", "stage",
        "progress", "failure", "told", "attempt", "created", "started", "finished", "stored_result",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        stored = TaskResult.objects.filter(task_id=OuterRef("task_id")).exclude(task_id="")
        results = {"result_pk": Subquery(stored.values("pk")), "result": Subquery(stored.values("status"))}
        jobs: QuerySet[Any] = seen_by(request).select_related("photo").annotate(**results)
        return jobs

    @admin.display(description=_("stored result"))
    def stored_result(self, animation: Any) -> SafeString | str:
        if animation.result_pk is None:
            return "—"
        address = reverse("admin:django_celery_results_taskresult_change", args=[animation.result_pk])
        return format_html('<a href="{}">{}</a>', address, animation.result)

    @admin.display(description=_("in words"))
    def told(self, animation: Animation) -> str:
        """What the page says of it."""
        if animation.status == State.FAILED:
            return str(failures.words(animation.failure).what)
        outcome = status.outcomes([animation]).get(animation.code, {})
        return " ".join(failures.remarks(outcome)) or "—"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)

    def delete_model(self, request: HttpRequest, obj: Animation) -> None:
        remove(animation=obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Animation]) -> None:
        for animation in queryset:
            remove(animation=animation)


@admin.register(FoundFaces)
class FoundFacesAdmin(ReadOnlyAdmin):
    """What the workshop found on the photographs of the memorials that staff may see."""

    list_display = ("photo", "status", "failure", "engine", "version", "attempt", "created", "finished")
    list_select_related = ("photo",)
    list_filter = ("status", "failure")
    search_fields = ("photo__code",)
    fields = (
        "photo", "status", "failure", "engine", "version", "width", "height", "faces", "attempt", "created",
        "started", "finished",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        memorials = Memorial.objects.visible_to(viewer_of(request.user))
        searches: QuerySet[Any] = FoundFaces.objects.filter(photo__memorial__in=memorials)
        return searches

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It goes with its photograph; one that is removed alone is made anew."""
        return bool(request.user.is_active and request.user.has_perm("memorials.delete_media"))


#: What the package calls these in English alone; said here too, so that they are collected for translation.
IN_OTHER_LANGUAGES = (
    _("Celery Results"), _("task result"), _("task results"), _("Task ID"), _("Task Name"), _("Task State"),
    _("Worker"), _("Task Positional Arguments"), _("Result Data"), _("Created DateTime"),
    _("Started DateTime"), _("Completed DateTime"), _("Traceback"),
)  # fmt: skip

# The package's own pages show the results of all jobs, and let them be edited apart from their rows.
for model in (TaskResult, GroupResult):
    admin.site.unregister(model)


@admin.register(TaskResult)
class StoredResultAdmin(ReadOnlyAdmin):
    """The stored outcomes of these jobs, to be read only: they come and go with their rows."""

    list_display = ("task_id", "task_name", "status", "date_done", "worker")
    list_filter = ("status",)
    search_fields = ("task_id",)
    fields = (
        "task_id",
        "task_name",
        "status",
        "worker",
        "task_args",
        "result",
        "date_created",
        "date_started",
        "date_done",
        "traceback",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        jobs = seen_by(request).exclude(task_id="")
        return TaskResult.objects.filter(task_id__in=jobs.values("task_id"))
