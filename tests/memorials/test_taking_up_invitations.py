"""An invitation, from the side of those who come."""

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from memorials.models import AccessRequest, Invitation, Membership, Role, User
from memorials.services import invitations
from tests.people import PASSWORD, make_memorial

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


def state_of(invitation):
    return Invitation.objects.filter(pk=invitation.pk).values("uses", "revoked_at").get()


def test_looking_at_an_invitation_changes_nothing(english, private, cast):
    invitation, path = invite(private, cast)
    before = state_of(invitation)
    for client in (english(), english(cast.stranger)):
        for method in ("get", "head"):
            sessions = Session.objects.count()
            answer = getattr(client, method)(path)
            assert answer.status_code == 200
            assert Session.objects.count() == sessions
    assert state_of(invitation) == before
    assert not Membership.objects.filter(user=cast.stranger).exists()


def test_invitation_says_whose_memorial_who_invites_and_as_what(english, private, cast):
    _, path = invite(private, cast)
    page = english().get(path).content.decode()
    assert "Анна Ильина" in page
    assert "Keeper invites you" in page
    assert "As a contributor" in page
    assert private.code not in page and cast.keeper.email not in page


def test_address_of_an_invitation_is_told_to_nobody(english, private, cast):
    _, path = invite(private, cast)
    token = path.split("/")[2]
    answer = english().get(path)
    assert answer["Referrer-Policy"] == "strict-origin"
    assert "no-store" in answer["Cache-Control"]
    links = [part.split('"')[0] for part in answer.content.decode().split('href="')[1:]]
    assert links and not any(token in link for link in links)
    sent_on = english().post(path, {"door": "sign-in"})
    assert token not in sent_on["Location"]
    assert not any(token in str(session.get_decoded()) for session in Session.objects.all())


def test_accepting_makes_a_member(english, private, cast):
    invitation, path = invite(private, cast)
    assert english(cast.stranger).post(path)["Location"] == private.get_absolute_url()
    assert Membership.objects.get(user=cast.stranger).role == "contributor"
    assert state_of(invitation)["uses"] == 1


def test_visitor_signs_in_and_comes_back_to_the_invitation(english, private):
    person = User.objects.create_user("vera@family.example", PASSWORD, name="Вера")
    invitation, token = invitations.invite(memorial=private, by=person, role=Role.READER)
    client = english()
    door = client.post(f"/invitations/{token}/", {"door": "sign-in"})["Location"]
    assert door == "/accounts/login/?next=%2Finvitations%2F"
    back = client.post(door, {"login": person.email, "password": PASSWORD, "next": "/invitations/"})
    assert back["Location"] == "/invitations/"
    assert "Анна Ильина" in client.get("/invitations/").content.decode()
    assert state_of(invitation)["uses"] == 0
    assert client.post("/invitations/")["Location"] == private.get_absolute_url()
    assert Membership.objects.get(user=person, memorial=private).role == "reader"
    assert client.get("/invitations/").status_code == 404


SIGN_UP = {"name": "Вера", "email": "vera@family.example", "password1": PASSWORD, "password2": PASSWORD}


@pytest.mark.parametrize(
    ("registration", "invited", "may"),
    [
        ("open", False, True),
        ("invited", False, False),
        ("invited", True, True),
        ("closed", False, False),
        ("closed", True, False),
    ],
)
def test_invitation_opens_registration_where_it_is_for_the_invited(
    settings, english, private, cast, registration, invited, may
):
    settings.REGISTRATION = registration
    client = english()
    if invited:
        client.post(invite(private, cast)[1], {"door": "register"})
    client.post("/accounts/signup/?next=/invitations/", SIGN_UP)
    assert User.objects.filter(email="vera@family.example").exists() == may
    if invited and may:
        assert client.post("/invitations/")["Location"] == private.get_absolute_url()


def test_revoked_invitation_in_a_session_opens_no_registration(settings, english, private, cast):
    settings.REGISTRATION = "invited"
    invitation, path = invite(private, cast)
    client = english()
    client.post(path, {"door": "register"})
    invitations.revoke_invitation(invitation=invitation)
    client.post("/accounts/signup/", SIGN_UP)
    assert not User.objects.filter(email="vera@family.example").exists()


@pytest.mark.parametrize("registration", ["open", "closed"])
def test_visitor_is_offered_only_the_doors_that_open(settings, english, private, cast, registration):
    settings.REGISTRATION = registration
    page = english().get(invite(private, cast)[1]).content.decode()
    assert ('value="register"' in page) == (registration == "open")
    assert 'value="sign-in"' in page


def test_every_invitation_that_is_over_gets_the_same_page(english, private, cast):
    revoked, revoked_path = invite(private, cast)
    invitations.revoke_invitation(invitation=revoked)
    _, expired = invite(private, cast, expires=timezone.now())
    _, used = invite(private, cast)
    english(cast.stranger).post(used)
    for user in (None, cast.admin):
        answers = {
            (a.status_code, a.content)
            for path in (revoked_path, expired, used, "/invitations/wrong/", "/invitations/%00.)/")
            for a in (english(user).get(path), english(user).post(path))
        }
        assert [status for status, _ in answers] == [404]
    assert "cannot be taken up" in english().get(used).content.decode()


def test_signed_in_without_an_invitation_finds_none(english, cast):
    assert english(cast.stranger).get("/invitations/").status_code == 404
    assert "/accounts/login/" in english().get("/invitations/")["Location"]


def test_keeper_who_follows_their_own_invitation_stays_keeper(english, private, cast):
    invitation, path = invite(private, cast)
    assert "You are a member already" in english(cast.keeper).get(path).content.decode()
    english(cast.keeper).post(path)
    assert Membership.objects.get(user=cast.keeper).role == "keeper"
    assert state_of(invitation)["uses"] == 0


def test_request_is_settled_when_its_asker_comes_by_an_invitation(english, private, cast):
    invitations.request_access(code=private.code, user=cast.stranger, words="Внук Анны")
    english(cast.stranger).post(invite(private, cast)[1])
    assert AccessRequest.objects.get().answer == "granted"
    assert "Внук Анны" not in english(cast.keeper).get(f"/m/{private.code}/access/").content.decode()
