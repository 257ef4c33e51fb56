"""What the logs leave out."""

import logging

import pytest

from config.logs import WithoutSecrets

DOORS = [
    "/invitations/", "/l/", "/t/", "/letters/stop/", "/accounts/password/reset/key/",
    "/accounts/confirm-email/",
]  # fmt: skip


@pytest.mark.parametrize("address", [f"{door}Zm9v-bar_1{end}" for door in DOORS for end in ("/", "")])
def test_secret_of_an_address_is_left_out(address):
    record = logging.LogRecord("django.security.csrf", 30, "", 0, "Forbidden (%s): %s", ("x", address), None)
    assert WithoutSecrets().filter(record)
    assert "Zm9v" not in record.getMessage()
    assert record.getMessage().startswith(f"Forbidden (x): {address[:3]}")


def test_other_lines_stay_as_they_are():
    record = logging.LogRecord("x", 30, "", 0, "/m/%s/access/invitations/", ("abc",), None)
    WithoutSecrets().filter(record)
    assert record.getMessage() == "/m/abc/access/invitations/"
    assert record.args == ("abc",)
