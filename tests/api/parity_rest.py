"""The sign-in, and what belongs to the site's own pages alone."""

_AUTH = "/api/v1/auth/app/v1"
_FACTORS = f"{_AUTH}/account/authenticators"
_RESET = f"{_AUTH}/auth/password/reset"

PAIRS: dict[str, str | list[str]] = {
    "accounts/login/": f"POST {_AUTH}/auth/login",
    "accounts/logout/": f"DELETE {_AUTH}/auth/session",
    "accounts/signup/": f"POST {_AUTH}/auth/signup",
    "accounts/inactive/": "says that an account is closed, which an app is told at the sign-in",
    "accounts/reauthenticate/": f"POST {_AUTH}/auth/reauthenticate",
    "accounts/email/": [
        f"{method} {_AUTH}/account/email" for method in ("GET", "POST", "PUT", "PATCH", "DELETE")
    ],
    "accounts/confirm-email/": "says that a letter was sent, which an app is told in the answer",
    "accounts/^confirm-email/(?P<key>[-:\\w]+)/$": f"POST {_AUTH}/auth/email/verify",
    "accounts/password/change/": f"POST {_AUTH}/account/password/change",
    "accounts/password/set/": f"POST {_AUTH}/account/password/change",
    "accounts/password/reset/": f"POST {_AUTH}/auth/password/request",
    "accounts/password/reset/done/": "says that a letter was sent, which an app is told in the answer",
    "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": f"POST {_RESET}",
    "accounts/password/reset/key/done/": "says that it is changed, which an app is told in the answer",
    "accounts/login/code/confirm/": "the way by code is closed on the site as well",
    "accounts/sessions/": [f"GET {_AUTH}/auth/sessions", f"DELETE {_AUTH}/auth/sessions"],
    "accounts/2fa/": f"GET {_FACTORS}",
    "accounts/2fa/authenticate/": f"POST {_AUTH}/auth/2fa/authenticate",
    "accounts/2fa/reauthenticate/": f"POST {_AUTH}/auth/2fa/reauthenticate",
    "accounts/2fa/totp/activate/": [f"GET {_FACTORS}/totp", f"POST {_FACTORS}/totp"],
    "accounts/2fa/totp/deactivate/": f"DELETE {_FACTORS}/totp",
    "accounts/2fa/recovery-codes/": f"GET {_FACTORS}/recovery-codes",
    "accounts/2fa/recovery-codes/generate/": f"POST {_FACTORS}/recovery-codes",
    "accounts/2fa/recovery-codes/download/": f"GET {_FACTORS}/recovery-codes",
    "accounts/2fa/webauthn/": f"GET {_FACTORS}",
    "accounts/2fa/webauthn/add/": [f"GET {_FACTORS}/webauthn", f"POST {_FACTORS}/webauthn"],
    "accounts/2fa/webauthn/reauthenticate/": f"POST {_AUTH}/auth/webauthn/reauthenticate",
    "accounts/2fa/webauthn/keys/<int:pk>/edit/": f"PUT {_FACTORS}/webauthn",
    "accounts/2fa/webauthn/keys/<int:pk>/remove/": f"DELETE {_FACTORS}/webauthn",
    "accounts/keys/": ["GET /api/v1/account/tokens/", "POST /api/v1/account/tokens/"],
    "accounts/keys/<slug:token>/revoke/": "DELETE /api/v1/account/tokens/{token}/",
    "language/": "an app names its language in each request, by Accept-Language",
    "theme/": "an app has its own look",
    "app.webmanifest": "for browsers alone",
    "worker.js": "for browsers alone",
    "offline/": "for browsers alone",
    "styleguide/": "for whoever works on the site",
    "robots.txt": "for search engines alone",
    "sitemap.xml": "for search engines alone",
    "sitemap-<slug:section>.xml": "for search engines alone",
    "healthz": "for whoever runs the server",
    "readyz": "for whoever runs the server",
}  # fmt: skip
