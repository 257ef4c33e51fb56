"""One's own account, by the API: name and letters, all that is known of one, and leaving."""

import io
import json
from zipfile import ZipFile

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from memorials.models import Membership, Memorial, Memory, Notice, Role, User, Visibility
from memorials.permissions import may
from memorials.services.notices import NEEDED
from memorials.viewer import Viewer
from tests.notices import tell
from tests.people import PASSWORD, code_of, make_memorial, make_memory, make_person, make_public, with_app

pytestmark = pytest.mark.django_db
ACCOUNT, DATA, LEAVE, NOTICES = (f"/api/v1/account/{path}" for path in ("", "data/", "leave/", "notices/"))
AUTH = "/api/v1/auth/app/v1/auth/"


@pytest.fixture(autouse=True)
def fresh_cache(db):
    cache.clear()


@pytest.fixture
def anna():
    return make_person("anna", PASSWORD)


def signed_in(user):
    """An app whose token the site gave."""
    client = APIClient()
    client.default_format = "json"
    answer = client.post(f"{AUTH}login", {"email": user.email, "password": PASSWORD})
    token = answer.json()["meta"].get("session_token")
    client.credentials(HTTP_X_SESSION_TOKEN=token)
    return client


def gone(user):
    return not User.objects.filter(pk=user.pk).exists()


def test_nobody_has_an_account_without_a_token(app):
    asked = [app().get(ACCOUNT), app().patch(ACCOUNT, {}), app().get(DATA), app().get(NOTICES)]
    asked.append(app().post(LEAVE, {"memories": "keep"}))
    assert {answer.status_code for answer in asked} == {401}


def test_one_reads_ones_own(app, anna):
    told = app(anna).get(ACCOUNT).json()
    assert told.pop("registered")
    assert told == {"name": "Anna", "email": anna.email, "letters": "at_once", "language": ""}


def test_one_changes_name_letters_and_language_and_nothing_else(app, anna):
    before = User.objects.values().get(pk=anna.pk)
    foreign = {"email": "other@example.org", "is_staff": True, "is_superuser": True, "password": "x"}
    given = {"name": "Анна", "letters": "daily", "language": "en"}
    answer = app(anna).patch(ACCOUNT, {**given, **foreign})
    assert answer.status_code == 200
    assert User.objects.values().get(pk=anna.pk) == before | given
    assert app(anna).patch(ACCOUNT, {}).status_code == 200
    assert User.objects.values().get(pk=anna.pk) == before | given


@pytest.mark.parametrize(
    "given",
    [
        {"name": ""},
        {"name": " "},
        {"name": "а" * 121},
        {"name": None},
        {"letters": "hourly"},
        {"language": "fr"},
        {"name": "нуль\x00"},
        [],
        "Анна",
    ],
)
def test_what_cannot_be_taken_changes_nothing(app, anna, given):
    before = User.objects.values().get(pk=anna.pk)
    assert app(anna).patch(ACCOUNT, given).status_code == 400
    assert User.objects.values().get(pk=anna.pk) == before


def test_nobody_writes_over_what_they_have_not_read(app, anna):
    read = app(anna).get(ACCOUNT)["ETag"]
    app(anna).patch(ACCOUNT, {"name": "Аня"})
    assert app(anna).patch(ACCOUNT, {"name": "Нюра"}, headers={"If-Match": read}).status_code == 412


def test_all_that_is_known_comes_as_one_archive(app, cast):
    make_memory(make_memorial(cast), cast.editor, text="Она пела.")
    answer = app(cast.editor).get(DATA, headers={"Accept": "application/zip"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"].startswith('attachment; filename="rodnik-')
    archive = ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    told = json.loads(archive.read("account.json"))
    assert (told["account"]["email"], told["memories"][0]["text"]) == (cast.editor.email, "Она пела.")


def test_a_second_archive_waits_whether_the_first_was_asked_on_the_site_or_here(app, browser, cast):
    b"".join(browser(cast.editor).post("/accounts/data/").streaming_content)
    again = app(cast.editor).get(DATA, headers={"Accept": "application/zip"})
    assert (again.status_code, again.json()["code"], again["Retry-After"]) == (429, "too_soon", "300")
    assert app(cast.editor).head(DATA).status_code == 405


def test_the_password_ends_the_account_and_all_its_tokens(anna):
    client, other = signed_in(anna), signed_in(anna)
    assert client.post(LEAVE, {"memories": "keep", "password": PASSWORD}).status_code == 204
    assert gone(anna) and not UserSession.objects.exists()
    assert client.get(ACCOUNT).status_code == other.get(ACCOUNT).status_code == 401


def test_a_token_alone_ends_nothing(anna):
    answer = signed_in(anna).post(LEAVE, {"memories": "keep"})
    assert (answer.status_code, answer.json()["code"]) == (403, "confirm_first")
    assert not gone(anna)


def test_a_wrong_password_ends_nothing_and_cannot_be_guessed_at(app, anna):
    client = app(anna)
    got = [client.post(LEAVE, {"memories": "keep", "password": "wrong"}) for _ in range(11)]
    assert got[0].json()["errors"][0]["pointer"] == "/password"
    assert [answer.status_code for answer in got] == [*[400] * 10, 429]
    assert int(got[-1]["Retry-After"]) > 0
    assert client.post(LEAVE, {"memories": "keep", "password": PASSWORD}).status_code == 429
    assert not gone(anna)


def test_a_confirmation_a_moment_ago_is_enough(anna):
    client = signed_in(anna)
    assert client.post(f"{AUTH}reauthenticate", {"password": PASSWORD}).status_code == 200
    assert client.post(LEAVE, {"memories": "keep"}).status_code == 204
    assert gone(anna)


def test_a_code_of_the_app_counts_as_well(anna):
    client = signed_in(anna)
    with_app(anna)
    assert client.post(f"{AUTH}2fa/reauthenticate", {"code": code_of(anna)}).status_code == 200
    assert client.post(LEAVE, {"memories": "keep"}).status_code == 204
    assert gone(anna)


@pytest.mark.parametrize(("memories", "left"), [("keep", ["Editor"]), ("remove", [])])
def test_what_becomes_of_memories_is_ones_own_choice(app, cast, memories, left):
    cast.editor.set_password(PASSWORD)
    cast.editor.save()
    make_memory(make_memorial(cast), cast.editor)
    assert app(cast.editor).post(LEAVE, {"memories": memories, "password": PASSWORD}).status_code == 204
    assert list(Memory.objects.values_list("teller", flat=True)) == left


@pytest.mark.parametrize("given", [{}, {"memories": "burn"}, {"memories": None}, [], None])
def test_without_a_choice_nobody_leaves(app, anna, given):
    asked = {**given, "password": PASSWORD} if isinstance(given, dict) else given
    assert app(anna).post(LEAVE, asked).status_code == 400
    assert not gone(anna)


def test_the_only_keeper_stays(app, cast):
    cast.keeper.set_password(PASSWORD)
    cast.keeper.save()
    make_memorial(cast)
    answer = app(cast.keeper).post(LEAVE, {"memories": "keep", "password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (422, "only_keeper")
    assert not gone(cast.keeper)


def test_notices_say_what_one_was_written_of_newest_first(app, cast, memorial, settings):
    tell(memorial, cast.keeper, about="Ольга", path="/m/x/queue/")
    tell(memorial, cast.keeper, kind=Notice.Kind.REQUEST)
    tell(memorial, cast.editor)
    told = app(cast.keeper).get(NOTICES).json()["results"]
    assert [each["kind"] for each in told] == ["request", "tribute"]
    assert told[1].pop("created")
    assert told[1] == {
        "kind": "tribute",
        "memorial": {"code": memorial.code, "name": memorial.name},
        "about": "Ольга",
        "url": f"{settings.SITE_URL}/m/x/queue/",
        "sent": None,
    }
    only = app(cast.keeper).get(NOTICES, {"kind": "tribute", "order": "oldest"}).json()["results"]
    assert [each["kind"] for each in only] == ["tribute"]
    assert app(cast.keeper).get(NOTICES, {"kind": "spam"}).status_code == 400


@pytest.mark.parametrize("kind", Notice.Kind)
def test_a_notice_is_told_to_whoever_the_letter_would_still_reach(app, cast, kind):
    memorials = [make_public(cast), make_memorial(cast), make_memorial(cast, visibility=Visibility.LINK)]
    people = [user for user in cast.items().values() if user]
    for memorial in memorials:
        tell(memorial, *people, kind=kind)
    for user in people:
        told = app(user).get(NOTICES).json()["results"]
        expected = {
            memorial.code for memorial in memorials if may(Viewer(user), NEEDED[kind], memorial)
        }  # as letters ask
        assert {each["memorial"]["code"] for each in told} == expected, user


def test_who_has_left_is_told_nothing_any_more(app, cast):
    private = make_memorial(cast)
    tell(private, cast.editor)
    assert len(app(cast.editor).get(NOTICES).json()["results"]) == 1
    Membership.objects.filter(user=cast.editor).update(role=Role.READER)
    assert app(cast.editor).get(NOTICES).json()["results"] == []
    Membership.objects.filter(user=cast.editor).delete()
    assert app(cast.editor).get(NOTICES).json()["results"] == []


def test_number_of_queries_does_not_grow_with_the_notices(app, cast):
    counts = []
    for _ in range(2):
        tell(make_memorial(cast), cast.keeper)
        with CaptureQueriesContext(connection) as asked:
            assert len(app(cast.keeper).get(NOTICES).json()["results"]) == Memorial.objects.count()
        counts.append(len(asked))
        tell(make_memorial(cast), cast.keeper)
    assert counts[0] == counts[1]
