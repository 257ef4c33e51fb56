"""The pages of an archive: for whoever may ask, in words that say what the machine is."""

import pytest
from django.core.cache import cache

from chat.models import Archive, Citation, Conversation, OpenQuestion, Turn, WrongAnswer
from chat.services.conversing import LONGEST_QUESTION
from memorials.models import Consent, Media, Memory, Notice, Rendition, Status
from memorials.services.consent import withdraw_consent
from memorials.services.moderation import decide
from tests.people import make_memory

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
def nothing_counted(told):
    cache.clear()


def put(client, archive, question=QUESTION):
    answer = client.post(f"/m/{archive.code}/archive/", {"question": question})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"].partition("#")[0]


def page(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status
    assert "no-store" in answer["Cache-Control"]
    return answer.content.decode()


def test_the_page_says_what_it_is_before_the_first_question(archive, browser):
    shown = page(browser(), f"/m/{archive.code}/archive/")
    assert "notice--machine" in shown and "Анна Ильина" in shown
    assert not Conversation.objects.exists()


def test_an_answer_is_the_words_of_somebody_with_their_name_and_place(archive, browser):
    client = browser()
    shown = page(client, put(client, archive))
    assert "«Бабушка пекла хлеб по субботам." in shown
    assert "Вера" in shown and "внучка" in shown and "Письмо" in shown and "Хлеб" in shown
    turn = Turn.objects.get()
    place = page(client, f"/m/{archive.code}/archive/{turn.conversation.code}/{turn.code}/1/")
    words = turn.citations.get(number=1).words_of(Memory.objects.get())
    assert f'<mark id="here">{words}</mark>' in place


def test_a_refusal_by_words_alone_says_so(archive, cast, browser, small):
    client, told = browser(HTTP_ACCEPT_LANGUAGE="en"), "Only words were compared"
    assert told not in page(client, put(client, archive, UNTOLD))
    small.away = True
    make_memory(archive, cast.editor, text="Она пела по утрам.")
    assert told in page(client, put(client, archive, UNTOLD))


def test_what_nobody_told_is_said_so_and_leads_to_the_family(archive, cast, browser):
    client = browser()
    path = put(client, archive, UNTOLD)
    assert "untold" in page(client, path)
    turn = Turn.objects.get()
    send = f"{path}{turn.code}/family/"
    assert UNTOLD in page(client, send) and not OpenQuestion.objects.exists()
    for _ in range(2):
        assert client.post(send).status_code == 302
    [asked] = OpenQuestion.objects.all()
    assert (asked.question, asked.asker, asked.memorial) == (UNTOLD, None, archive)
    assert set(Notice.objects.values_list("recipient", "kind")) == {
        (cast.keeper.pk, "question"), (cast.editor.pk, "question"),
    }  # fmt: skip


def test_the_family_answers_with_a_memory_that_reaches_the_asker(archive, cast, browser):
    asker, keeper = browser(cast.stranger), browser(cast.keeper)
    path = put(asker, archive, UNTOLD)
    asker.post(f"{path}{Turn.objects.get().code}/family/")
    questions = f"/m/{archive.code}/questions/"
    shown = page(keeper, questions)
    assert UNTOLD in shown and cast.stranger.email not in shown and "Stranger" not in shown
    asked = OpenQuestion.objects.get()
    form = f"{questions}{asked.code}/answer/"
    assert keeper.post(form, {"text": ""}).status_code == 422
    assert keeper.post(form, {"text": "В пехотном."}).status_code == 302
    answer = Memory.objects.get(text="В пехотном.")
    asked.refresh_from_db()
    assert (answer.status, asked.answer, asked.closed_by) == (Status.APPROVED, answer, cast.keeper)
    assert f"#memory-{answer.code}" in page(asker, path)
    [notice] = Notice.objects.filter(recipient=cast.stranger)
    assert notice.kind == "told" and answer.code in notice.path
    assert UNTOLD not in page(keeper, questions)
    decide(item=answer, status=Status.HIDDEN, by=cast.keeper)
    assert answer.code not in page(asker, path)


def test_a_question_can_be_put_aside(archive, cast, browser):
    asker = browser()
    path = put(asker, archive, UNTOLD)
    asker.post(f"{path}{Turn.objects.get().code}/family/")
    asked = OpenQuestion.objects.get()
    browser(cast.editor).post(f"/m/{archive.code}/questions/{asked.code}/close/")
    asked.refresh_from_db()
    assert asked.closed_by == cast.editor and asked.answer is None


def test_a_wrong_answer_is_shown_to_the_family(archive, cast, browser):
    client = browser()
    path = put(client, archive)
    turn = Turn.objects.get()
    for words in ("Это было в воскресенье.", "Ещё раз."):
        assert client.post(f"{path}{turn.code}/wrong/", {"words": words}).status_code == 302
    [report] = WrongAnswer.objects.all()
    assert (report.question, report.words) == (QUESTION, "Это было в воскресенье.")
    assert report.quoted[0][:2] == ["memory", Memory.objects.get().code]
    keeper = browser(cast.keeper)
    shown = page(keeper, f"/m/{archive.code}/questions/")
    quoted = Memory.objects.get()
    assert "Это было в воскресенье." in shown and f"?memory={quoted.code}#memory-{quoted.code}" in shown
    decide(item=quoted, status=Status.DECLINED, by=cast.keeper)
    assert quoted.code not in page(keeper, f"/m/{archive.code}/questions/"), "taken back meanwhile"
    keeper.post(f"/m/{archive.code}/questions/wrong/{report.code}/close/")
    assert "воскресенье" not in page(keeper, f"/m/{archive.code}/questions/")


@pytest.mark.parametrize(
    ("question", "status"),
    [("", 422), ("   ", 422), ("???", 422), ("\x00\x07", 422), ("a" * (LONGEST_QUESTION + 1), 422),
     ("а" * LONGEST_QUESTION, 302), ("<script>alert(1)</script>", 302), ("’; drop table", 302)],
)  # fmt: skip
def test_bad_questions_get_a_sentence_and_leave_nothing_behind(archive, browser, question, status):
    answer = browser().post(f"/m/{archive.code}/archive/", {"question": question})
    assert answer.status_code == status
    assert Turn.objects.count() == (status == 302)
    assert Conversation.objects.count() == (status == 302)


def test_a_question_without_a_field_is_refused(archive, browser):
    assert browser().post(f"/m/{archive.code}/archive/", {}).status_code == 422


def test_html_in_a_question_stays_text(archive, browser):
    client = browser()
    shown = page(client, put(client, archive, "<img src=x onerror=alert(1)>"))
    assert "<img src=x" not in shown and "&lt;img src=x" in shown


def test_one_conversation_goes_on(archive, browser):
    client = browser()
    path = put(client, archive)
    assert client.post(path, {"question": UNTOLD}).status_code == 302
    assert Conversation.objects.count() == 1 and Turn.objects.count() == 2
    shown = page(client, path)
    assert shown.index(QUESTION) < shown.index(UNTOLD)


def test_an_erased_conversation_is_gone_and_the_familys_question_stays_without_a_name(archive, cast, browser):
    client = browser(cast.stranger)
    path = put(client, archive, UNTOLD)
    client.post(f"{path}{Turn.objects.get().code}/family/")
    page(client, f"{path}erase/")
    assert Conversation.objects.exists()
    assert client.post(f"{path}erase/").status_code == 302
    assert not Conversation.objects.exists() and not Turn.objects.exists()
    assert client.get(path).status_code == 404
    [asked] = OpenQuestion.objects.all()
    assert (asked.asker, asked.turn) == (None, None)


def test_what_is_taken_back_is_gone_from_the_history_at_once(archive, cast, browser, told):
    client = browser()
    path = put(client, archive)
    place = f"{path}{Turn.objects.get().code}/1/"
    page(client, place)
    decide(item=told, status=Status.HIDDEN, by=cast.keeper)
    shown = page(client, path)
    assert "пекла хлеб по" not in shown and QUESTION in shown
    assert client.get(place).status_code == 404
    decide(item=told, status=Status.APPROVED, by=cast.keeper)
    assert "пекла хлеб по" in page(client, path)
    Memory.objects.filter(pk=told.pk).update(text="Другие слова.")
    assert "Другие слова" not in page(client, path)
    told.delete()
    assert Citation.objects.count() == 0 and QUESTION in page(client, path)


@pytest.mark.parametrize("close", ["switch", "consent"])
def test_a_closed_archive_answers_nobody_and_shows_no_old_answer(archive, cast, browser, close):
    client = browser()
    path = put(client, archive)
    if close == "switch":
        archive.chat_on = False
        archive.save()
    else:
        withdraw_consent(memorial=archive, kind=Consent.Kind.CHAT, by=cast.keeper)
    assert "пекла хлеб по" not in page(client, path)
    assert client.post(path, {"question": QUESTION}).status_code == 422
    assert client.post(f"/m/{archive.code}/archive/", {"question": QUESTION}).status_code == 422
    assert client.get(f"{path}{Turn.objects.get().code}/1/").status_code == 404
    assert "/archive/" not in browser().get(f"/m/{archive.code}/").content.decode()
    assert client.post(f"{path}erase/").status_code == 302


def test_the_memorials_page_has_a_door_where_the_archive_is_open(archive, browser):
    assert f"/m/{archive.code}/archive/" in browser().get(f"/m/{archive.code}/").content.decode()


def test_the_keeper_decides_what_else_is_quoted(archive, cast, browser):
    keeper = browser(cast.keeper)
    assert keeper.post(f"/m/{archive.code}/questions/sources/", {"tributes_too": "on"}).status_code == 302
    kept = Archive.objects.get()
    assert (kept.story_too, kept.tributes_too) == (False, True)


def test_a_recording_of_the_memory_is_played_beside_its_words(archive, cast, browser, told):
    voice = Media.objects.create(
        memorial=archive, added_by=cast.keeper, kind="audio", original="originals/x", original_name="x.m4a",
        sha256="0", size=1, content_type="audio/mp4", status=Status.APPROVED,
    )  # fmt: skip
    Rendition.objects.create(media=voice, name="sound", file="renditions/x.m4a", content_type="audio/mp4")
    told.attached.add(voice)
    client = browser(HTTP_ACCEPT_LANGUAGE="en")
    path = put(client, archive)
    heard = page(client, path)
    assert f"/files/media/{voice.code}/sound" in heard and "data-listen" in heard
    assert f'href="{voice.get_absolute_url()}">The recording on its own page' in heard
    Media.objects.filter(pk=voice.pk).update(transcript="Пишите.")
    assert f'href="{voice.get_absolute_url()}">The recording, and what is said in it' in page(client, path)
    Media.objects.filter(pk=voice.pk).update(status=Status.HIDDEN, added_by=None)
    assert voice.code not in page(client, path)


def test_suggested_questions_are_titles_that_the_archive_answers(archive, cast, browser):
    make_memory(archive, cast.editor, title="Море", text="Летом ездили в Геленджик к морю.")
    make_memory(archive, cast.contributor, title="Канарейка", text="Канарейка жила у окна.")
    shown = page(browser(), f"/m/{archive.code}/archive/")
    assert 'value="Хлеб"' in shown and "Канарейка" not in shown


def test_too_many_questions_are_asked_to_wait_and_another_asker_is_not(archive, browser, settings, cast):
    client = browser(cast.reader)
    for _ in range(60):
        cache_full = client.post(f"/m/{archive.code}/archive/", {"question": ""})
        assert cache_full.status_code == 422
    refused = client.post(f"/m/{archive.code}/archive/", {"question": QUESTION})
    assert refused.status_code == 429 and refused["Retry-After"] and QUESTION in refused.content.decode()
    put(browser(cast.stranger), archive)


def test_a_history_costs_the_same_queries_for_one_and_for_five_turns(
    archive, browser, cast, django_assert_max_num_queries
):
    client = browser(cast.reader)
    path = put(client, archive)
    with django_assert_max_num_queries(40) as one:
        client.get(path)
    number = len(one)
    for _ in range(4):
        client.post(path, {"question": QUESTION})
    with django_assert_max_num_queries(number):
        client.get(path)


@pytest.mark.parametrize(("language", "said"), [("ru", "слишком длинно"), ("en", "This is longer than")])
def test_a_refusal_is_in_the_language_of_whoever_asks(archive, browser, language, said):
    answer = browser().post(
        f"/m/{archive.code}/archive/", {"question": "a" * (LONGEST_QUESTION + 1)},
        headers={"accept-language": language},
    )  # fmt: skip
    assert said in answer.content.decode()


def test_a_quotation_stands_in_its_own_language_and_its_own_marks(archive, cast, browser, told):
    Memory.objects.filter(pk=told.pk).delete()
    make_memory(
        archive, cast.editor, text="She baked bread on Saturdays. “Bread is life,” she said.", language="en"
    )
    shown = []
    for question in ("When did she bake bread on Saturdays?", "Did she say bread is life?"):
        client = browser()
        shown.append(page(client, put(client, archive, question)))
    assert all('<blockquote lang="en">' in each for each in shown)
    assert not any("«She" in each or "““" in each for each in shown)
