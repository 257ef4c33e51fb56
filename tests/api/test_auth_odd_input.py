"""What allauth does not think of, answered in its own shape and never with a page or a 500."""

import pytest

from tests.api.apps import App
from tests.people import PASSWORD, make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", ["-", "-1-a", " -1", "1-"])
def test_a_key_that_names_nobody_opens_nothing(key):
    asked = App().get("auth/password/reset", **{"X-Password-Reset-Key": key})
    sent = App().post("auth/password/reset", {"key": key, "password": PASSWORD})
    for answer in (asked, sent):
        assert answer.status_code == 400
        [fault] = answer.json()["errors"]
        assert (fault["code"], fault["param"]) == ("invalid_password_reset", "key")


def test_where_nobody_can_say_from_which_address_it_came_it_is_forbidden_as_json():
    """allauth would count the failed sign-ins of that address, and refuses to without one."""
    app = App()
    app.client.defaults["REMOTE_ADDR"] = ""
    answer = app.post("auth/login", {"email": "anna@family.example", "password": PASSWORD})
    assert (answer.status_code, answer.json()) == (403, {"status": 403})


@pytest.mark.parametrize(
    ("path", "sent", "param"),
    [
        ("auth/login", {"email": "anna@family.example", "password": 123456789}, "password"),
        ("auth/signup", {"email": "new@family.example", "name": 5, "password": PASSWORD}, "name"),
        ("auth/password/request", {"email": 5}, "email"),
        ("tokens/refresh", {"refresh_token": True}, "refresh_token"),
    ],
)
def test_values_of_the_wrong_type_are_told_by_name(path, sent, param):
    make_person("anna", "123456789")
    answer = App().post(path, sent)
    assert answer.status_code == 400
    assert [(each["code"], each["param"]) for each in answer.json()["errors"]] == [("invalid", param)]
