"""allauth's pages of the second step, where the site has something to add."""

from typing import Any

from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from memorials import second_factor

PASSKEY_NAME = _("Name of the key")


class Overview(IndexView):  # type: ignore[misc]
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        about: dict[str, Any] = super().get_context_data(**kwargs)
        return about | {"passkeys_offered": second_factor.passkeys_offered(self.request)}


class AddApp(ActivateTOTPView):  # type: ignore[misc]
    def form_valid(self, form: Form) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        second_factor.count_as_used(self.request, Authenticator.Type.TOTP)
        return response


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not second_factor.passkeys_offered(request):
            raise Http404
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_form(self, form_class: type[Form] | None = None) -> Form:
        return _named(super().get_form(form_class))

    def form_valid(self, form: Form) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        second_factor.count_as_used(self.request, Authenticator.Type.WEBAUTHN)
        return response


class RenamePasskey(EditWebAuthnView):  # type: ignore[misc]
    def get_form(self, form_class: type[Form] | None = None) -> Form:
        return _named(super().get_form(form_class))


def _named(form: Form) -> Form:
    form.fields["name"].label = PASSKEY_NAME
    form.fields["name"].max_length = 120  # type: ignore[attr-defined]
    return form
