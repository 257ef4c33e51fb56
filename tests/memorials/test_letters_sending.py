"""Each letter leaves once, whatever becomes of workers and of the mail server."""

import logging
import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from config.doctor.letters import letters as doctor_on_letters
from memorials.models import Notice
from memorials.models.notice import MOST_ATTEMPTS, NoticeQuerySet
from memorials.services import letters
from tests.notices import sent_to, tell
from tests.people import make_memorial
from tests.smtp_sink import sink

Kind = Notice.Kind


@pytest.fixture
def private(cast):
    return make_memorial(cast)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_letter_once(private, cast, monkeypatch):
    people = [cast.keeper, cast.editor, cast.contributor]
    for person in people:
        for _ in range(3):
            tell(private, person, kind=Kind.DECISION)
    gate = threading.Barrier(4, timeout=20)
    claim, waited = NoticeQuerySet.claim, threading.local()

    def together(notices, pks, *, until):
        if not hasattr(waited, "once"):  # all four have chosen the same notices before anyone claims them
            waited.once = gate.wait()
        return claim(notices, pks, until=until)

    monkeypatch.setattr(NoticeQuerySet, "claim", together)

    def work():
        letters.send_due()
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert sent_to() == ["contributor", "editor", "keeper"]
    assert Notice.objects.unsent().count() == 0


@pytest.fixture
def over_smtp(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    with sink() as server:  # a free port, closed again: whoever connects is refused
        settings.EMAIL_PORT = server.port
    return settings


def wait_is_over():
    Notice.objects.update(not_before=timezone.now() - timedelta(seconds=1))


def test_letter_waits_for_a_mail_server_that_is_away_and_leaves_once(private, cast, over_smtp, caplog):
    tell(private, cast.keeper, cast.editor)
    with caplog.at_level(logging.WARNING):
        assert letters.send_due() == 0
    assert "try 1 of 16" in caplog.text and "@" not in caplog.text
    waiting = Notice.objects.exclude(not_before=None).get()  # the other one was not even tried
    assert (waiting.attempts, waiting.claim, waiting.sent_at) == (1, "", None)
    with sink(over_smtp.EMAIL_PORT) as server:
        assert letters.send_due() == 1
        wait_is_over()
        assert letters.send_due() == 1
        assert letters.send_due() == 0
        assert sorted(letter["To"].split("@")[0] for letter in server.letters) == ["editor", "keeper"]
        stop = server.letters[0]["List-Unsubscribe"].strip()
        assert stop.startswith("<http") and stop.endswith("/>") and not set(stop) & set(" \r\n")


def test_person_whom_the_mail_server_refuses_holds_up_nobody(private, cast, over_smtp, caplog):
    tell(private, cast.keeper)
    tell(private, cast.editor)
    with sink(over_smtp.EMAIL_PORT) as server, caplog.at_level(logging.WARNING):
        server.refused.add("keeper@")
        assert letters.send_due() == 1
        assert [letter["To"] for letter in server.letters] == [cast.editor.email]
    assert "SMTPRecipientsRefused" in caplog.text and "@" not in caplog.text


def test_pauses_grow_and_after_the_last_try_the_doctor_says_so(private, cast, over_smtp, caplog):
    tell(private, cast.keeper)
    pauses = []
    for _ in range(MOST_ATTEMPTS):
        assert doctor_on_letters().ok
        now = timezone.now()
        assert letters.send_due() == 0
        pauses.append(round((Notice.objects.get().not_before - now).total_seconds() / 60))
        wait_is_over()
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256] + [360] * 7
    assert "1 notices are given up" in caplog.text
    ill = doctor_on_letters()
    assert (ill.ok, "letters --again" in ill.remedy, Notice.objects.due().count()) == (False, True, 0)
    said = StringIO()
    with sink(over_smtp.EMAIL_PORT) as server:
        assert letters.send_due() == 0
        call_command("letters", "--again", stdout=said)
        assert letters.send_due() == 1
        assert len(server.letters) == 1
    assert "1 notices will be tried once more" in said.getvalue()
    assert doctor_on_letters().ok


def test_worker_that_died_over_a_letter_gives_it_back(private, cast, monkeypatch):
    tell(private, cast.keeper)

    def dies(*_):
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr(letters, "letter_to", dies)
        with pytest.raises(SystemExit):
            letters.send_due()
    assert letters.send_due() == 0  # it may still be at work
    monkeypatch.setattr(letters, "HELD", timedelta(0))
    wait_is_over()
    assert letters.send_due() == 1
