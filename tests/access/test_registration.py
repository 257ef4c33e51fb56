"""Who may register, what is asked, and what becomes of fields that nobody asked for."""

import pytest
from django.test import Client
from rest_framework.test import APIClient

from memorials.models import User
from tests.people import PASSWORD, make_person

pytestmark = pytest.mark.django_db
SIGN_UP = "/accounts/signup/"
API_SIGN_UP = "/api/v1/auth/app/v1/auth/signup"
ANNA = {"name": "Анна", "email": "anna@family.example"}


def on_the_site(**fields):
    given = {**ANNA, "password1": PASSWORD, "password2": PASSWORD, **fields}
    return Client().post(SIGN_UP, given)


def by_app(**fields):
    return APIClient().post(API_SIGN_UP, {**ANNA, "password": PASSWORD, **fields}, format="json")


BOTH_WAYS = pytest.mark.parametrize("register", [on_the_site, by_app])


@BOTH_WAYS
def test_an_open_site_takes_whoever_comes(settings, register):
    settings.REGISTRATION = "open"
    assert register().status_code in (200, 302)
    [user] = User.objects.all()
    assert (user.email, user.name, user.check_password(PASSWORD)) == (ANNA["email"], "Анна", True)
    assert (user.is_active, user.is_staff, user.is_superuser) == (True, False, False)


@BOTH_WAYS
@pytest.mark.parametrize("mode", ["invited", "closed"])
def test_another_site_takes_nobody(settings, register, mode):
    settings.REGISTRATION = mode
    answer = register()
    assert answer.status_code == (403 if register is by_app else 200)
    assert "_auth_user_id" not in answer.client.session
    assert User.objects.count() == 0


@pytest.mark.parametrize(("mode", "form"), [("open", True), ("invited", False), ("closed", False)])
def test_the_page_has_a_form_only_where_it_would_be_taken(settings, mode, form):
    settings.REGISTRATION = mode
    page = Client().get(SIGN_UP)
    assert page.status_code == 200
    assert ('name="password1"' in page.content.decode()) is form
    sign_in = Client().get("/accounts/login/").content.decode()
    assert (f'href="{SIGN_UP}"' in sign_in) is form


@BOTH_WAYS
@pytest.mark.parametrize("name", ["", "   ", "А" * 121, "Анна\0"])
def test_a_name_is_asked_and_must_be_one(settings, register, name):
    settings.REGISTRATION = "open"
    assert register(name=name).status_code == (400 if register is by_app else 200)
    assert User.objects.count() == 0


@BOTH_WAYS
def test_a_longest_name_is_kept_whole(settings, register):
    settings.REGISTRATION = "open"
    register(name=f"  {'Я' * 120}  ")
    assert User.objects.get().name == "Я" * 120


@BOTH_WAYS
@pytest.mark.parametrize("password", ["", "1234", "12345678", "password", ANNA["email"]])
def test_a_weak_password_is_refused(settings, register, password):
    settings.REGISTRATION = "open"
    register(password=password, password1=password, password2=password)
    assert User.objects.count() == 0


@BOTH_WAYS
def test_an_address_is_kept_in_lower_case(settings, register):
    settings.REGISTRATION = "open"
    register(email="Anna.Ilina@Family.EXAMPLE")
    assert User.objects.get().email == "anna.ilina@family.example"


@BOTH_WAYS
def test_an_address_that_has_an_account_gets_no_second_one(settings, register):
    settings.REGISTRATION = "open"
    make_person("anna", "первый-пароль-семьи")
    register(email="ANNA@Family.Example", name="Чужая")
    [anna] = User.objects.all()
    assert (anna.name, anna.check_password("первый-пароль-семьи")) == ("Anna", True)


@BOTH_WAYS
def test_nobody_gives_themselves_rights(settings, register):
    settings.REGISTRATION = "open"
    wanted = {"is_staff": True, "is_superuser": True, "is_active": False, "password_is_one_time": True}
    register(**wanted, groups=[1], user_permissions=[1], id=77, pk=77, date_joined="1999-01-01")
    user = User.objects.get()
    assert {name: getattr(user, name) for name in wanted} == {name: name == "is_active" for name in wanted}
    assert (user.groups.count(), user.user_permissions.count()) == (0, 0)
    assert user.date_joined.year > 1999
    assert user.pk != 77
