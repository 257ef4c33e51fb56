import json
import time

import pytest
from django.core.management import call_command

from config.doctor import Check, examine, parts
from config.doctor.check import well
from memorials.jobs import pulse


def test_part_that_hangs_is_named_and_does_not_hang_the_doctor():
    began = time.monotonic()
    found = examine({"quick": lambda: well("quick", "fine"), "slow": lambda: time.sleep(5)}, seconds=0.3)
    assert time.monotonic() - began < 2
    assert found[0] == Check("quick", True, "fine")
    assert (found[1].name, found[1].ok, found[1].detail) == ("slow", False, "no answer within 0.3 seconds")
    assert found[1].remedy


def test_broken_part_is_a_finding():
    def broken():
        raise RuntimeError("no luck\nsecond line")

    assert [(check.ok, check.detail) for check in examine({"it": broken})] == [
        (False, "RuntimeError: no luck")
    ]


@pytest.mark.parametrize(("https", "trusted", "well"), [(True, 0, False), (True, 1, True), (False, 0, True)])
def test_https_site_that_trusts_no_proxy_is_ill(settings, https, trusted, well):
    settings.SITE_IS_HTTPS, settings.TRUSTED_PROXIES = https, trusted
    found = parts.proxies()
    assert (found.ok, bool(found.remedy)) == (well, not well)


@pytest.mark.django_db(transaction=True)
def test_worker_without_a_sign_of_life_is_ill():
    assert not parts.worker_of("nobody")().ok
    pulse.leave("nobody")
    assert parts.worker_of("nobody")().ok


@pytest.mark.django_db
def test_silent_worker_is_ill(monkeypatch):
    monkeypatch.setattr(pulse, "age", lambda name: pulse.SILENT_AFTER)
    check = parts.beat()
    assert (check.ok, check.detail) == (False, "last sign of life 30 seconds ago")


def test_frozen_broker_is_ill_and_has_a_remedy(settings):
    from celery import current_app

    current_app.conf.broker_url, kept = "redis://127.0.0.1:1/0", current_app.conf.broker_url
    try:
        check = parts.broker()
    finally:
        current_app.conf.broker_url = kept
    assert not check.ok
    assert check.remedy


def test_json_has_the_promised_shape(monkeypatch, capsys):
    checks = [Check("database", True, "answers"), Check("broker", False, "is away", "make run")]
    monkeypatch.setattr("config.management.commands.doctor.examine", lambda: checks)
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", "--json")
    assert ended.value.code == 1
    assert json.loads(capsys.readouterr().out) == {
        "ok": False,
        "checks": [
            {"name": "database", "ok": True, "detail": "answers", "remedy": ""},
            {"name": "broker", "ok": False, "detail": "is away", "remedy": "make run"},
        ],
    }


def test_table_says_how_to_mend(monkeypatch, capsys):
    monkeypatch.setattr(
        "config.management.commands.doctor.examine", lambda: [Check("broker", False, "is away", "make run")]
    )
    with pytest.raises(SystemExit):
        call_command("doctor")
    assert capsys.readouterr().out == "BAD  broker  is away\n             mend it with: make run\n"
