"""The pages of allauth.mfa that we extend, at its own addresses and under its own names."""

from allauth.mfa import app_settings
from django.urls import path

from memorials.views import second_factor as views

urlpatterns = [
    path("2fa/", views.Overview.as_view(), name="mfa_index"),
    path("2fa/totp/activate/", views.AddApp.as_view(), name="mfa_activate_totp"),
]
if "webauthn" in app_settings.SUPPORTED_TYPES:
    urlpatterns += [
        path("2fa/webauthn/add/", views.AddPasskey.as_view(), name="mfa_add_webauthn"),
        path("2fa/webauthn/keys/<int:pk>/edit/", views.RenamePasskey.as_view(), name="mfa_edit_webauthn"),
    ]
