"""docs/api-sign-in.md, followed from its first line to its last by an app."""

import json
import re
from pathlib import Path

import pytest

from memorials.models import Role, User
from memorials.services.invitations import invite
from tests.api.apps import App
from tests.people import PASSWORD, code_for, code_of, make_memorial

DOCUMENT = Path(__file__).resolve().parent.parent.parent / "docs" / "api-sign-in.md"
NEW_PASSWORD = "другой-причал-43"
STEP = re.compile(r"^(GET|POST|DELETE) (\S+)\n(?:(\{.*\})\n)?(?:Authorization: (.+)\n)?(\d{3})$", re.M)


class Reader:
    """Puts in what the document can only name."""

    def __init__(self, invitation, mailoutbox):
        self.invitation, self.letters = invitation, mailoutbox
        self.app, self.heard = App(), {}

    def value(self, name):
        known = {
            "PASSWORD": lambda: PASSWORD,
            "NEW_PASSWORD": lambda: NEW_PASSWORD,
            "INVITATION": lambda: self.invitation,
            "KEY": lambda: re.search(r"/confirm-email/([^/\s]+)/", self.letters[0].body)[1],
            "RESET_KEY": lambda: re.search(r"/key/([^/\s]+)/", self.letters[-1].body)[1],
            "CODE": lambda: code_for(self.heard["account/authenticators/totp"]["meta"]["secret"]),
            "NEXT_CODE": lambda: code_of(User.objects.get(email="vera@family.example"), 1),
            "SPARE_CODE": lambda: self.spare(0),
            "TOKEN": lambda: self.app.token,
            "OTHER": self.other,
            "RODNIK": lambda: self.heard["POST /api/v1/account/tokens/"]["token"],
            "CODE_OF_IT": lambda: self.heard["POST /api/v1/account/tokens/"]["code"],
        }
        return known[name]()

    def other(self):
        other = App()
        other.post("auth/login", {"email": "vera@family.example", "password": PASSWORD})
        other.post("auth/2fa/authenticate", {"code": self.spare(1)})
        listed = self.app.get("auth/sessions").json()["data"]
        return str(next(each["id"] for each in listed if not each["is_current"]))

    def spare(self, number):
        return self.heard["account/authenticators/recovery-codes"]["data"]["unused_codes"][number]

    def filled(self, text):
        return re.sub(r"\b[A-Z]+(?:_[A-Z]+)*\b", lambda found: self.value(found[0]), text)

    def follow(self, method, path, body, bearer):
        if bearer:
            return App(Authorization=self.filled(bearer)).ask(method, path)
        sent = json.loads(self.filled(body)) if body else None
        if path == "auth/password/request":  # asked by somebody who is not signed in
            self.app = App()
        told = self.filled(path)
        answer = self.app.post(told, sent) if method == "POST" else self.app.ask(method, told, sent)
        if answer.content:
            self.heard[path if method == "GET" else f"{method} {path}"] = answer.json()
        if (method, path) == ("DELETE", "auth/session"):
            self.app = App()
        if path == "tokens/refresh":
            self.app = App(answer.json()["data"]["access_token"])
        return answer


@pytest.mark.django_db
def test_each_step_is_answered_as_it_says(settings, cast, mailoutbox):
    settings.REGISTRATION, settings.ACCOUNT_EMAIL_VERIFICATION = "invited", "mandatory"
    _, token = invite(memorial=make_memorial(cast), by=cast.keeper, role=Role.READER)
    reader = Reader(token, mailoutbox)
    steps = STEP.findall(DOCUMENT.read_text("utf-8"))
    assert len(steps) == 20
    for method, path, body, bearer, status in steps:
        answer = reader.follow(method, path, body, bearer)
        assert answer.status_code == int(status), (method, path, answer.content.decode())
    vera = User.objects.get(email="vera@family.example")
    assert vera.check_password(NEW_PASSWORD)
