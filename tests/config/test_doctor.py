import json
import os
import sys
import time

import pytest
from django.core.management import call_command

from animation.engines import engine
from chat import machines
from chat.answering.local_embedder import local_embedder
from chat.answering.protocol import EmbedderError
from config.doctor import Check, examine, parts, readers
from config.doctor.check import well
from config.environment.outside import Outside
from memorials.decoding import photographs
from memorials.decoding.confinement import leave_network
from memorials.jobs import pulse
from tests.chat.answering.scripted_server import body, hang, saying, serving
from tests.people import make_memory


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


@pytest.mark.parametrize(("leaves", "said"), [(True, "without a network"), (False, "does not let it")])
def test_doctor_says_whether_the_decoder_could_reach_a_network(monkeypatch, leaves, said):
    monkeypatch.setattr(readers, "_has_a_network", lambda folder: not leaves)
    found = readers.decoder()
    assert found.ok and said in found.detail


def test_a_confined_process_is_in_another_network_where_the_system_allows_it(tmp_path):
    """Asked of a process of its own, as a decoder is: what has threads may not leave."""
    if (child := os.fork()) == 0:
        os._exit(0 if leave_network() else 1)
    may_leave = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert readers._has_a_network(tmp_path) is not may_leave


def test_decoder_that_reads_nothing_is_ill(monkeypatch):
    monkeypatch.setattr(photographs, "PROGRAM", [sys.executable, "-c", "raise SystemExit(1)"])
    found = readers.decoder()
    assert not found.ok and found.remedy


class Away:
    name, dimensions = "away", 2

    def questions(self, texts):
        raise EmbedderError("refused")


@pytest.mark.django_db
def test_archive_without_its_embedder_is_ill_and_by_words_alone_is_well(monkeypatch):
    monkeypatch.setattr(machines, "embedder", lambda: None)
    assert readers.archive().ok
    monkeypatch.setattr(machines, "embedder", Away)
    found = readers.archive()
    assert not found.ok and found.remedy


@pytest.mark.django_db
def test_archive_says_how_many_texts_wait(monkeypatch, memorial, cast):
    make_memory(memorial, cast.keeper)  # read by words alone
    monkeypatch.setattr(machines, "embedder", local_embedder)
    found = readers.archive()
    assert found.ok and "1 texts wait" in found.detail


def test_a_language_model_that_nobody_named_is_no_illness(settings):
    settings.LLM = None
    assert readers.language_model().ok


@pytest.mark.parametrize(
    ("script", "ok", "said"),
    [(saying("Yes."), True, "answers"), (hang, True, "more than"), (body(b"{}", 401), False, "401"),
     (body(b"<html>", kind="text/html"), False, "no JSON")],
)  # fmt: skip
def test_doctor_asks_the_language_model_for_a_word(settings, monkeypatch, script, ok, said):
    monkeypatch.setattr(readers, "MODEL_SECONDS", 0.3)
    with serving(script) as server:
        settings.LLM = Outside(server.url, "small", "a-secret-key")
        found = readers.language_model()
    assert (found.ok, bool(found.remedy)) == (ok, not ok)
    assert said in found.detail and "a-secret-key" not in found.detail + found.remedy


def test_doctor_says_where_a_language_model_that_is_away_was_looked_for(settings):
    settings.LLM = Outside("http://127.0.0.1:9/v1", "small")
    found = readers.language_model()
    assert not found.ok and "http://127.0.0.1:9/v1" in found.remedy


@pytest.mark.parametrize(
    ("path", "ok", "detail"),
    [
        ("animation.engine.warp.WarpEngine", True, "rodnik-warp is ready"),
        ("animation.engine.gentle.GentleEngine", True, "rodnik-gentle is ready"),
        ("animation.engine.warp.NoEngine", False, "cannot be imported: "),
    ],
)
def test_named_engine_is_asked_for_its_problems(settings, path, ok, detail):
    settings.ANIMATION_ENGINE = path
    engine.cache_clear()
    found = parts.engine()
    engine.cache_clear()
    assert (found.ok, found.detail[: len(detail)], bool(found.remedy)) == (ok, detail, not ok)


def test_engine_that_cannot_work_says_why(settings, monkeypatch):
    settings.ANIMATION_ENGINE = "tests.animation.small_engine.SmallEngine"
    engine.cache_clear()
    monkeypatch.setattr("tests.animation.small_engine.SmallEngine.problems", lambda self: ["it is asleep"])
    found = parts.engine()
    engine.cache_clear()
    assert (found.ok, found.detail) == (False, "small: it is asleep")
