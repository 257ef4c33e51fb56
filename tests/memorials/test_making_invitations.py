"""What a keeper gives away: an address that is shown once, by hand or by mail."""

import smtplib
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.utils import timezone

from memorials.models import Invitation, Membership, Role
from memorials.services import invitations
from tests.people import make_memorial

pytestmark = pytest.mark.django_db


@pytest.fixture
def private(cast):
    return make_memorial(cast)


@pytest.fixture
def english(browser):
    return lambda user=None, **options: browser(user, HTTP_ACCEPT_LANGUAGE="en", **options)


def invite(memorial, cast, **fields):
    invitation, token = invitations.invite(
        memorial=memorial, by=cast.keeper, **{"role": Role.CONTRIBUTOR, **fields}
    )
    return invitation, f"/invitations/{token}/"


def make(client, memorial, **given):
    given = {"role": "reader", "expires": "7", "most_uses": "1", **given}
    return client.post(f"/m/{memorial.code}/access/invitations/", given)


def test_address_of_an_invitation_is_shown_once_and_kept_nowhere(english, private, cast):
    keeper = english(cast.keeper)
    page = make(keeper, private, note="Тётя Вера").content.decode()
    token = page.split(":8000/invitations/")[1].split("/")[0]
    assert len(token) == 43
    assert invitations.invitation_of(token).note == "Тётя Вера"
    listed = keeper.get(f"/m/{private.code}/access/").content.decode()
    assert "Тётя Вера" in listed and token not in listed
    assert not any(token in str(session.get_decoded()) for session in Session.objects.all())


def test_address_leads_to_the_configured_origin(settings, english, private, cast):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://memory.example", ["*"]
    page = make(english(cast.keeper, HTTP_HOST="evil.example"), private).content.decode()
    assert 'value="https://memory.example/invitations/' in page


@pytest.mark.parametrize(
    ("given", "most_uses", "days"),
    [
        ({}, 1, 7),
        ({"expires": "", "most_uses": ""}, None, None),
        ({"expires": "30", "most_uses": "5"}, 5, 30),
    ],
)
def test_invitation_ends_as_was_said(english, private, cast, given, most_uses, days):
    make(english(cast.keeper), private, **given)
    invitation = Invitation.objects.get()
    assert invitation.most_uses == most_uses
    assert (invitation.expires and round((invitation.expires - timezone.now()) / timedelta(days=1))) == days


@pytest.mark.parametrize(
    "given",
    [
        {"role": "owner"},
        {"role": ""},
        {"expires": "365"},
        {"most_uses": "0"},
        {"most_uses": "-1"},
        {"most_uses": "501"},
        {"email": "not an address"},
        {"role": "keeper", "most_uses": "2"},
        {"role": "keeper", "most_uses": ""},
    ],
)
def test_invitation_that_makes_no_sense_is_not_made(english, private, cast, given):
    answer = make(english(cast.keeper), private, **given)
    assert (answer.status_code, Invitation.objects.count()) == (422, 0)


def test_revoked_invitation_is_listed_as_such_and_closed(english, private, cast):
    invitation, path = invite(private, cast, note="Тётя Вера")
    keeper = english(cast.keeper)
    keeper.post(f"/m/{private.code}/access/invitations/{invitation.code}/revoke/")
    assert "revoked on" in keeper.get(f"/m/{private.code}/access/").content.decode()
    assert english(cast.stranger).post(path).status_code == 404
    assert not Membership.objects.filter(user=cast.stranger).exists()


@pytest.mark.parametrize(("language", "words"), [("ru", "Приглашение: Анна"), ("en", "An invitation: Анна")])
def test_letter_is_in_the_language_of_the_memorial_and_holds_the_address(english, cast, language, words):
    memorial = make_memorial(cast, language=language, name="Анна\nИльина")
    page = make(english(cast.keeper), memorial, email="vera@family.example").content.decode()
    [letter] = mail.outbox
    assert (letter.to, letter.subject) == (["vera@family.example"], f"{words} Ильина")
    address = page.split('value="http')[1].split('"')[0]
    assert f"http{address}\n" in letter.body
    [(html, kind)] = letter.alternatives
    assert (kind, f'<a href="http{address}">' in html) == ("text/html", True)
    assert "The letter to vera@family.example is on its way" in page


class Away:
    def send_messages(self, letters):
        raise smtplib.SMTPServerDisconnected("gone")


def test_invitation_stands_when_mail_is_away(english, private, cast, monkeypatch, caplog):
    monkeypatch.setattr("memorials.invitation_letter.get_connection", lambda **options: Away())
    page = make(english(cast.keeper), private, email="vera@family.example").content.decode()
    assert "could not be sent" in page
    assert english(cast.stranger).post(page.split('value="http://localhost:8000')[1].split('"')[0])
    assert Membership.objects.filter(user=cast.stranger, memorial=private).exists()
    assert "SMTPServerDisconnected" in caplog.text and "vera" not in caplog.text


def test_letter_in_a_file_counts_as_not_sent(settings, tmp_path, english, private, cast):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "config.mail.PrivateFileBackend", tmp_path / "mail"
    page = make(english(cast.keeper), private, email="vera@family.example").content.decode()
    assert "could not be sent" in page
    [letter] = (tmp_path / "mail").iterdir()
    assert "vera@family.example" in letter.read_text()
