from allauth.account.admin import EmailAddress
from allauth.mfa.admin import Authenticator
from allauth.usersessions.admin import UserSession
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from memorials.admin.doors import DooredAdmin
from memorials.models import User

RIGHTS = ("is_staff", "is_superuser", "groups", "user_permissions")
# Addresses, keys and sessions are their owners' own: allauth would let staff change them here, and whoever
# has somebody's address or password has their private memorials.
admin.site.unregister([EmailAddress, Authenticator, UserSession])


class NewUserForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "name")


@admin.register(User)
class PersonAdmin(DooredAdmin, UserAdmin):
    """Accounts. They are switched off rather than deleted: a memorial must not lose its keeper.

    Nobody sets another person's password or address here: it would open that person's private memorials.
    """

    staff_may = frozenset()
    add_form = NewUserForm
    ordering = ("email",)
    list_display = ("email", "name", "is_staff", "is_active", "date_joined")
    list_filter = ("is_staff", "is_superuser", "is_active")
    search_fields = ("email", "name")
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "name")}),
        (_("Rights"), {"fields": ("is_active", *RIGHTS)}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "usable_password", "password1", "password2")}),)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Rights are given by administrators: a moderator could otherwise raise themselves."""
        rights = () if request.user.is_superuser else RIGHTS
        return (*self.readonly_fields, *rights, *(("email",) if obj else ()))

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """One's own is changed on the site; a host helps others by `manage.py changepassword`."""
        raise PermissionDenied

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nor may a moderator touch the account of somebody of the staff, whose password is a way in."""
        if obj and (obj.is_staff or obj.is_superuser) and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False
