"""One's own words, candles and flowers: by their private link, or by their signed-in author."""

import logging
import re
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from config.logs import WithoutSecrets
from memorials.models import Memorial, Status, Tribute, Visibility
from memorials.services.moderation import decide
from memorials.viewer import Viewer
from tests.open_forms import leave, private_link, text_of
from tests.people import in_status

pytestmark = pytest.mark.django_db


@pytest.fixture
def left(memorial, browser):
    """A letter that somebody without an account has left, and its private link."""
    answer = leave(browser(), memorial)
    return Tribute.objects.get(), private_link(answer)


def test_private_link_is_opened_without_account_and_tells_nothing_on(left, browser):
    tribute, link = left
    page = browser().get(link)
    assert page.status_code == 200 and tribute.body in text_of(page)
    assert page["Referrer-Policy"] == "no-referrer"
    assert '<meta name="robots" content="noindex">' in text_of(page)
    assert "no-store" in page["Cache-Control"]


def test_private_link_works_where_the_browser_names_no_origin(left):
    """`no-referrer` makes a browser send `Origin: null`, which the guard against forgery would refuse."""
    _, link = left
    visitor = Client(enforce_csrf_checks=True, HTTP_ORIGIN="null")
    page = text_of(visitor.get(link))
    assert re.findall(r'action="([^"]*)"', page) == [link]
    assert visitor.post(link, {"name": "Ольга", "text": "Иное."}).status_code == 302
    assert Tribute.objects.get().text == "Иное."


def test_correction_by_link_waits_and_a_refused_one_keeps_the_words(left, browser):
    tribute, link = left
    in_status(tribute, Status.APPROVED)
    assert browser().post(link, {"name": "", "text": "Иное."}).status_code == 422
    assert Tribute.objects.get().status == "approved"
    assert browser().post(link, {"name": "Оля", "text": "Иное."}).status_code == 302
    assert (Tribute.objects.get().status, Tribute.objects.get().name) == ("pending", "Оля")


@pytest.mark.parametrize(
    ("language", "sentence"), [("ru", "уже есть на странице"), ("en", "on the page already")]
)
@pytest.mark.parametrize("status", [Status.DECLINED, Status.HIDDEN])
def test_whoever_left_it_reads_why_it_is_not_shown(memorial, cast, browser, status, language, sentence):
    """By the private link without an account, and by the author's own address with one."""
    link = private_link(leave(browser(cast.reader), memorial))
    tribute = Tribute.objects.get()
    pages = {link: browser(), f"/mine/tributes/{tribute.code}/": browser(cast.reader)}
    said = {"Accept-Language": language}
    before = [unescape(text_of(client.get(path, headers=said))) for path, client in pages.items()]
    decide(item=tribute, status=status, by=cast.keeper, reason="twice", note="Спасибо за «всё» & поклон")
    after = [unescape(text_of(client.get(path, headers=said))) for path, client in pages.items()]
    for words in (sentence, "Спасибо за «всё» & поклон"):
        assert [words in page for page in before + after] == [False, False, True, True]
    decide(item=tribute, status=Status.APPROVED, by=cast.keeper)
    shown = [unescape(text_of(client.get(path, headers=said))) for path, client in pages.items()]
    assert [sentence in page for page in shown] == [False, False]


def test_corrected_words_are_no_longer_answered_with_the_old_reason(left, cast, browser):
    tribute, link = left
    decide(item=tribute, status=Status.DECLINED, by=cast.keeper, reason="untrue", note="Другой год")
    assert "Другой год" in text_of(browser().get(link))
    assert "Другой год" in text_of(browser().post(link, {"name": "", "text": "Иное."}))
    assert browser().post(link, {"name": "Ольга", "text": "Иное."}).status_code == 302
    assert "Другой год" not in text_of(browser().get(link))


def test_withdrawing_asks_once_and_then_the_link_leads_nowhere(left, browser):
    _, link = left
    assert browser().get(f"{link}withdraw/").status_code == 200
    assert Tribute.objects.count() == 1
    answer = browser().post(f"{link}withdraw/")
    assert (answer.status_code, answer["Referrer-Policy"]) == (200, "no-referrer")
    assert not Tribute.objects.exists()
    assert browser().get(link).status_code == 404


def test_withdrawing_works_when_the_memorial_has_closed_and_names_it_to_nobody(left, browser):
    _, link = left
    Memorial.objects.update(visibility=Visibility.PRIVATE, tributes_on=False)
    assert "Ильина" not in text_of(browser().get(link))
    assert browser().post(link, {"name": "О", "text": "Иное."}).status_code == 422
    assert "Ильина" not in text_of(browser().post(f"{link}withdraw/"))
    assert not Tribute.objects.exists()


def test_candle_is_lit_again_by_its_link(memorial, browser):
    link = private_link(leave(browser(), memorial, "candle"))
    Tribute.objects.update(lit_until=timezone.now())
    assert browser().get(f"{link}light/").status_code == 405
    assert browser().post(f"{link}light/").status_code == 302
    assert Tribute.objects.get().burns


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("part", ["", "withdraw/", "light/"])
def test_wrong_link_is_no_such_page(left, browser, method, part):
    _, link = left
    wrong = link[:-2] + ("a" if link[-2] != "a" else "b") + "/"
    if (method, part) != ("get", "light/"):
        answer = getattr(browser(), method)(f"{wrong}{part}", {"name": "Х", "text": "Х"})
        assert answer.status_code == 404
        assert answer.content == browser().get("/m/nothinghere/").content
    assert Tribute.objects.get().name == "Ольга"


def test_author_finds_and_withdraws_what_they_left_and_nobody_else_does(memorial, browser, cast):
    leave(browser(cast.reader), memorial)
    tribute = Tribute.objects.get()
    path = f"/mine/tributes/{tribute.code}/"
    assert path in text_of(browser(cast.reader).get("/mine/tributes/"))
    assert path in text_of(browser(cast.reader).get(memorial.get_absolute_url()))
    for actor, user in cast.items().items():
        codes = {browser(user).get(path).status_code, browser(user).get(f"{path}withdraw/").status_code}
        wanted = {"reader": {200}, "visitor": {302}}.get(actor, {404})
        assert codes == wanted, actor
        if actor != "reader":
            answers = [browser(user).post(f"{path}{part}") for part in ("", "withdraw/", "light/")]
            assert {answer.status_code for answer in answers} == wanted
    assert Tribute.objects.get().text == tribute.text
    assert browser(cast.reader).post(path, {"name": "О", "text": "Иное."}).status_code == 302
    assert browser(cast.reader).post(f"{path}withdraw/").status_code == 200
    assert not Tribute.objects.exists()


def test_own_list_names_no_memorial_that_is_hidden_from_its_author(memorial, browser, cast):
    leave(browser(cast.stranger), memorial)
    Memorial.objects.update(visibility=Visibility.PRIVATE)
    page = text_of(browser(cast.stranger).get("/mine/tributes/"))
    assert "Ильина" not in page and Tribute.objects.get().code in page
    assert set(Tribute.objects.visible_to(Viewer(cast.stranger))) == set()


def test_secret_address_never_reaches_the_logs(left):
    _, link = left
    record = logging.LogRecord("django.request", 40, "", 1, "Error: %s", (f"{link}withdraw/",), None)
    assert WithoutSecrets().filter(record)
    assert record.getMessage() == "Error: /t/…/withdraw/"
