from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_celery_results.models import TaskResult

from animation.models import Animation
from animation.services import remove
from memorials.admin.doors import ReadOnlyAdmin
from memorials.models import Memorial
from memorials.viewer import viewer_of


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

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        seen = Memorial.objects.visible_to(viewer_of(request.user))
        return Animation.objects.filter(photo__memorial__in=seen).select_related("photo")

    @admin.display(description=_("stored result"))
    def stored_result(self, animation: Animation) -> SafeString | str:
        result = TaskResult.objects.filter(task_id=animation.task_id).first() if animation.task_id else None
        if result is None:
            return "—"
        address = reverse("admin:django_celery_results_taskresult_change", args=[result.pk])
        return format_html('<a href="{}">{}</a>', address, result.status)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)

    def delete_model(self, request: HttpRequest, obj: Animation) -> None:
        remove(animation=obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Animation]) -> None:
        for animation in queryset:
            remove(animation=animation)
