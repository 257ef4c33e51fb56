"""Django's admin, walked whole: every model that is registered there, as everybody who may come in."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connection
from django.db.models import ForeignKey
from django.test.utils import CaptureQueriesContext
from django_celery_results.models import TaskResult

from animation.models import Animation, FoundFaces
from memorials.models import Consent, Media, Membership, Memorial, MemorialRecord, Memory, Preparation, User
from tests.access.admin_pages import CANARY, fill, label, page
from tests.people import make_person, make_public

pytestmark = pytest.mark.django_db
#: What each page of the admin lets an administrator do. A model that comes to the admin gets a row here.
ALLOWED = {
    "memorials.memorial": {"change", "delete"},
    "memorials.memorialrecord": set(),
    "memorials.memory": {"change", "delete"},
    "memorials.media": {"change", "delete"},
    "memorials.preparation": {"delete"},
    "memorials.tribute": {"change", "delete"},
    "memorials.album": {"change", "delete"},
    "memorials.chapter": {"change", "delete"},
    "memorials.lifeevent": {"change", "delete"},
    "memorials.consent": set(),
    "memorials.objection": set(),
    "memorials.report": set(),
    "memorials.decision": set(),
    "memorials.apitoken": set(),
    "memorials.invitation": set(),
    "memorials.linktoken": set(),
    "memorials.accessrequest": set(),
    "memorials.notice": set(),
    "memorials.upload": set(),
    "memorials.blockedword": {"add", "change", "delete"},
    "memorials.user": {"add", "change"},
    "animation.animation": {"delete"},
    "animation.foundfaces": {"delete"},
    "auth.group": {"add", "change", "delete"},
    "django_celery_results.taskresult": set(),
}
#: What every moderator may read without a ticked permission: their work, and nothing about people.
OF_MODERATORS = {
    "memorials.memorial", "memorials.memory", "memorials.media", "memorials.tribute", "memorials.chapter",
    "memorials.album", "memorials.lifeevent", "memorials.consent", "memorials.objection", "memorials.report",
    "memorials.decision", "memorials.blockedword", "memorials.preparation", "animation.animation",
    "animation.foundfaces", "django_celery_results.taskresult",
}  # fmt: skip
OF_MEMORIALS = {Memorial, Memory, Media, Preparation, Consent, Animation, FoundFaces, TaskResult}


def registered():
    return list(admin.site._registry)


def test_every_registered_model_is_declared():
    assert {label(model) for model in registered()} == set(ALLOWED)


@pytest.mark.parametrize("person", ["admin", "trusted"])
def test_pages_open_where_they_are_allowed_and_only_there(admin_world, staff, browser, person):
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


def test_a_moderator_without_permissions_finds_the_work_and_nothing_else(admin_world, staff, browser):
    client = browser(staff["moderator"])
    assert client.get("/admin/").status_code == 200
    opened = {label(m) for m in registered() if client.get(page(m, "changelist")).status_code == 200}
    assert opened == OF_MODERATORS
    addable = {label(m) for m in registered() if client.get(page(m, "add")).status_code == 200}
    assert addable == {"memorials.blockedword"}


def rows_of(admin_world, cast):
    public, _ = admin_world
    return {**public, User: cast.keeper, Group: Group.objects.get()}


def test_every_row_that_may_be_seen_opens_and_saves(admin_world, cast, staff, browser):
    client = browser(staff["admin"])
    for model, row in rows_of(admin_world, cast).items():
        shown = client.get(page(model, "change", row.pk))
        assert shown.status_code == 200, model
        allowed = ALLOWED[label(model)]
        assert ('name="_save"' in shown.content.decode()) is ("change" in allowed), model
        assert client.get(page(model, "history", row.pk)).status_code == 200, model
        deletes = client.get(page(model, "delete", row.pk)).status_code
        assert deletes == (200 if "delete" in allowed else 403), model


@pytest.mark.parametrize("person", ["admin", "trusted"])
def test_what_is_hidden_stands_on_no_page_of_the_admin(admin_world, staff, browser, person):
    _, hidden = admin_world
    client = browser(staff[person])
    answers = [client.get("/admin/")]
    for model in registered():
        answers += [
            client.get(page(model, "changelist"), query)
            for query in ({}, {"q": CANARY[:-1]}, {"q": hidden[Memorial].code}, {"all": ""}, {"o": "1"})
        ]
        answers.append(client.get(page(model, "add")))
    told = {answer.request["PATH_INFO"] for answer in answers if CANARY in answer.content.decode()}
    assert told == set()


@pytest.mark.parametrize("person", ["admin", "trusted"])
def test_a_hidden_row_is_the_same_as_a_missing_one(admin_world, staff, browser, person):
    _, hidden = admin_world
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
def test_actions_do_not_reach_hidden_rows(admin_world, staff, browser, person):
    _, hidden = admin_world
    client = browser(staff[person])
    for model in OF_MEMORIALS:
        client.post(
            page(model, "changelist"),
            {"action": "delete_selected", "_selected_action": [hidden[model].pk], "post": "yes"},
        )
        assert model.objects.filter(pk=hidden[model].pk).exists(), model


def test_the_record_of_a_hidden_memorial_tells_that_it_exists_and_nothing_of_it(admin_world, cast, browser):
    _, hidden = admin_world
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
def test_the_records_are_for_administrators(admin_world, staff, browser, person):
    _, hidden = admin_world
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
def test_choices_of_relations_come_through_the_same_doors(admin_world, staff, browser, person):
    client = browser(staff[person])
    told = {}
    for model, field in foreign_keys():
        asked = {"app_label": model._meta.app_label, "model_name": model._meta.model_name}
        for term in ("", CANARY):
            answer = client.get("/admin/autocomplete/", {**asked, "field_name": field.name, "term": term})
            if CANARY in answer.content.decode():
                told[label(model), field.name] = answer.status_code
    assert told == {}


def test_the_doors_offer_no_hidden_row_to_any_field(admin_world, cast, rf):
    """Forms that do not show a relation today must not offer hidden rows tomorrow."""
    _, hidden = admin_world
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


@pytest.mark.parametrize("model", sorted(OF_MEMORIALS | {MemorialRecord, User}, key=label), ids=label)
def test_a_list_of_three_asks_the_database_no_more_than_a_list_of_one(cast, browser, model):
    client, counts = browser(cast.admin), set()
    for number in (1, 3):
        while Memorial.objects.count() < number:
            memorial = make_public(cast)
            fill(memorial, cast.keeper, cast.stranger, "видимое")
        client.get(page(model, "changelist"))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page(model, "changelist")).status_code == 200
        counts.add(len(asked))
        make_person(f"another{number}")
    assert len(counts) == 1


def test_removal_in_the_admin_takes_the_files_with_it(
    admin_world, cast, browser, stored, django_capture_on_commit_callbacks
):
    public, hidden = admin_world
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser(cast.admin).post(page(Media, "delete", public[Media].pk), {"post": "yes"})
    assert answer.status_code == 302
    assert stored() == {hidden[Media].original.name}
