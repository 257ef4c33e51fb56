"""The family's agreement and the objections of relatives, by the API."""

from datetime import datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from memorials.api.resources import objections as resource
from memorials.models import Consent, Feature, Memorial, Notice, Objection
from memorials.services.consent import give_consent, has_consent
from memorials.services.objections import object_to
from tests.people import make_agreed_memorial, make_memorial

pytestmark = pytest.mark.django_db
SAID = {"name": "Вера", "relation": "сестра", "words": "Мама этого не хотела.", "email": "vera@example.org"}


@pytest.fixture(autouse=True)
def no_earlier_limits(db):
    cache.clear()


@pytest.fixture
def agreed(cast):
    return make_agreed_memorial(cast, visibility="public")


@pytest.fixture
def home(agreed):
    return f"/api/v1/memorials/{agreed.code}/"


@pytest.fixture
def objection(agreed):
    return object_to(memorial=agreed, kind=Feature.ANIMATION, by=None, **SAID)


def states(client, home):
    return {each["kind"]: each["state"] for each in client.get(f"{home}consents/").json()}


def test_everybody_who_sees_it_reads_how_it_stands_and_how_it_came_to_that(app, home, agreed):
    consent = Consent.objects.get(kind="animation")
    answer = app().get(f"{home}consents/animation/", headers={"Accept-Language": "en"})
    told = answer.json()
    [entry] = told["history"]
    assert (entry["what"], entry["name"]) == ("given", "Keeper")
    assert datetime.fromisoformat(entry["when"]) == consent.given_at
    assert (told["state"], told["statement"]) == ("in_force", "The family knows of this and agrees")
    assert states(app(), home) == {"animation": "in_force", "chat": "in_force"}
    assert "ETag" in answer
    Memorial.objects.update(chat_on=False)
    assert states(app(), home) == {"animation": "in_force", "chat": "off"}


def test_keeper_agrees_on_purpose_and_not_otherwise(app, cast, memorial):
    path, keeper = f"/api/v1/memorials/{memorial.code}/consents/animation/give/", app(cast.keeper)
    for given in ({}, {"agreed": False}, {"agreed": None}, {"agreed": "perhaps"}, [], True):
        answer = keeper.post(path, given)
        assert (answer.status_code, Consent.objects.count()) == (400, 0)
    told = keeper.post(path, {"agreed": True, "given_name": "Мария"}).json()
    assert (told["kind"], told["history"][0]["name"]) == ("animation", "Keeper")
    assert has_consent(memorial, Feature.ANIMATION) and not has_consent(memorial, Feature.CHAT)
    assert keeper.post(path, {"agreed": True}).status_code == 200
    assert Consent.objects.count() == 1


def test_keeper_withdraws_and_the_history_keeps_both(app, cast, agreed, home):
    told = app(cast.keeper).post(f"{home}consents/chat/withdraw/").json()
    assert told["state"] == "missing"
    assert [entry["what"] for entry in told["history"]] == ["given", "withdrawn"]
    assert not has_consent(agreed, Feature.CHAT)


def test_another_kind_is_not_there(app, cast, home):
    keeper = app(cast.keeper)
    assert keeper.get(f"{home}consents/voice/").status_code == 404
    for verb in ("give", "withdraw"):
        assert keeper.post(f"{home}consents/voice/{verb}/", {"agreed": True}).status_code == 404


def test_nobody_agrees_over_an_open_objection(app, browser, cast, agreed, home, objection):
    keeper = app(cast.keeper)
    keeper.post(f"{home}consents/animation/withdraw/")
    answer = keeper.post(f"{home}consents/animation/give/", {"agreed": True})
    assert (answer.status_code, answer.json()["code"]) == (422, "consent_suspended")
    browser(cast.keeper).post(f"/m/{agreed.code}/consent/animation/give/", {"agreed": "on"})
    assert not Consent.objects.standing().filter(kind="animation").exists()
    assert keeper.post(f"{home}consents/chat/give/", {"agreed": True}).status_code == 200


def test_number_of_queries_does_not_grow_with_the_history(app, cast, agreed, home):
    counts = []
    for _ in range(2):
        for path in (f"{home}consents/", f"{home}objections/"):
            with CaptureQueriesContext(connection) as asked:
                app(cast.keeper).get(path)
            counts.append(len(asked))
        for _ in range(2):
            app(cast.keeper).post(f"{home}consents/chat/withdraw/")
            give_consent(memorial=agreed, kind=Feature.CHAT, by=cast.keeper)
            made = object_to(memorial=agreed, kind=Feature.CHAT, by=None, **SAID)
            path = f"{home}objections/{made.code}/answer/"
            app(cast.keeper).post(path, {"answer": "settled", "note": "Поговорили."})
    assert counts[:2] == counts[2:]


def test_visitor_without_an_account_switches_it_off(app, cast, agreed, home):
    answer = app().post(f"{home}objections/", {"kind": "animation", **SAID})
    assert (answer.status_code, answer.json()["state"]) == (201, "objected")
    assert answer["Location"] == f"{home}consents/animation/"
    [kept] = Objection.objects.all()
    assert (kept.name, kept.relation, kept.words, kept.email, kept.made_by) == (*SAID.values(), None)
    assert "Вера" not in answer.content.decode() and kept.code not in answer.content.decode()
    assert not has_consent(agreed, Feature.ANIMATION)
    assert [notice.recipient for notice in Notice.objects.filter(kind="objection")] == [cast.keeper]


def test_signed_in_relative_is_kept_with_the_objection(app, cast, home):
    given = {
        "kind": "chat",
        "name": "Вера",
        "relation": "сестра",
        "answer": "settled",
        "made_by": cast.keeper.pk,
    }
    app(cast.reader).post(f"{home}objections/", given)
    kept = Objection.objects.get()
    assert (kept.made_by, kept.answer, kept.answered_at) == (cast.reader, "", None)


def test_a_second_objection_of_a_kind_changes_nothing(app, home, objection):
    answer = app().post(f"{home}objections/", {"kind": "animation", **SAID})
    assert (answer.status_code, answer.json()["code"]) == (409, "objection_waits")
    assert Objection.objects.count() == 1
    assert app().post(f"{home}objections/", {"kind": "chat", **SAID}).status_code == 201


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"kind": "voice"}, "/kind"),
        ({"name": ""}, "/name"),
        ({"name": "о" * 201}, "/name"),
        ({"relation": ""}, "/relation"),
        ({"words": "о" * 2001}, "/words"),
        ({"email": "vera"}, "/email"),
        ({"words": ["a"]}, "/words"),
    ],
)
def test_what_cannot_be_taken_switches_nothing_off(app, home, change, pointer):
    answer = app().post(f"{home}objections/", {"kind": "animation", **SAID, **change})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, pointer)
    assert not Objection.objects.exists()


def test_one_address_cannot_go_on_and_on_together_with_the_form(
    app, browser, cast, agreed, home, monkeypatch
):
    monkeypatch.setattr(resource, "RATE_HERE", "2/d")
    form = f"/m/{agreed.code}/objection/"
    assert browser().post(form, {"kind": "animation", **SAID}).status_code == 302
    assert app().post(f"{home}objections/", {"kind": "chat", **SAID}).status_code == 201
    refused = app(cast.reader).post(f"{home}objections/", {"kind": "chat", **SAID})
    assert (refused.status_code, int(refused["Retry-After"]) > 0) == (429, True)
    other = f"/api/v1/memorials/{make_memorial(cast, visibility='public').code}/objections/"
    assert app().post(other, {"kind": "chat", **SAID}).status_code == 201
    monkeypatch.setattr(resource, "RATE", "1/h")
    assert app().post(other, {"kind": "animation", **SAID}).status_code == 429


def test_only_keepers_read_who_objected(app, cast, home, objection):
    told = app(cast.keeper).get(f"{home}objections/").json()["results"]
    assert [(each["name"], each["words"], each["email"], each["answer"]) for each in told] == [
        ("Вера", SAID["words"], SAID["email"], "")
    ]
    assert app(cast.editor).get(f"{home}objections/").status_code == 403
    assert app(cast.editor).get(f"{home}objections/{objection.code}/").status_code == 403


def test_list_of_those_that_wait(app, cast, home, objection):
    keeper = app(cast.keeper)

    def listed(**asked):
        return len(keeper.get(f"{home}objections/", asked).json()["results"])

    assert (listed(open="true"), listed(open="false"), listed(kind="chat"), listed()) == (1, 0, 0, 1)
    keeper.post(f"{home}objections/{objection.code}/answer/", {"answer": "upheld"})
    assert (listed(open="true"), listed(open="false")) == (0, 1)


def test_settled_it_is_on_again_and_upheld_it_is_withdrawn(app, cast, agreed, home, objection):
    keeper = app(cast.keeper)
    path = f"{home}objections/{objection.code}/answer/"
    told = keeper.post(path, {"answer": "settled", "note": "Говорили 8 марта."}).json()
    assert (told["answer"], told["answer_note"], told["answered_by"]) == (
        "settled", "Говорили 8 марта.", "Keeper"
    )  # fmt: skip
    assert has_consent(agreed, Feature.ANIMATION)
    second = object_to(memorial=agreed, kind=Feature.ANIMATION, by=None, **SAID)
    keeper.post(f"{home}objections/{second.code}/answer/", {"answer": "upheld"})
    assert states(app(), home)["animation"] == "missing"
    late = keeper.post(path, {"answer": "upheld"})
    assert (late.status_code, late.json()["code"]) == (409, "answered_already")


@pytest.mark.parametrize(
    "given", [{}, {"answer": "settled"}, {"answer": "settled", "note": " "}, {"answer": "never"}, [], None]
)
def test_what_is_no_answer_leaves_it_open(app, cast, home, objection, given):
    answer = app(cast.keeper).post(f"{home}objections/{objection.code}/answer/", given)
    assert answer.status_code == 400
    assert Objection.objects.open().count() == 1


def test_an_objection_to_another_memorial_is_not_found_here(app, cast, home):
    other = make_agreed_memorial(cast)
    foreign = object_to(memorial=other, kind=Feature.ANIMATION, by=None, **SAID)
    keeper = app(cast.keeper)
    assert keeper.get(f"{home}objections/{foreign.code}/").status_code == 404
    path = f"{home}objections/{foreign.code}/answer/"
    assert keeper.post(path, {"answer": "upheld"}).status_code == 404
    assert Objection.objects.open().count() == 1
