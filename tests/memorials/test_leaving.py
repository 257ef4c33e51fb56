"""Deleting one's own account: what goes, what stays, and when it is refused."""

import re
import threading

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils.translation import override

from memorials.models import Consent, Media, Membership, Memorial, Memory, Role, Tribute, User
from memorials.services.consent import give_consent
from memorials.services.leaving import LastAdministrator, OnlyKeeper, delete_account
from memorials.services.memorials import create_memorial, delete_memorial
from memorials.services.tributes import leave_tribute
from memorials.viewer import Viewer
from tests.people import PASSWORD, code_of, make_memorial, make_memory, make_person, make_photo, with_app

pytestmark = pytest.mark.django_db
LEAVE, LOGIN, AGAIN = "/accounts/leave/", "/accounts/login/", "/accounts/reauthenticate/"
#: Every relation to a person: whether its row goes when the person goes, or stays without them.
GO = {
    "account.EmailAddress.user", "admin.LogEntry.user", "chat.Conversation.asker",
    "memorials.AccessRequest.user", "memorials.ApiToken.owner", "memorials.Membership.user",
    "memorials.Notice.recipient",
    "memorials.Upload.owner", "memorials.User_groups.user", "memorials.User_user_permissions.user",
    "mfa.Authenticator.user", "usersessions.UserSession.user",
}  # fmt: skip
STAY = {
    "animation.Animation.requested_by", "chat.OpenQuestion.asker", "chat.OpenQuestion.closed_by",
    "chat.WrongAnswer.closed_by", "memorials.AccessRequest.answered_by", "memorials.Consent.given_by",
    "memorials.Consent.withdrawn_by", "memorials.Decision.made_by", "memorials.Invitation.created_by",
    "memorials.LinkToken.created_by", "memorials.Media.added_by", "memorials.Memorial.deleted_by",
    "memorials.Memory.author", "memorials.Objection.answered_by", "memorials.Objection.made_by",
    "memorials.Report.closed_by", "memorials.Report.reporter", "memorials.Tribute.author",
}  # fmt: skip


@pytest.fixture
def anna():
    return make_person("anna", PASSWORD)


def signed_in(user):
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    assert client.post(LOGIN, {"login": user.email, "password": PASSWORD}).status_code == 302
    return client


def gone(user):
    return not User.objects.filter(pk=user.pk).exists()


def leave(client, password=PASSWORD, memories="keep"):
    """As a person does it: the form, then the password, and the form goes on by itself."""
    asked = client.post(LEAVE, {"memories": memories})
    assert asked.status_code == 302
    assert asked["Location"] == f"{AGAIN}?next=%2Faccounts%2Fleave%2F"
    return client.post(asked["Location"], {"password": password})


def test_what_becomes_of_each_row_is_decided():
    becomes = {
        f"{model._meta.label}.{field.name}": field.remote_field.on_delete.__name__
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.concrete and field.many_to_one and field.related_model is User and not model._meta.proxy
    }
    assert becomes == dict.fromkeys(GO, "CASCADE") | dict.fromkeys(STAY, "SET_NULL")


def test_password_is_asked_again_and_then_the_account_is_gone(anna):
    client, other = signed_in(anna), signed_in(anna)
    answer = leave(client)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert gone(anna)
    assert not UserSession.objects.exists()
    assert client.get("/mine/").status_code == other.get("/mine/").status_code == 302
    assert not [each for each in Session.objects.all() if "_auth_user_id" in each.get_decoded()]
    assert "Your account is deleted." in client.get("/").content.decode()


def test_wrong_password_deletes_nothing(anna):
    client = signed_in(anna)
    assert leave(client, password="wrong").status_code == 200
    assert not gone(anna)
    assert client.get("/mine/").status_code == 200


def test_code_of_the_app_counts_as_well(anna):
    with_app(anna)
    client = Client()
    client.post(LOGIN, {"login": anna.email, "password": PASSWORD})
    client.post("/accounts/2fa/authenticate/", {"code": code_of(anna)})
    client.post(LEAVE, {"memories": "keep"})
    answer = client.post(f"/accounts/2fa/reauthenticate/?next={LEAVE}", {"code": code_of(anna, later=1)})
    assert answer["Location"] == "/"
    assert gone(anna)


def test_looking_at_the_page_deletes_nothing_and_says_what_will_be(anna):
    body = signed_in(anna).get(LEAVE).content.decode()
    assert "The memorials stay" in body
    assert re.search(r'value="keep"[^>]*checked', body)
    assert not gone(anna)


def test_a_form_from_elsewhere_deletes_nothing(anna):
    client = Client(enforce_csrf_checks=True)
    client.force_login(anna)
    assert client.post(LEAVE, {"memories": "remove"}).status_code == 403
    assert not gone(anna)


def test_unknown_choice_deletes_nothing(anna):
    client = signed_in(anna)
    assert leave(client, memories="all").status_code == 422
    assert not gone(anna)


def test_address_is_free_again(anna):
    EmailAddress.objects.create(user=anna, email=anna.email, primary=True, verified=True)
    delete_account(user=anna, keep_memories=True)
    answer = Client().post(
        "/accounts/signup/",
        {"email": "anna@family.example", "name": "Анна", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert answer.status_code == 302
    assert User.objects.get(email="anna@family.example").name == "Анна"


def test_memories_stay_under_the_name_and_photographs_stay(cast):
    memorial = make_memorial(cast)
    own, told = make_memory(memorial, cast.editor), make_memory(memorial, cast.editor, teller="Бабушка Вера")
    photo = make_photo(memorial, cast.editor)
    delete_account(user=User.objects.get(pk=cast.editor.pk), keep_memories=True)
    own.refresh_from_db()
    told.refresh_from_db()
    assert (own.author, own.told_by, told.told_by) == (None, "Editor", "Бабушка Вера")
    assert list(Memory.objects.matching("editor")) == list(Memory.objects.matching("editor пела")) == [own]
    assert Media.objects.get(pk=photo.pk).added_by is None
    assert photo.original.storage.exists(photo.original.name)
    assert set(memorial.memberships.values_list("role", flat=True)) == {"keeper", "contributor", "reader"}


@pytest.mark.parametrize(("language", "name"), [("ru", "кто-то из семьи"), ("en", "somebody of the family")])
def test_who_gave_no_name_is_called_in_the_language_of_the_memorial(cast, language, name):
    User.objects.filter(pk=cast.editor.pk).update(name="")
    memory = make_memory(make_memorial(cast, language=language), cast.editor)
    with override("en" if language == "ru" else "ru"):
        delete_account(user=User.objects.get(pk=cast.editor.pk), keep_memories=True)
    memory.refresh_from_db()
    assert memory.teller == name


def test_memories_go_where_that_is_chosen_and_those_of_others_do_not(cast):
    memorial = make_memorial(cast)
    make_memory(memorial, cast.editor)
    other, photo = make_memory(memorial, cast.keeper), make_photo(memorial, cast.editor)
    delete_account(user=cast.editor, keep_memories=False)
    assert list(Memory.objects.all()) == [other]
    assert list(Media.objects.all()) == [photo]


@pytest.mark.parametrize("keep", [True, False])
def test_tributes_follow_the_choice_and_those_of_others_do_not(cast, keep):
    memorial, editor = make_memorial(cast), cast.editor
    for author, kind, name in ((editor, "word", "Я"), (editor, "candle", ""), (None, "word", "Не я")):
        leave_tribute(memorial=memorial, author=author, kind=Tribute.Kind(kind), name=name, text="Спи.")
    delete_account(user=editor, keep_memories=keep)
    left = list(Tribute.objects.order_by("pk").values_list("author", "name"))
    assert left == ([(None, "Я"), (None, ""), (None, "Не я")] if keep else [(None, "Не я")])


def test_consent_keeps_name_and_date(cast):
    memorial = make_memorial(cast)
    Membership.objects.create(memorial=memorial, user=cast.stranger, role=Role.KEEPER)
    given = give_consent(memorial=memorial, kind=Consent.Kind.CHAT, by=cast.keeper)
    delete_account(user=cast.keeper, keep_memories=True)
    kept = Consent.objects.in_force().get()
    assert (kept.given_by, kept.given_name, kept.given_at) == (None, "Keeper", given.given_at)


def test_only_keeper_is_refused_with_the_name_of_the_memorial_and_the_way_to_it(anna):
    kept = create_memorial(keeper=anna, name="Мария Орлова")
    shared = create_memorial(keeper=anna, name="Пётр Орлов")
    Membership.objects.create(memorial=shared, user=make_person("boris"), role=Role.KEEPER)
    client = signed_in(anna)
    body = client.get(LEAVE).content.decode()
    assert "Мария Орлова" in body
    assert f'href="{kept.get_absolute_url()}"' in body
    assert "Пётр Орлов" not in body
    assert 'name="memories"' not in body
    answer = leave(client)
    assert answer.status_code == 422
    assert "Мария Орлова" in answer.content.decode()
    assert not gone(anna)
    assert Memorial.objects.count() == 2


@pytest.mark.parametrize("role", [Role.EDITOR, Role.CONTRIBUTOR, Role.READER])
def test_another_role_does_not_make_a_keeper(anna, role):
    memorial = create_memorial(keeper=anna, name="Мария")
    Membership.objects.create(memorial=memorial, user=make_person("boris"), role=role)
    with pytest.raises(OnlyKeeper):
        delete_account(user=anna, keep_memories=True)


def test_a_keeper_whose_account_is_closed_keeps_nothing(anna):
    memorial = create_memorial(keeper=anna, name="Мария")
    Membership.objects.create(memorial=memorial, user=make_person("boris", is_active=False), role=Role.KEEPER)
    with pytest.raises(OnlyKeeper):
        delete_account(user=anna, keep_memories=True)


def test_second_keeper_may_leave_and_the_memorial_stays(anna):
    memorial = create_memorial(keeper=anna, name="Мария")
    boris = make_person("boris")
    Membership.objects.create(memorial=memorial, user=boris, role=Role.KEEPER)
    delete_account(user=anna, keep_memories=True)
    assert list(memorial.memberships.values_list("user", "role")) == [(boris.pk, "keeper")]
    with pytest.raises(OnlyKeeper):
        delete_account(user=boris, keep_memories=True)


@pytest.mark.parametrize("others", [0, 1])
def test_deleted_memorial_holds_nobody_and_its_other_keepers_can_bring_it_back(anna, others):
    memorial, boris = create_memorial(keeper=anna, name="Мария"), make_person("boris")
    Membership.objects.bulk_create([Membership(memorial=memorial, user=boris, role=Role.KEEPER)] * others)
    delete_memorial(memorial=memorial, by=anna)
    delete_account(user=anna, keep_memories=True)
    memorial.refresh_from_db()
    assert memorial.deleted_at and not Memorial.objects.past_grace().exists()
    assert list(Memorial.objects.deleted_for(Viewer(boris))) == [memorial] * others


def test_refusal_changes_nothing(anna, cast):
    memory = make_memory(make_memorial(cast), cast.keeper)
    with pytest.raises(OnlyKeeper):
        delete_account(user=cast.keeper, keep_memories=False)
    memory.refresh_from_db()
    assert memory.author == cast.keeper


def test_last_administrator_stays_and_one_of_two_may_go():
    one = make_person("one", PASSWORD, is_staff=True, is_superuser=True)
    with pytest.raises(LastAdministrator):
        delete_account(user=one, keep_memories=True)
    make_person("closed", is_superuser=True, is_active=False)
    with pytest.raises(LastAdministrator):
        delete_account(user=one, keep_memories=True)
    assert 'name="memories"' not in signed_in(one).get(LEAVE).content.decode()
    two = make_person("two", is_staff=True, is_superuser=True)
    delete_account(user=one, keep_memories=True)
    assert not gone(two)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("clean_cache")
def test_owner_of_the_address_gets_a_letter(anna, mailoutbox):
    leave(signed_in(anna))
    [letter] = mailoutbox
    assert letter.to == ["anna@family.example"]
    assert "anna@family.example" in letter.body
    assert "localhost:8000" in letter.body


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("clean_cache")
def test_two_keepers_who_leave_at_once_do_not_leave_a_memorial_alone(anna):
    boris = make_person("boris")
    memorial = create_memorial(keeper=anna, name="Мария")
    Membership.objects.create(memorial=memorial, user=boris, role=Role.KEEPER)
    together, refused = threading.Barrier(2), []

    def go(user):
        try:
            together.wait(timeout=10)
            delete_account(user=user, keep_memories=True)
        except OnlyKeeper:
            refused.append(user.pk)
        finally:
            connection.close()

    people = [threading.Thread(target=go, args=[user]) for user in (anna, boris)]
    for each in people:
        each.start()
    for each in people:
        each.join(timeout=60)
    assert len(refused) == 1
    assert list(memorial.memberships.values_list("user", flat=True)) == refused
