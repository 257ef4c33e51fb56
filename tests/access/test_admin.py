"""Django's admin, walked whole: every model that is registered there, as everybody who may come in."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.db.models import ForeignKey
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_celery_results.models import TaskResult

from animation.models import Animation, State
from memorials.models import Consent, Media, Membership, Memorial, MemorialRecord, Memory, Role, User
from memorials.services.consent import give_consent
from tests.animation.jobs import job, kept_photo, store_result
from tests.people import make_memorial, make_memory, make_person, make_public

pytestmark = pytest.mark.django_db
CANARY = "kanareyka"  # in Latin letters: JSON would write others as numbers
#: What each page of the admin lets an administrator do. A model that comes to the admin gets a row here.
ALLOWED = {
    "memorials.memorial": {"change", "delete"},
    "memorials.memorialrecord": set(),
    "memorials.memory": {"change", "delete"},
    "memorials.media": {"change", "delete"},
    "memorials.consent": set(),
    "memorials.user": {"add", "change"},
    "animation.animation": {"delete"},
    "auth.group": {"add", "change", "delete"},
    "account.emailaddress": {"add", "change", "delete"},
    "django_celery_results.taskresult": set(),
}
OF_MEMORIALS = {Memorial, Memory, Media, Consent, Animation, TaskResult}


def fill(memorial, keeper, word):
    """Everything that a memorial can hold, with a word in every place that somebody can write to."""
    photo = kept_photo(memorial, keeper)
    Media.objects.filter(pk=photo.pk).update(caption=f"{word} caption", credit=word, original_name=word)
    memory = make_memory(memorial, keeper, title=f"{word} title", text=word, teller=word, source_name=word)
    consent = give_consent(memorial=memorial, kind=Consent.Kind.ANIMATION, by=keeper)
    Consent.objects.filter(pk=consent.pk).update(given_name=f"{word} gave")
    store_result(f"task of {photo.code}", {"engine": word})
    result = TaskResult.objects.get(task_id=f"task of {photo.code}")
    animation = job(photo, State.READY, task_id=result.task_id)
    rows = {Memorial: memorial, Memory: memory, Media: photo, Consent: consent}
    return {**rows, Animation: animation, TaskResult: result}


@pytest.fixture
def world(cast):
    """A public memorial and a hidden one with the canary in it; both hold the same kinds of things."""
    public = fill(make_public(cast), cast.keeper, "видимое")
    hidden = fill(make_memorial(cast, name=f"{CANARY} name", epitaph=CANARY), cast.keeper, CANARY)
    Group.objects.create(name="Помощники")
    return public, hidden


@pytest.fixture
def staff(cast):
    """An administrator, a moderator to whom everything was permitted, and one to whom nothing was."""
    trusted = make_person("trusted", is_staff=True)
    trusted.user_permissions.set(Permission.objects.all())
    return {"admin": cast.admin, "trusted": trusted, "moderator": cast.moderator}


def label(model):
    return model._meta.label_lower


def page(model, name, *arguments):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=arguments)


def registered():
    return list(admin.site._registry)


def test_every_registered_model_is_declared():
    assert {label(model) for model in registered()} == set(ALLOWED)


@pytest.mark.parametrize("person", ["admin", "trusted"])
def test_pages_open_where_they_are_allowed_and_only_there(world, staff, browser, person):
    client = browser(staff[person])
    got, expected = {}, {}
    for model in registered():
        hidden_from_moderators = model is MemorialRecord and person != "admin"
        got[label(model)] = {
            "list": client.get(page(model, "changelist")).status_code,
            "search": client.get(page(model, "changelist"), {"q": "а"}).status_code,
            "add": client.get(page(model, "add")).status_code,
        }
        seen = 403 if hidden_from_moderators else 200
        allowed = ALLOWED[label(model)]
        expected[label(model)] = {
            "list": seen, "search": seen, "add": 200 if "add" in allowed else 403
        }  # fmt: skip
    assert got == expected


def test_a_moderator_without_permissions_finds_an_empty_room(world, staff, browser):
    client = browser(staff["moderator"])
    assert client.get("/admin/").status_code == 200
    assert {client.get(page(model, "changelist")).status_code for model in registered()} == {403}
    assert {client.get(page(model, "add")).status_code for model in registered()} == {403}


def rows_of(world, cast):
    public, _ = world
    return {**public, User: cast.keeper, Group: Group.objects.get()}


def test_every_row_that_may_be_seen_opens_and_saves(world, cast, staff, browser):
    client = browser(staff["admin"])
    for model, row in rows_of(world, cast).items():
        shown = client.get(page(model, "change", row.pk))
        assert shown.status_code == 200, model
        allowed = ALLOWED[label(model)]
        assert ('name="_save"' in shown.content.decode()) is ("change" in allowed), model
        assert client.get(page(model, "history", row.pk)).status_code == 200, model
        deletes = client.get(page(model, "delete", row.pk)).status_code
        assert deletes == (200 if "delete" in allowed else 403), model


@pytest.mark.parametrize("person", ["admin", "trusted"])
def test_what_is_hidden_stands_on_no_page_of_the_admin(world, staff, browser, person):
    _, hidden = world
    client = browser(staff[person])
    answers = [client.get("/admin/")]
    for model in registered():
        answers += [
            client.get(page(model, "changelist"), query)
            for query in ({}, {"q": CANARY}, {"q": hidden[Memorial].code}, {"all": ""}, {"o": "1"})
        ]
        answers.append(client.get(page(model, "add")))
    told = {answer.request["PATH_INFO"] for answer in answers if CANARY in plain(answer)}
    assert told == set()


def plain(answer):
    """What a page says, without the words that were asked for."""
    return re.sub(r'name="q" value="[^"]*"', "", answer.content.decode())


@pytest.mark.parametrize("person", ["admin", "trusted"])
def test_a_hidden_row_is_the_same_as_a_missing_one(world, staff, browser, person):
    _, hidden = world
    client = browser(staff[person])
    for model in OF_MEMORIALS:
        for name in ("change", "delete", "history"):
            for method in (client.get, client.post):
                there, missing = (method(page(model, name, pk)) for pk in (hidden[model].pk, 987_654))
                assert there.status_code == missing.status_code in (302, 403, 404), (model, name)
                assert there.get("Location") == missing.get("Location")
                assert CANARY not in there.content.decode()
    assert {
        model: model.objects.filter(pk=row.pk).exists() for model, row in hidden.items()
    } == dict.fromkeys(hidden, True)


@pytest.mark.parametrize("person", ["admin", "trusted"])
def test_actions_do_not_reach_hidden_rows(world, staff, browser, person):
    _, hidden = world
    client = browser(staff[person])
    for model in OF_MEMORIALS:
        client.post(
            page(model, "changelist"),
            {"action": "delete_selected", "_selected_action": [hidden[model].pk], "post": "yes"},
        )
        assert model.objects.filter(pk=hidden[model].pk).exists(), model


def test_the_record_of_a_hidden_memorial_tells_that_it_exists_and_nothing_of_it(world, cast, browser):
    _, hidden = world
    client = browser(cast.admin)
    listed = client.get(page(MemorialRecord, "changelist"), {"q": hidden[Memorial].code}).content.decode()
    shown = client.get(page(MemorialRecord, "change", hidden[Memorial].pk)).content.decode()
    for text in (listed, shown):
        assert hidden[Memorial].code in text
        assert cast.keeper.email in text
        assert CANARY not in text
    assert CANARY not in client.get(page(MemorialRecord, "history", hidden[Memorial].pk)).content.decode()
    assert 'name="_save"' not in shown
    found = client.get(page(MemorialRecord, "changelist"), {"q": CANARY})
    assert hidden[Memorial].code not in found.content.decode()


@pytest.mark.parametrize("person", ["trusted", "moderator"])
def test_the_records_are_for_administrators(world, staff, browser, person):
    _, hidden = world
    client = browser(staff[person])
    for path in (page(MemorialRecord, "changelist"), page(MemorialRecord, "change", hidden[Memorial].pk)):
        answer = client.get(path)
        assert answer.status_code in (302, 403)
        assert hidden[Memorial].code not in answer.content.decode()


def foreign_keys():
    """Every relation of a model that the admin knows, whether or not a form shows it today."""
    for model in {*registered(), Membership}:
        for field in model._meta.get_fields():
            if isinstance(field, ForeignKey):
                yield model, field


@pytest.mark.parametrize("person", ["admin", "trusted"])
def test_choices_of_relations_come_through_the_same_doors(world, staff, browser, person):
    client = browser(staff[person])
    told = {}
    for model, field in foreign_keys():
        asked = {"app_label": model._meta.app_label, "model_name": model._meta.model_name}
        for term in ("", CANARY):
            answer = client.get("/admin/autocomplete/", {**asked, "field_name": field.name, "term": term})
            if CANARY in answer.content.decode():
                told[label(model), field.name] = answer.status_code
    assert told == {}


def test_the_doors_offer_no_hidden_row_to_any_field(world, cast, rf):
    """Forms that do not show a relation today must not offer hidden rows tomorrow."""
    _, hidden = world
    request = rf.get("/")
    request.user = cast.admin
    seen = {}
    for model, modeladmin in admin.site._registry.items():
        for field in model._meta.get_fields():
            if (
                isinstance(field, ForeignKey)
                and hasattr(modeladmin, "list_per_page")
                and in_our_hands(modeladmin)
            ):
                offered = modeladmin.formfield_for_foreignkey(field, request)
                leaks = [row for row in hidden.values() if row in offered.queryset]
                if leaks:
                    seen[label(model), field.name] = leaks
    assert seen == {}


def in_our_hands(modeladmin):
    return type(modeladmin).__module__.split(".")[0] in ("memorials", "animation", "chat")


MEMBERS = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}


def test_a_member_is_chosen_among_people_and_written_into_this_memorial_only(world, cast, browser):
    public, hidden = world
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
def test_a_memorial_is_never_left_without_a_keeper(world, cast, browser, change):
    memorial = world[0][Memorial]
    before = set(memorial.memberships.values_list("user", "role"))
    answer = browser(cast.admin).post(page(Memorial, "change", memorial.pk), with_members(memorial, **change))
    assert answer.status_code == 200
    assert set(memorial.memberships.values_list("user", "role")) == before


def test_a_memorial_is_saved_with_its_keeper(world, cast, browser):
    memorial = world[0][Memorial]
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


@pytest.mark.parametrize("model", sorted(OF_MEMORIALS | {MemorialRecord, User}, key=label), ids=label)
def test_a_list_of_three_asks_the_database_no_more_than_a_list_of_one(cast, browser, model):
    client, counts = browser(cast.admin), set()
    for number in (1, 3):
        while Memorial.objects.count() < number:
            memorial = make_public(cast)
            fill(memorial, cast.keeper, "видимое")
        client.get(page(model, "changelist"))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page(model, "changelist")).status_code == 200
        counts.add(len(asked))
        make_person(f"another{number}")
    assert len(counts) == 1


def test_removal_in_the_admin_takes_the_files_with_it(
    world, cast, browser, stored, django_capture_on_commit_callbacks
):
    public, hidden = world
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser(cast.admin).post(page(Media, "delete", public[Media].pk), {"post": "yes"})
    assert answer.status_code == 302
    assert stored() == {hidden[Media].original.name}
