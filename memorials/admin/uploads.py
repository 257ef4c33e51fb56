from django.contrib import admin

from memorials.admin.ways_in import ForAdministrators
from memorials.models import Upload


@admin.register(Upload)
class UploadAdmin(ForAdministrators):
    """How far files have come, for administrators who help somebody with them."""

    list_display = ("name", "memorial", "owner", "offset", "length", "created", "expires_at", "refused")
    list_select_related = ("memorial", "owner")
    fields = (
        "code", "memorial", "owner", "name", "length", "offset", "created", "expires_at", "joining_until",
        "media", "refused",
    )  # fmt: skip
