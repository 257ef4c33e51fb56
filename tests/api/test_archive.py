"""The archive by the API: a question, the answer in other people's words, the way to the family and back."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from chat.models import Conversation, OpenQuestion, Turn, WrongAnswer
from chat.services import conversing
from memorials.models import Consent, Media, Memory, Rendition, Status
from memorials.services.consent import withdraw_consent
from memorials.services.moderation import decide
from tests.chat.conftest import archive, small, use
from tests.people import in_status, make_memory, make_photo, make_public

__all__ = ["archive", "small", "use"]
pytestmark = pytest.mark.django_db(transaction=True)
BREAD = "Бабушка пекла хлеб по субботам. Тесто она ставила ещё в пятницу."
QUESTION = "Когда бабушка пекла хлеб и ставила тесто?"
UNTOLD = "В каком полку служил её двоюродный дядя?"


@pytest.fixture
def told(archive, cast, small):
    return make_memory(
        archive, cast.editor, text=BREAD, title="Хлеб", teller="Вера", relation="внучка", source_name="Письмо"
    )


@pytest.fixture(autouse=True)
def home(told, archive):
    cache.clear()
    return f"/api/v1/memorials/{archive.code}/"


@pytest.fixture
def begin(home):
    def begun(client, question=QUESTION):
        answer = client.post(f"{home}archive/conversations/", {"question": question})
        assert answer.status_code == 201, answer.content.decode()
        return answer

    return begun


def test_the_archive_says_what_it_is_before_the_first_question(app, archive, home):
    told = app().get(f"{home}archive/", headers={"Accept-Language": "en"}).json()
    assert told["open"] and told["suggestions"] == ["Хлеб"] and "Анна Ильина" in told["notice"]["what"]
    assert (told["longest_question"], told["days_kept"]) == (500, 30)
    archive.chat_on = False
    archive.save()
    closed = app().get(f"{home}archive/").json()
    assert (closed["open"], closed["suggestions"]) == (False, [])


def test_an_answer_is_somebodys_words_with_their_name_and_place(app, cast, begin, told):
    reader = app(cast.reader)
    asked = begin(reader)
    turn = reader.get(asked["Location"]).json()
    assert (turn["answered"], turn["question"], "key" in turn) == (
        True, QUESTION, False,
    )  # fmt: skip
    assert 0 < turn["confidence"] <= 1 and not turn["waits"] and turn["joined"] == []
    quote = turn["quotes"][0]
    assert quote["words"] == BREAD[quote["start"] : quote["end"]] != ""
    names = ("number", "kind", "code", "title", "teller", "relation", "source_name", "language", "recording")
    assert [quote[name] for name in names] == [
        1, "memory", told.code, "Хлеб", "Вера", "внучка", "Письмо", "ru", None,
    ]  # fmt: skip
    assert (turn["can_ask_family"], turn["family"], turn["reported"]) == (False, None, False)
    assert asked.json()["conversation"] in asked["Location"] and asked.json()["key"] is None


def test_the_recording_is_told_as_long_as_it_may_be_heard(app, archive, cast, begin, told):
    voice = Media.objects.create(
        memorial=archive, added_by=cast.keeper, kind="audio", original="originals/x", original_name="x.m4a",
        sha256="0", size=1, content_type="audio/mp4", status=Status.APPROVED,
    )  # fmt: skip
    Rendition.objects.create(media=voice, name="sound", file="renditions/x.m4a", content_type="audio/mp4")
    told.attached.add(voice)
    reader = app(cast.reader)
    where = begin(reader)["Location"]
    sound = f"/api/v1/files/media/{voice.code}/sound"
    assert reader.get(where).json()["quotes"][0]["recording"] == sound
    Media.objects.filter(pk=voice.pk).update(status=Status.HIDDEN, added_by=None)
    assert reader.get(where).json()["quotes"][0]["recording"] is None


def test_what_is_taken_back_is_gone_at_once(app, cast, begin, told):
    reader = app(cast.reader)
    where = begin(reader)["Location"]
    whole = where.partition("turns/")[0]
    tag = reader.get(where)["ETag"]
    assert reader.get(where, headers={"If-None-Match": tag}).status_code == 304
    decide(item=told, status=Status.HIDDEN, by=cast.keeper)
    after = reader.get(where, headers={"If-None-Match": tag})
    assert after.status_code == 200 and "пекла хлеб по" not in after.content.decode()
    assert (after.json()["taken_back"], after.json()["answered"], after.json()["can_ask_family"]) == (
        True, False, False,
    )  # fmt: skip
    assert "пекла хлеб по" not in reader.get(whole).content.decode()


def test_a_conversation_goes_on_and_is_erased(app, cast, home, begin):
    reader = app(cast.reader)
    whole = begin(reader)["Location"].partition("turns/")[0]
    on = reader.post(f"{whole}turns/", {"question": UNTOLD})
    assert (on.status_code, on.json()["answered"], on.json()["can_ask_family"]) == (201, False, True)
    assert [turn["question"] for turn in reader.get(whole).json()["turns"]] == [QUESTION, UNTOLD]
    listed = reader.get(f"{home}archive/conversations/").json()["results"]
    assert [each["code"] for each in listed] == [Conversation.objects.get().code]
    assert reader.delete(whole).status_code == 204
    assert reader.get(whole).status_code == 404 and not Turn.objects.exists()


def test_a_long_conversation_is_followed_by_another_with_its_own_key(app, begin, monkeypatch):
    monkeypatch.setattr(conversing, "MOST_TURNS", 1)
    begun = begin(app())
    headers = {"X-Conversation-Key": begun.json()["key"]}
    whole = begun["Location"].partition("turns/")[0]
    on = app().post(f"{whole}turns/", {"question": UNTOLD}, headers=headers).json()
    assert on["conversation"] != begun.json()["conversation"]
    assert on["key"].startswith(on["conversation"])


def test_a_lost_answer_is_not_asked_twice(app, begin, home):
    key = {"Idempotency-Key": "0123456789abcdef"}
    first, again = (
        app().post(f"{home}archive/conversations/", {"question": QUESTION}, headers=key) for _ in range(2)
    )
    assert first.json() == again.json() and first["Location"] == again["Location"]
    assert Turn.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "status"),
    [({"question": ""}, 422), ({"question": "???"}, 422), ({"question": "a" * 501}, 422), ({}, 400),
     ({"question": "a\0b"}, 400), ({"question": ["a"]}, 400), ([], 400), ({"question": None}, 400)],
)  # fmt: skip
def test_bad_questions_get_a_sentence_and_leave_nothing_behind(app, home, sent, status):
    answer = app().post(f"{home}archive/conversations/", sent)
    assert answer.status_code == status and answer.json()["detail"]
    assert not Conversation.objects.exists()


def test_who_polls_while_sentences_are_joined_is_told_when_to_come_again(app, cast, begin):
    reader = app(cast.reader)
    where = begin(reader)["Location"]
    later = timezone.now() + timedelta(seconds=60)
    Turn.objects.update(joining="waiting", join_before=later)
    waits = reader.get(where)
    assert (waits.json()["waits"], waits["Retry-After"]) == (True, "2")
    same = reader.get(where, headers={"If-None-Match": waits["ETag"]})
    assert (same.status_code, same["Retry-After"]) == (304, "2")
    Turn.objects.update(joining="joined", joined=[["Бабушка пекла хлеб.", [1]]])
    done = reader.get(where, headers={"If-None-Match": waits["ETag"]})
    assert done.json()["joined"] == [{"sentence": "Бабушка пекла хлеб.", "quotes": [1]}]
    assert not done.json()["waits"] and "Retry-After" not in done


def test_what_nobody_told_goes_to_the_family_and_their_answer_comes_back(app, cast, begin, home):
    asker, keeper = app(cast.stranger), app(cast.keeper)
    where = begin(asker, UNTOLD)["Location"]
    for _ in range(2):
        sent = asker.post(f"{where}family/")
        assert (sent.status_code, sent.json()["family"]["state"]) == (200, "waiting")
    listed = keeper.get(f"{home}questions/")
    [asked] = listed.json()["results"]
    assert asked["question"] == UNTOLD and set(asked) == {"code", "question", "created"}
    words = {"text": "В пехотном.", "happened": "1943", "teller": "Пётр", "status": "hidden", "author": 1}
    answered = keeper.post(f"{home}questions/{asked['code']}/answer/", words)
    memory = Memory.objects.get(text="В пехотном.")
    assert (answered.status_code, answered["Location"]) == (201, f"{home}memories/{memory.code}/")
    assert (memory.status, memory.author, memory.teller) == (Status.APPROVED, cast.keeper, "Пётр")
    back = asker.get(where).json()["family"]
    assert (back["state"], back["memory"]) == ("answered", memory.code)
    assert keeper.get(f"{home}questions/").json()["results"] == []
    in_status(memory, Status.HIDDEN)
    assert asker.get(where).json()["family"]["memory"] is None


def test_an_answer_takes_things_of_this_memorial_only(app, archive, cast, home):
    here, elsewhere = make_photo(archive, cast.keeper), make_photo(make_public(cast), cast.keeper)
    asked = OpenQuestion.objects.create(memorial=archive, question=UNTOLD)
    path, keeper = f"{home}questions/{asked.code}/answer/", app(cast.keeper)
    refusals = [{"text": "Да.", "attached": [elsewhere.code]}, {"text": "Да.", "attached": ["a" * 17]},
                {"text": "Да.", "attached": here.code}, {"text": ""}, {"text": "Да.", "happened": "никогда"},
                {"text": "Да.", "source_url": "javascript:alert(1)"}]  # fmt: skip
    for sent in refusals:
        assert keeper.post(path, sent).status_code == 400, sent
    assert Memory.objects.count() == 1
    assert keeper.post(path, {"text": "Да.", "attached": [here.code]}).status_code == 201
    assert [*Memory.objects.get(text="Да.").attached.all()] == [here]


def test_a_question_and_a_report_are_put_aside(app, archive, cast, home):
    asked = OpenQuestion.objects.create(memorial=archive, question=UNTOLD)
    report = WrongAnswer.objects.create(memorial=archive, question=QUESTION)
    for path in (f"{home}questions/{asked.code}/close/", f"{home}wrong-answers/{report.code}/close/"):
        assert [app(cast.editor).post(path).status_code for _ in range(2)] == [204, 404]
    asked.refresh_from_db()
    assert asked.closed_by == cast.editor and asked.answer is None


def test_a_wrong_answer_is_shown_to_the_family_with_what_it_quoted(app, cast, begin, home, told):
    asker = app()
    begun = begin(asker)
    headers = {"X-Conversation-Key": begun.json()["key"]}
    wrong = f"{begun['Location']}wrong/"
    for words in ("Это было в воскресенье.", "Ещё раз."):
        sent = asker.post(wrong, {"words": words}, headers=headers)
        assert (sent.status_code, sent.json()["reported"]) == (200, True)
    assert asker.post(wrong, {"words": "я" * 1001}, headers=headers).status_code == 400
    [report] = app(cast.editor).get(f"{home}wrong-answers/").json()["results"]
    assert (report["question"], report["words"]) == (QUESTION, "Это было в воскресенье.")
    assert report["memories"] == [told.code]
    decide(item=told, status=Status.DECLINED, by=cast.keeper)
    [report] = app(cast.keeper).get(f"{home}wrong-answers/").json()["results"]
    assert (report["question"], report["memories"]) == (QUESTION, [])


def test_the_keeper_decides_what_else_is_quoted(app, cast, home):
    path, keeper = f"{home}archive/sources/", app(cast.keeper)
    read = keeper.get(path)
    assert read.json() == {"story_too": True, "tributes_too": False}
    changed = keeper.patch(path, {"tributes_too": True, "memorial": 1}, headers={"If-Match": read["ETag"]})
    assert (changed.status_code, changed.json()) == (200, {"story_too": True, "tributes_too": True})
    assert keeper.patch(path, {"story_too": False}, headers={"If-Match": read["ETag"]}).status_code == 412
    assert keeper.patch(path, {"story_too": "perhaps"}).status_code == 400


@pytest.mark.parametrize("close", ["switch", "consent"])
def test_a_closed_archive_answers_nobody_and_shows_no_old_answer(app, archive, cast, begin, close):
    reader = app(cast.reader)
    where = begin(reader)["Location"]
    whole = where.partition("turns/")[0]
    if close == "switch":
        archive.chat_on = False
        archive.save()
    else:
        withdraw_consent(memorial=archive, kind=Consent.Kind.CHAT, by=cast.keeper)
    refused = reader.post(f"{whole}turns/", {"question": QUESTION})
    assert (refused.status_code, refused.json()["code"]) == (422, "archive_closed")
    assert reader.get(whole).json()["turns"] == []
    assert [reader.get(where).status_code] + [
        reader.post(f"{where}{end}").status_code for end in ("family/", "wrong/")
    ] == [404] * 3
    assert reader.delete(whole).status_code == 204
