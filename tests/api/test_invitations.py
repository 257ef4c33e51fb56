"""Invitations, by the API: made and revoked by keepers, taken up by whoever holds them."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from memorials.api.resources import invitations as resource
from memorials.models import Invitation, Membership, Role
from memorials.models.token import hashed
from memorials.services.invitations import invite
from tests.people import make_memorial

pytestmark = pytest.mark.django_db
KEY = {"Idempotency-Key": "9e1b2c3d-6a50-4a7c-9d0e-0b1f2c3d4e5f"}


@pytest.fixture(autouse=True)
def no_earlier_limits(db):
    cache.clear()


@pytest.fixture
def private(cast):
    return make_memorial(cast)


@pytest.fixture
def all_of(private):
    return f"/api/v1/memorials/{private.code}/invitations/"


def held(token):
    return f"/api/v1/invitations/{token}/"


def test_the_secret_is_told_once_and_kept_as_its_hash(app, cast, all_of):
    keeper = app(cast.keeper)
    made = keeper.post(all_of, {"role": "editor", "note": "Оле"})
    told = made.json()
    assert made.status_code == 201
    assert Invitation.objects.get().token_hash == hashed(told["token"])
    assert told["url"].endswith(f"/invitations/{told['token']}/")
    again = keeper.get(made["Location"])
    assert again.status_code == 200
    assert again.json() == {name: told[name] for name in again.json()}
    assert told["token"] not in again.content.decode() + keeper.get(all_of).content.decode()
    assert "token_hash" not in again.json()


def test_usual_is_one_person_for_seven_days(app, cast, all_of):
    told = app(cast.keeper).post(all_of, {"role": "reader"}).json()
    assert (told["most_uses"], told["uses"], told["state"], told["sent"]) == (1, 0, "open", False)
    ends = Invitation.objects.get().expires - timezone.now()
    assert timedelta(days=6, hours=23) < ends <= timedelta(days=7)


def test_without_an_end_for_as_many_as_come(app, cast, all_of):
    told = app(cast.keeper).post(all_of, {"role": "reader", "days": None, "most_uses": None}).json()
    assert (told["expires"], told["most_uses"]) == (None, None)


def test_a_letter_leaves_where_an_address_is_given(app, cast, all_of):
    told = app(cast.keeper).post(all_of, {"role": "reader", "email": "olga@example.org"}).json()
    [letter] = mail.outbox
    assert letter.to == ["olga@example.org"]
    assert told["url"] in letter.body


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"role": "queen"}, "/role"),
        ({"days": 5}, "/days"),
        ({"days": "soon"}, "/days"),
        ({"most_uses": 0}, "/most_uses"),
        ({"most_uses": 501}, "/most_uses"),
        ({"role": "keeper", "most_uses": 2}, "/most_uses"),
        ({"role": "keeper", "most_uses": None}, "/most_uses"),
        ({"email": "olga"}, "/email"),
        ({"note": "о" * 121}, "/note"),
        ({"note": "нуль\x00"}, "/note"),
    ],
)
def test_what_cannot_be_taken_makes_nothing(app, cast, all_of, change, pointer):
    answer = app(cast.keeper).post(all_of, {"role": "reader", **change})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, pointer)
    assert not Invitation.objects.exists() and not mail.outbox


@pytest.mark.parametrize("given", [[], "reader", {}, None])
def test_odd_bodies_make_nothing(app, cast, all_of, given):
    assert app(cast.keeper).post(all_of, given).status_code == 400
    assert not Invitation.objects.exists()


def test_only_what_is_listed_is_taken(app, cast, all_of):
    given = {
        "uses": 7,
        "code": "mine",
        "token_hash": "x",
        "created_by": cast.editor.pk,
        "expires": "2099-01-01",
    }
    told = app(cast.keeper).post(all_of, {"role": "reader", **given}).json()
    made = Invitation.objects.get()
    assert (made.uses, made.created_by, told["code"]) == (0, cast.keeper, made.code)
    assert made.code != "mine" and made.expires.year < 2099


def test_sent_again_it_is_one_invitation_with_the_same_secret(app, cast, all_of):
    first, again = (app(cast.keeper).post(all_of, {"role": "reader"}, headers=KEY).json() for _ in range(2))
    assert first["token"] == again["token"]
    assert Invitation.objects.count() == 1


def test_too_many_are_refused_together_with_the_site(app, browser, cast, private, all_of, monkeypatch):
    monkeypatch.setattr(resource, "MADE", "2/h")
    monkeypatch.setattr("memorials.views.invitations.MADE", "2/h")
    page = f"/m/{private.code}/access/invitations/"
    assert browser(cast.keeper).post(page, {"role": "reader", "most_uses": "1"}).status_code == 200
    assert app(cast.keeper).post(all_of, {"role": "reader"}).status_code == 201
    refused = app(cast.keeper).post(all_of, {"role": "reader"})
    assert (refused.status_code, int(refused["Retry-After"]) > 0) == (429, True)
    assert Invitation.objects.count() == 2


def test_list_tells_how_each_stands(app, cast, private, all_of):
    keeper = app(cast.keeper)
    ends = {"expires": timezone.now()}
    for note, more in (("open", {}), ("expired", ends), ("used_up", {"uses": 1}), ("revoked", {})):
        made, _ = invite(memorial=private, by=cast.keeper, role=Role.READER, note=note)
        Invitation.objects.filter(pk=made.pk).update(**more)
        if note == "revoked":
            keeper.post(f"{all_of}{made.code}/revoke/")
    told = keeper.get(all_of).json()["results"]
    assert [each["state"] for each in told] == [each["note"] for each in told]
    assert [each["note"] for each in told] == ["revoked", "used_up", "expired", "open"]
    assert [each["note"] for each in keeper.get(all_of, {"state": "open"}).json()["results"]] == ["open"]


def test_revoked_it_cannot_be_taken_up(app, cast, private, all_of):
    made, token = invite(memorial=private, by=cast.keeper, role=Role.READER)
    answer = app(cast.keeper).post(f"{all_of}{made.code}/revoke/")
    assert (answer.status_code, answer.json()["state"]) == (200, "revoked")
    for answer in (app(cast.stranger).get(held(token)), app(cast.stranger).post(f"{held(token)}take-up/")):
        assert answer.status_code == 404
    assert not Membership.objects.filter(memorial=private, user=cast.stranger).exists()


def test_who_holds_it_learns_whose_memorial_who_invites_and_as_what(app, cast, private):
    invitation, token = invite(memorial=private, by=cast.keeper, role=Role.CONTRIBUTOR)
    answer = app().get(held(token))
    told = answer.json()
    assert told.pop("expires") == invitation.expires
    assert told == {
        "memorial": "Анна Ильина",
        "language": "ru",
        "role": "contributor",
        "invited_by": "Keeper",
        "own_role": None,
        "registration": "open",
    }
    assert private.code not in answer.content.decode() and "@" not in answer.content.decode()
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("private, no-store", "no-referrer")
    assert Invitation.objects.get().uses == 0


def test_whose_account_is_gone_invites_without_a_name(app, cast, private):
    _, token = invite(memorial=private, by=cast.keeper, role=Role.READER)
    Invitation.objects.update(created_by=None)
    assert app().get(held(token)).json()["invited_by"] is None


def test_taking_it_up_makes_a_member_once(app, cast, private):
    _, token = invite(memorial=private, by=cast.keeper, role=Role.CONTRIBUTOR)
    answer = app(cast.stranger).post(f"{held(token)}take-up/")
    assert answer.status_code == 200
    assert answer.json() == {"memorial": private.code, "name": "Анна Ильина", "role": "contributor"}
    assert app(cast.stranger).get(f"/api/v1/memorials/{private.code}/").status_code == 200
    assert app(cast.admin).post(f"{held(token)}take-up/").status_code == 404


def test_a_member_never_gets_less_and_uses_nothing_up(app, cast, private):
    _, token = invite(memorial=private, by=cast.keeper, role=Role.READER)
    editor = app(cast.editor)
    assert editor.get(held(token)).json()["own_role"] == "editor"
    assert editor.post(f"{held(token)}take-up/").json()["role"] == "editor"
    assert Invitation.objects.get().uses == 0


def test_nobody_takes_it_up_without_an_account(app, cast, private):
    _, token = invite(memorial=private, by=cast.keeper, role=Role.READER)
    for secret in (token, "nothing"):
        assert app().post(f"{held(secret)}take-up/").status_code == 401
    assert Invitation.objects.get().uses == 0


def test_guessing_is_limited_and_closes_no_valid_one(app, cast, private, monkeypatch):
    monkeypatch.setattr("memorials.api.secrets.WRONG_TOKENS", "2/h")
    _, token = invite(memorial=private, by=cast.keeper, role=Role.READER)
    got = [app().get(held(f"guess{number}")).status_code for number in range(3)]
    assert got == [404, 404, 429]
    assert "Retry-After" in app().get(held("guess"))
    assert app().get(held(token)).status_code == 200


def test_an_invitation_of_another_memorial_is_not_found_here(app, cast, all_of):
    foreign, _ = invite(memorial=make_memorial(cast), by=cast.keeper, role=Role.READER)
    keeper = app(cast.keeper)
    assert keeper.get(f"{all_of}{foreign.code}/").status_code == 404
    assert keeper.post(f"{all_of}{foreign.code}/revoke/").status_code == 404
    assert Invitation.objects.get().revoked_at is None
