"""What may be changed in the admin, and by whom."""

import pytest
from django.urls import reverse

from memorials.models import Memorial, Role, User
from tests.access.admin_pages import page

pytestmark = pytest.mark.django_db
MEMBERS = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}


def test_a_member_is_chosen_among_people_and_written_into_this_memorial_only(admin_world, cast, browser):
    public, hidden = admin_world
    memorial, stranger = public[Memorial], cast.stranger
    form = {
        **memorial_fields(memorial), **MEMBERS, "memberships-TOTAL_FORMS": "1",
        "memberships-0-user": stranger.pk, "memberships-0-role": "reader",
        "memberships-0-memorial": hidden[Memorial].pk,
    }  # fmt: skip
    answer = browser(cast.admin).post(page(Memorial, "change", memorial.pk), form)
    assert stranger.pk in members(memorial) or answer.status_code == 200
    assert stranger.pk not in members(hidden[Memorial])


def members(memorial):
    return set(memorial.memberships.values_list("user", flat=True))


def memorial_fields(memorial, **changed):
    fields = {"name": memorial.name, "language": "ru", "visibility": "public", "published": "on"}
    return {**fields, "chat_on": "on", "animation_on": "on", **changed}


def with_members(memorial, **changed):
    rows = list(memorial.memberships.order_by("pk"))
    form = {**memorial_fields(memorial), "memberships-TOTAL_FORMS": len(rows)}
    form["memberships-INITIAL_FORMS"] = len(rows)
    for number, row in enumerate(rows):
        of_row = {"id": row.pk, "memorial": memorial.pk, "user": row.user_id, "role": row.role}
        form |= {f"memberships-{number}-{name}": value for name, value in of_row.items()}
        if row.role == Role.KEEPER:
            form |= {f"memberships-{number}-{name}": value for name, value in changed.items()}
    return form


@pytest.mark.parametrize("change", [{"role": "editor"}, {"DELETE": "on"}])
def test_a_memorial_is_never_left_without_a_keeper(admin_world, cast, browser, change):
    memorial = admin_world[0][Memorial]
    before = set(memorial.memberships.values_list("user", "role"))
    answer = browser(cast.admin).post(page(Memorial, "change", memorial.pk), with_members(memorial, **change))
    assert answer.status_code == 200
    assert set(memorial.memberships.values_list("user", "role")) == before


def test_a_memorial_is_saved_with_its_keeper(admin_world, cast, browser):
    memorial = admin_world[0][Memorial]
    form = {**with_members(memorial), "name": "Новое имя"}
    assert browser(cast.admin).post(page(Memorial, "change", memorial.pk), form).status_code == 302
    memorial.refresh_from_db()
    assert memorial.name == "Новое имя"
    assert memorial.memberships.filter(role=Role.KEEPER).count() == 1


def person_form(person, **changed):
    return {"email": person.email, "name": person.name, "is_active": "on", **changed}


def test_a_moderator_raises_nobody_above_themselves(cast, staff, browser):
    client, trusted = browser(staff["trusted"]), staff["trusted"]
    wanted = {"is_staff": "on", "is_superuser": "on", "user_permissions": [1], "password_is_one_time": "on"}
    for person in (trusted, cast.stranger):
        client.post(page(User, "change", person.pk), person_form(person, **wanted))
        person.refresh_from_db()
        assert (person.is_superuser, person.is_staff, person.password_is_one_time) == (
            False, person is trusted, False
        )  # fmt: skip
    assert cast.stranger.user_permissions.count() == 0


def test_a_moderator_takes_over_nobody_of_the_staff(cast, staff, browser):
    client = browser(staff["trusted"])
    for person in (cast.admin, cast.moderator):
        before = type(person).objects.values().get(pk=person.pk)
        new = {"password1": "чужой-пароль-99", "password2": "чужой-пароль-99", "usable_password": "true"}
        client.post(reverse("admin:auth_user_password_change", args=[person.pk]), new)
        client.post(page(User, "change", person.pk), person_form(person, email="thief@family.example"))
        assert type(person).objects.values().get(pk=person.pk) == before


def test_an_administrator_names_a_moderator(cast, browser):
    form = person_form(cast.stranger, is_staff="on")
    assert browser(cast.admin).post(page(User, "change", cast.stranger.pk), form).status_code == 302
    cast.stranger.refresh_from_db()
    assert (cast.stranger.is_staff, cast.stranger.is_superuser) == (True, False)


def test_nobody_gets_into_an_account_by_the_admin(cast, staff, browser):
    """Whoever could set a keeper's password or address would read that keeper's private memorials."""
    before = User.objects.values("email", "password").get(pk=cast.keeper.pk)
    new = {"password1": "чужой-пароль-99", "password2": "чужой-пароль-99", "usable_password": "true"}
    for who in ("admin", "trusted"):
        client = browser(staff[who])
        asked = client.post(reverse("admin:auth_user_password_change", args=[cast.keeper.pk]), new)
        assert asked.status_code == 403
        client.post(
            page(User, "change", cast.keeper.pk), person_form(cast.keeper, email="thief@family.example")
        )
        assert client.get("/admin/account/emailaddress/").status_code == 404
    assert User.objects.values("email", "password").get(pk=cast.keeper.pk) == before
