"""The archive of one's own data: all that is mine, and not a word of anybody else."""

import io
import json
from zipfile import ZipFile

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from memorials.models import (
    AccessRequest,
    Consent,
    Decision,
    Invitation,
    LinkToken,
    Membership,
    Memorial,
    Objection,
    Report,
    Role,
    Status,
    Tribute,
    User,
    Visibility,
)
from memorials.models.token import hashed, new_token
from memorials.services import my_data
from memorials.services.consent import give_consent
from memorials.services.invitations import invite
from memorials.services.leaving import delete_account
from memorials.services.moderation import decide
from memorials.services.objections import answer_objection, object_to
from memorials.services.reports import report
from memorials.services.tributes import leave_tribute
from tests.people import PASSWORD, in_status, make_memorial, make_memory, make_person, make_photo, with_app
from tests.photos import jpeg

pytestmark = pytest.mark.django_db
DATA = "/accounts/data/"
#: Every relation to a person: in the archive, or the reason why it is not.
RELATIONS = {
    "account.EmailAddress.user": "account",
    "mfa.Authenticator.user": "account",
    "usersessions.UserSession.user": "open_sessions",
    "memorials.ApiToken.owner": "read_only_tokens",
    "memorials.Membership.user": "memberships",
    "memorials.Memory.author": "memories",
    "memorials.Media.added_by": "photographs",
    "memorials.Consent.given_by": "consents",
    "memorials.Consent.withdrawn_by": "consents",
    "memorials.Tribute.author": "tributes",
    "memorials.Objection.made_by": "objections",
    "memorials.Objection.answered_by": "objections",
    "memorials.Report.reporter": "reports",
    "memorials.Decision.made_by": "decisions",
    "memorials.AccessRequest.user": "requests_for_access",
    "memorials.Invitation.created_by": "invitations",
    "memorials.LinkToken.created_by": "secret_links",
    "animation.Animation.requested_by": "living_photographs",
    "chat.Conversation.asker": "conversations",
    "chat.OpenQuestion.asker": "conversations",
    "chat.OpenQuestion.closed_by": "not theirs: the question of somebody else",
    "chat.WrongAnswer.closed_by": "not theirs: the report of somebody else",
    "memorials.Report.closed_by": "not theirs: the report is; what they decided on it is told in decisions",
    "memorials.AccessRequest.answered_by": "not theirs: the request of somebody else, with a yes or a no",
    "memorials.Memorial.deleted_by": "not theirs: the state of a memorial, for as long as it can come back",
    "memorials.Notice.recipient": "letters that they have; their titles are the words of others",
    "memorials.Upload.owner": "half a file, which goes within a day unless it becomes a photograph",
    "admin.LogEntry.user": "not theirs: what staff did to what belongs to others",
    "memorials.User_groups.user": "rights, told as moderator and administrator",
    "memorials.User_user_permissions.user": "rights, told as moderator and administrator",
}


def ask(user):
    client = Client()
    client.force_login(user)
    return client.post(DATA)


def unpacked(answer):
    assert answer.status_code == 200
    archive = ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert archive.testzip() is None
    return archive


def archive_of(user):
    cache.delete(f"my-data:{user.pk}")
    return unpacked(ask(user))


def told(user):
    return json.loads(archive_of(user).read("account.json"))


def test_each_relation_to_a_person_is_in_the_archive_or_has_a_reason():
    relations = {
        f"{model._meta.label}.{field.name}": field
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model is User and not model._meta.proxy
    }
    assert set(relations) == set(RELATIONS)


def test_all_that_is_mine_is_there(cast):
    memorial = make_memorial(cast, name="Анна Ильина")
    memory = make_memory(memorial, cast.contributor, text="Яблоки пахли на весь дом.", title="Сад")
    content = jpeg(width=64, height=48)
    photo = make_photo(memorial, cast.contributor, content, name="сад.jpg", caption="Сад в июле")
    archive = archive_of(cast.contributor)
    words = json.loads(archive.read("account.json"))
    assert words["account"]["email"] == cast.contributor.email
    [membership] = words["memberships"]
    assert (membership["memorial_name"], membership["role"]) == ("Анна Ильина", "contributor")
    [mine] = words["memories"]
    assert (mine["code"], mine["text"], mine["status"]) == (
        memory.code,
        "Яблоки пахли на весь дом.",
        "pending",
    )
    [picture] = words["photographs"]
    assert (picture["caption"], picture["sha256"]) == ("Сад в июле", photo.sha256)
    assert archive.namelist() == ["account.json", picture["file"]]
    assert archive.read(picture["file"]) == content
    assert picture["file"] == f"photographs/{photo.code}-сад.jpg"


def test_consents_and_sessions_and_steps_are_there_without_their_secrets(cast):
    anna = make_person("anna", PASSWORD)
    memorial = make_memorial(cast)
    Membership.objects.create(memorial=memorial, user=anna, role=Role.KEEPER)
    give_consent(memorial=memorial, kind=Consent.Kind.ANIMATION, by=anna)
    client = Client(HTTP_USER_AGENT="Firefox/140.0")
    client.post("/accounts/login/", {"login": anna.email, "password": PASSWORD})
    step = with_app(anna)
    words = told(anna)
    assert [(each["kind"], each["given_name"]) for each in words["consents"]] == [("animation", "Anna")]
    assert [each["user_agent"] for each in words["open_sessions"]] == ["Firefox/140.0"]
    assert [each["type"] for each in words["account"]["second_steps"]] == ["totp"]
    text = json.dumps(words)
    assert UserSession.objects.get(user=anna).session_key not in text
    assert step.data["secret"] not in text
    assert anna.password not in text


def leave_traces(memorial, person, about, words):
    """One of each thing that somebody says about a memorial and one memory in it."""
    leave_tribute(memorial=memorial, author=person, kind=Tribute.Kind.WORD, name=words, text=words)
    report(about=about, reporter=person, reason="other", words=words)
    decide(item=about, status=Status.HIDDEN, by=person, note=words)
    decide(item=about, status=Status.APPROVED, by=person, note=words)
    invite(memorial=memorial, by=person, role=Role.READER, note=words, email="aunt@elsewhere.example")
    LinkToken.objects.create(memorial=memorial, created_by=person, note=words, token_hash=hashed(new_token()))
    AccessRequest.objects.create(memorial=memorial, user=person, words=words)


def test_what_i_left_said_and_decided_is_there_without_tokens_and_addresses_of_others(cast):
    memorial = make_memorial(cast)
    memory = make_memory(memorial, cast.keeper, text="CANARY")
    leave_traces(memorial, cast.contributor, memory, "Моё.")
    said = {"name": "Вера", "relation": "дочь", "words": "Не надо.", "email": "vera@family.example"}
    object_to(memorial=memorial, kind=Consent.Kind.CHAT, by=cast.contributor, **said)
    words = told(cast.contributor)
    assert [(each["name"], each["text"]) for each in words["tributes"]] == [("Моё.", "Моё.")]
    assert [(each["memory"], each["words"]) for each in words["reports"]] == [(memory.code, "Моё.")]
    assert [(each["became"], each["note"]) for each in words["decisions"]] == [
        ("hidden", "Моё."),
        ("approved", "Моё."),
    ]
    assert [(each["role"], each["note"]) for each in words["invitations"]] == [("reader", "Моё.")]
    assert [each["note"] for each in words["secret_links"]] == ["Моё."]
    assert [each["words"] for each in words["requests_for_access"]] == ["Моё."]
    [objection] = words["objections"]
    assert said.items() <= objection.items()
    text = json.dumps(words, ensure_ascii=False)
    assert "CANARY" not in text and "elsewhere" not in text
    for model in (Tribute, Invitation, LinkToken):
        assert model.objects.get().token_hash not in text


@pytest.mark.parametrize("keep", [True, False])
def test_what_others_rely_on_outlives_the_account_and_requests_do_not(cast, keep):
    memorial = make_memorial(cast)
    leave_traces(memorial, cast.editor, make_memory(memorial, cast.keeper), "Моё.")
    delete_account(user=User.objects.get(pk=cast.editor.pk), keep_memories=keep)
    kept = Decision.objects.values_list("made_by", "made_by_name", "note")
    assert list(kept) == [(None, "Editor", "Моё.")] * 2
    assert Report.objects.values_list("reporter", "words").get() == (None, "Моё.")
    assert Invitation.objects.open().get().created_by is LinkToken.objects.get().created_by is None
    assert not AccessRequest.objects.exists()


@pytest.mark.parametrize("mine", ["made", "answered"])
def test_of_an_objection_each_has_their_own_half(cast, mine):
    memorial = make_memorial(cast)
    by, answered_by = (cast.editor, cast.keeper) if mine == "made" else (cast.keeper, cast.editor)
    said = {"name": "made name", "relation": "made relation", "words": "made words"}
    objection = object_to(memorial=memorial, kind=Consent.Kind.CHAT, by=by, **said)
    answer = Objection.Answer.SETTLED
    answer_objection(objection=objection, answer=answer, by=answered_by, note="answered note")
    [half] = told(cast.editor)["objections"]
    assert half["answer"] == "settled"
    assert ("made words" in half.values(), "answered note" in half.values()) == (
        mine == "made",
        mine == "answered",
    )
    assert "Keeper" not in half.values()


def test_no_word_of_others_is_there(cast):
    """A canary in everything that others have around what is mine."""
    memorial = make_memorial(cast, name="Анна", summary="CANARY summary", epitaph="CANARY epitaph")
    make_memory(memorial, cast.contributor, text="Моё.")
    for author in (cast.keeper, cast.editor):
        make_memory(memorial, author, text="CANARY memory", title="CANARY title", teller="CANARY teller")
        make_photo(memorial, author, caption="CANARY caption", name="CANARY.jpg")
        leave_traces(memorial, author, memorial.memories.first(), "CANARY trace")
    User.objects.exclude(pk=cast.contributor.pk).update(name="CANARY name")
    consent = give_consent(memorial=memorial, kind=Consent.Kind.CHAT, by=cast.keeper)
    Consent.objects.filter(pk=consent.pk).update(withdrawn_by=cast.contributor, given_name="CANARY consent")
    archive = archive_of(cast.contributor)
    assert archive.namelist() == ["account.json"]
    words = archive.read("account.json").decode()
    assert "Моё." in words
    assert "CANARY" not in words
    assert "family.example" in words
    assert words.count("@") == 1


def test_memorial_that_is_closed_to_me_by_now_is_named_by_its_code_alone(cast):
    memorial = make_memorial(cast)
    make_memory(memorial, cast.contributor, text="Моё.")
    Membership.objects.filter(user=cast.contributor).delete()
    Memorial.objects.update(name="CANARY")
    [mine] = told(cast.contributor)["memories"]
    assert mine["memorial"] == memorial.code
    assert "memorial_name" not in mine
    Memorial.objects.update(visibility=Visibility.PUBLIC, name="Анна")
    assert told(cast.contributor)["memories"][0]["memorial_name"] == "Анна"


@pytest.mark.parametrize("status", Status.values)
def test_what_i_wrote_is_mine_in_every_state(cast, status):
    in_status(make_memory(make_memorial(cast), cast.contributor), status)
    assert [each["status"] for each in told(cast.contributor)["memories"]] == [status]


def test_lost_file_is_told_and_does_not_stop_the_archive(cast):
    memorial = make_memorial(cast)
    lost, kept = make_photo(memorial, cast.editor), make_photo(memorial, cast.editor)
    lost.original.storage.delete(lost.original.name)
    archive = archive_of(cast.editor)
    files = [each["file"] for each in json.loads(archive.read("account.json"))["photographs"]]
    assert files == [None, f"photographs/{kept.code}-{kept.original_name}"]
    assert archive.namelist() == ["account.json", files[1]]


def test_second_archive_within_minutes_is_refused_in_plain_words(cast):
    first = ask(cast.keeper)
    unpacked(first)
    assert first["Content-Disposition"].startswith('attachment; filename="rodnik-')
    assert first["Cache-Control"] == "private, no-store"
    again = ask(cast.keeper)
    assert again.status_code == 429
    assert str(my_data.TooSoon.sentence) in again.content.decode()
    unpacked(ask(cast.editor))


def test_looking_at_the_page_makes_no_archive(cast):
    client = Client()
    client.force_login(cast.keeper)
    assert client.get(DATA)["Content-Type"].startswith("text/html")
    unpacked(client.post(DATA))


def test_archive_needs_the_token_of_the_form(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.keeper)
    assert client.post(DATA).status_code == 403


def test_archive_asks_no_more_of_the_database_for_three_than_for_one(cast):
    memorial, asked = make_memorial(cast), None
    for number in (1, 2, 3):
        memory = make_memory(memorial, cast.contributor)
        leave_traces(memorial, cast.contributor, memory, f"Моё, {number}.")
        AccessRequest.objects.update(answer=AccessRequest.Answer.DECLINED)
        with CaptureQueriesContext(connection) as queries:
            my_data.what_is_known(cast.contributor)
        asked = asked or len(queries)
        assert len(queries) == asked
