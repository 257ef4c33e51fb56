"""An app as its maker would write it: JSON, a token in a header, and no cookie ever."""

import json
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client

from memorials.models import User
from tests.people import PASSWORD, code_of

AUTH = "/api/v1/auth/app/v1/"


class App:
    def __init__(self, token: str = "", **headers: str) -> None:
        self.headers = {"Accept-Language": "en", **headers}
        if token:
            self.headers["X-Session-Token"] = token
        self.client = Client()

    def ask(self, method: str, path: str, sent: Any = None, **headers: str) -> Any:
        body = "" if sent is None else json.dumps(sent)
        path = path if path.startswith("/") else f"{AUTH}{path}"
        answer: Any = self.client.generic(
            method, path, body, content_type="application/json", headers={**self.headers, **headers}
        )
        assert not answer.cookies
        if answer.content:
            assert "json" in answer["Content-Type"]
        return answer

    def get(self, path: str, **headers: str) -> Any:
        return self.ask("GET", path, **headers)

    def post(self, path: str, sent: Any = None, **headers: str) -> Any:
        """A new token that comes along is kept, as the apps do."""
        answer = self.ask("POST", path, sent, **headers)
        if path.startswith("/") or not answer.content:
            return answer
        if token := answer.json().get("meta", {}).get("session_token"):
            self.headers["X-Session-Token"] = token
        return answer

    def delete(self, path: str, sent: Any = None) -> Any:
        return self.ask("DELETE", path, sent)

    @property
    def token(self) -> str:
        return self.headers["X-Session-Token"]

    @property
    def counts(self) -> bool:
        """Whether the API knows who asks."""
        return bool(self.get("/api/v1/account/tokens/").status_code == 200)


def signed_in(user: User, password: str = PASSWORD, **headers: str) -> App:
    """With both steps, where the account has two."""
    app = App(**headers)
    answer = app.post("auth/login", {"email": user.email, "password": password})
    if answer.status_code == 401 and Authenticator.objects.filter(user=user).exists():
        answer = app.post("auth/2fa/authenticate", {"code": code_of(user)})
    assert answer.status_code == 200, answer.content
    return app


def confirmed(user: User) -> App:
    """Who has just given the password again."""
    app = signed_in(user)
    assert app.post("auth/reauthenticate", {"password": PASSWORD}).status_code == 200
    return app


def spare_codes(user: User) -> list[str]:
    return list(RecoveryCodes.activate(user).generate_codes())
