"""The pages on which words, candles and flowers are left, seen, corrected and withdrawn."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from memorials.models import Memorial, Notice, Status, Tribute, Visibility
from memorials.services.tributes import leave_tribute
from tests.open_forms import filled, leave, private_link, stamp, text_of
from tests.people import in_status, make_memorial

pytestmark = pytest.mark.django_db
CANARY = "Слова-которых-никто-не-читал"


def standing(memorial, count, kind="word", **fields):
    Tribute.objects.bulk_create(
        Tribute(memorial=memorial, kind=kind, name=f"Имя {number}", text="Спасибо.", status="approved",
                token_hash=f"{kind}{number}", **fields)
        for number in range(count)
    )  # fmt: skip


@pytest.mark.parametrize("kind", Tribute.Kind.values)
def test_visitor_without_account_leaves_something_and_gets_its_link(memorial, browser, kind):
    visitor = browser()
    form = visitor.get(f"/m/{memorial.code}/tributes/new/?kind={kind}")
    assert form.status_code == 200 and 'name="stamp"' in text_of(form)
    answer = leave(visitor, memorial, kind)
    assert answer.status_code == 200
    tribute = Tribute.objects.get()
    assert (tribute.kind, tribute.name, tribute.author, tribute.status) == (kind, "Ольга", None, "pending")
    link = private_link(answer)
    assert list(Tribute.objects.with_token(link[3:-1])) == [tribute]
    assert "no-store" in answer["Cache-Control"]


def test_form_works_as_it_is_drawn_with_the_guard_against_forged_requests(memorial):
    visitor = Client(enforce_csrf_checks=True)
    path = f"/m/{memorial.code}/tributes/new/?kind=word"
    page = text_of(visitor.get(path))
    form = page.partition("<main")[2].partition("</main>")[0]
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)"', form))
    assert set(hidden) == {"csrfmiddlewaretoken", "stamp"}
    given = {**hidden, "stamp": stamp(), "name": "Ольга", "text": "Спасибо.", "subject": ""}
    assert visitor.post(path, given).status_code == 200
    assert Tribute.objects.get().text == "Спасибо."


@pytest.mark.parametrize("kind", ["nonsense", ""])
def test_unknown_kind_is_a_word(memorial, browser, kind):
    page = browser().get(f"/m/{memorial.code}/tributes/new/?kind={kind}")
    assert 'maxlength="2000"' in text_of(page)


def test_refused_form_keeps_what_was_written(memorial, browser):
    answer = leave(browser(), memorial, name="", text="Долгое письмо.")
    assert answer.status_code == 422
    assert "Долгое письмо." in text_of(answer)
    assert not Tribute.objects.exists()


def test_candle_needs_neither_name_nor_words(memorial, browser):
    assert leave(browser(), memorial, "candle", name="").status_code == 200
    in_status(Tribute.objects.get(), Status.APPROVED)
    assert "Без имени" in text_of(browser(HTTP_ACCEPT_LANGUAGE="ru").get(memorial.get_absolute_url()))


def test_filled_trap_is_answered_as_if_all_was_well_and_nothing_is_kept(memorial, browser):
    real = leave(browser(), memorial)
    Tribute.objects.all().delete()
    Notice.objects.all().delete()
    trapped = leave(browser(), memorial, subject="buy")
    plain = [
        re.sub(r"/t/[\w-]{43}/|nonce-\S+|value=\"\w{64}\"", "", text_of(each)) for each in (real, trapped)
    ]
    assert (plain[0], real.status_code) == (plain[1], trapped.status_code)
    assert (Tribute.objects.count(), Notice.objects.count()) == (0, 0)
    assert browser().get(private_link(trapped)).status_code == 404


def test_trap_is_hidden_by_a_class_and_from_those_who_hear_the_page(memorial, browser):
    page = text_of(browser().get(f"/m/{memorial.code}/tributes/new/"))
    trap = re.search(r'<div class="hidden-text" aria-hidden="true">.*?</div>', page)[0]
    assert 'name="subject"' in trap and 'autocomplete="off"' in trap and 'tabindex="-1"' in trap
    assert page.count('name="subject"') == 1


@pytest.mark.parametrize("seconds", [0, 25 * 3600, None])
def test_too_quick_or_stale_form_is_asked_once_more_with_its_words(memorial, browser, seconds):
    visitor, given = browser(), "forged:1:2" if seconds is None else stamp(seconds)
    answer = leave(visitor, memorial, stamp=given, text="Долгое письмо.")
    assert answer.status_code == 422 and "Долгое письмо." in text_of(answer)
    assert not Tribute.objects.exists()
    [again] = re.findall(r'name="stamp" value="([^"]+)"', text_of(answer))
    assert (again == given) == (seconds == 0)


def test_same_form_sent_twice_leaves_one_and_shows_the_same_link(memorial, browser):
    visitor, opened = browser(), stamp()
    first, again = (leave(visitor, memorial, stamp=opened) for _ in range(2))
    assert private_link(first) == private_link(again)
    assert Tribute.objects.count() == 1


def test_one_address_cannot_flood_a_memorial_and_a_forged_header_does_not_help(memorial, browser, cast):
    visitor = browser()
    for number in range(60):
        assert leave(visitor, memorial, "candle", name=f"Имя {number}").status_code == 200
    answer = leave(visitor, memorial, text="Долгое письмо.", name="Ольга")
    forged = visitor.post(
        f"/m/{memorial.code}/tributes/new/", filled(name="О", text="О"), HTTP_X_FORWARDED_FOR="10.1.2.3"
    )
    assert (answer.status_code, forged.status_code) == (429, 429)
    assert 0 < int(answer["Retry-After"]) <= 3600
    assert "Долгое письмо." in text_of(answer)
    assert Tribute.objects.count() == 60
    elsewhere = leave(browser(REMOTE_ADDR="10.9.8.7"), memorial)
    other = leave(visitor, make_memorial(cast, visibility=Visibility.PUBLIC))
    assert (elsewhere.status_code, other.status_code) == (200, 200)


def test_switched_off_memorial_has_no_doors_no_sections_and_no_form(memorial, browser, cast):
    standing(memorial, 1)
    Memorial.objects.update(tributes_on=False)
    page = text_of(browser(cast.keeper).get(memorial.get_absolute_url()))
    assert "tributes/" not in page and "Имя 0" not in page
    for path in ("tributes/", "tributes/new/"):
        assert browser(cast.keeper).get(f"{memorial.get_absolute_url()}{path}").status_code == 404
    answer = leave(browser(cast.keeper), memorial, text="Долгое письмо.")
    assert answer.status_code == 422 and "Долгое письмо." in text_of(answer)


def test_letter_is_set_as_a_letter_and_candles_as_names_without_a_number(memorial, browser):
    standing(memorial, 3, "candle", lit_until=timezone.now() + timedelta(days=1))
    leave(browser(), memorial, text="Дорогая Анна,\nспасибо <b>за песни</b>.")
    in_status(Tribute.objects.get(kind="word"), Status.APPROVED)
    page = text_of(browser().get(memorial.get_absolute_url()))
    assert '<p class="letter__to" lang="ru">Дорогая Анна,</p>' in page
    assert "спасибо &lt;b&gt;за песни&lt;/b&gt;." in page
    assert page.count("candle__flame") == 1
    assert page.count('class="candle__name"') == 3


def test_candle_that_went_out_leaves_the_page(memorial, browser):
    standing(memorial, 1, "candle", lit_until=timezone.now() - timedelta(seconds=1))
    page = text_of(browser().get(memorial.get_absolute_url()))
    assert "Имя 0" not in page and "candle__flame" not in page


@pytest.mark.parametrize("kind", ["word", "candle"])
def test_further_tributes_have_pages_of_their_own(memorial, browser, kind):
    standing(memorial, 65, kind)
    page = text_of(browser().get(memorial.get_absolute_url()))
    assert page.count("Имя ") < 30
    path = f"/m/{memorial.code}/tributes/"
    names = set()
    for number in (1, 2, 3):
        names |= set(re.findall(r"Имя \d+", text_of(browser().get(path, {"kind": kind, "page": number}))))
    assert names == {f"Имя {number}" for number in range(65)}
    assert f"?kind={kind}&amp;page=2" in text_of(browser().get(path, {"kind": kind}))


def test_number_of_queries_does_not_grow_with_tributes(memorial, browser, cast):
    counts = {}
    for actor in (None, cast.keeper):
        for number in (1, 3, 300):
            Tribute.objects.all().delete()
            for kind in Tribute.Kind.values:
                standing(memorial, number, kind, author=cast.keeper)
            client = browser(actor)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(memorial.get_absolute_url()).status_code == 200
            counts[actor, number] = len(captured)
    assert len({counts[None, number] for number in (1, 3, 300)}) == 1
    assert len({counts[cast.keeper, number] for number in (1, 3, 300)}) == 1


def test_waiting_words_reach_no_page_list_search_or_answer_of_others(memorial, browser, cast):
    for kind in Tribute.Kind:
        leave_tribute(memorial=memorial, author=cast.reader, kind=kind, name=CANARY, text=CANARY)
    Tribute.objects.update(status=Status.PENDING)
    code = memorial.code
    paths = [
        "/", "/mine/", "/mine/tributes/", f"/search/?q={CANARY}", f"/m/{code}/", f"/m/{code}/tributes/",
        f"/m/{code}/tributes/?kind=candle", f"/m/{code}/memories/?q={CANARY[:5]}", "/api/v1/memorials/",
        f"/api/v1/memorials/{code}/", f"/api/v1/memorials/{code}/media/",
        *(f"/m/{code}/report/?about=tribute:{tribute.code}" for tribute in Tribute.objects.all()),
        *(f"/mine/tributes/{tribute.code}/" for tribute in Tribute.objects.all()),
    ]  # fmt: skip
    for actor, user in cast.items().items():
        client = browser(user)
        told = {path for path in paths if CANARY in without_the_question(text_of(client.get(path)))}
        assert bool(told) == (actor == "reader"), (actor, told)


def without_the_question(page):
    """A page of results repeats what was asked."""
    return re.sub(f'(\\?q=|value="){CANARY}', "", page)
