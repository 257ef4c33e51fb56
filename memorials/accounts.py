"""How allauth behaves here: who may register, and where its letters lead."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from memorials.models import User


class NameForm(forms.Form):
    """The one thing that registration asks beside e-mail and password."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("As your family calls you. It stands under what you tell."),
        max_length=120,
    )
    field_order = ["name", "email", "password1", "password2"]

    def signup(self, request: HttpRequest, user: User) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.REGISTRATION == "open")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """To the configured origin, whatever host the request named."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return str(settings.SITE_URL + path.replace("UID-KEY", key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return str(settings.SITE_URL + reverse("account_confirm_email", args=[emailconfirmation.key]))

    def set_password(self, user: User, password: str) -> None:
        """A password that its owner chose is no longer the one that was printed."""
        user.password_is_one_time = False
        super().set_password(user, password)
