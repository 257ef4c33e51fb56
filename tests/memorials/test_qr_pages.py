"""The code of a page: what is in it, what it opens, and the sheet that is printed."""

import html
import re

import pytest

from memorials.models import Invitation, LinkToken, Memorial, Visibility
from memorials.models.token import hashed
from memorials.services.invitations import open_link
from tests.people import make_memorial
from tests.qr_codes import pictures_in, seen_in_png, seen_in_svg

pytestmark = pytest.mark.django_db
FORMS = {"qr.svg": "image/svg+xml", "qr.png": "image/png"}


@pytest.fixture
def by_link(cast):
    return make_memorial(cast, visibility=Visibility.LINK)


def seen(answer) -> str:
    content = answer.content
    return seen_in_png(content) if content.startswith(b"\x89PNG") else seen_in_svg(content.decode())


def text_of(page) -> str:
    return html.unescape(page.content.decode())


@pytest.mark.parametrize("form", FORMS)
def test_code_is_the_address_of_the_page_for_everybody_who_sees_it(browser, cast, by_link, settings, form):
    _, token = open_link(memorial=by_link, by=cast.keeper)
    guest = browser()
    guest.get(f"/l/{token}/")
    path = by_link.get_absolute_url()
    for visitor in (guest, browser(cast.reader), browser(cast.keeper)):
        answer = visitor.get(path + form)
        assert (answer.status_code, answer["Content-Type"]) == (200, FORMS[form])
        assert answer["Content-Disposition"] == f'attachment; filename="qr-{by_link.code}{form[2:]}"'
        assert seen(answer) == settings.SITE_URL + path


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "opens it to nobody"),
        ({"visibility": Visibility.LINK}, "There is no secret link in it"),
        ({"visibility": Visibility.PUBLIC}, "Everybody sees the page"),
        ({"visibility": Visibility.PUBLIC, "published": False}, "The page is a draft"),
    ],
)
def test_sheet_says_what_the_code_opens(browser, cast, fields, words):
    memorial = make_memorial(cast, **fields)
    page = browser(cast.reader).get(f"{memorial.get_absolute_url()}qr/", headers={"Accept-Language": "en"})
    assert words in text_of(page)


def test_only_whoever_can_make_a_link_is_led_there(browser, cast, by_link):
    sheet, access = f"{by_link.get_absolute_url()}qr/", f'href="{by_link.get_absolute_url()}access/"'
    assert access in text_of(browser(cast.keeper).get(sheet))
    assert access not in text_of(browser(cast.editor).get(sheet))


def test_what_the_code_of_a_closed_page_leads_to_tells_nothing_and_shows_the_way(browser, cast):
    memorial = make_memorial(cast)
    answer = browser().get(memorial.get_absolute_url())
    assert answer.status_code == 404
    assert memorial.name not in text_of(answer) and 'href="/ask/"' in text_of(answer)


def test_sheet_has_one_large_and_six_small_cards_in_the_language_of_the_memorial(client, memorial):
    Memorial.objects.filter(pk=memorial.pk).update(born="1906~", died="1992", language="en")
    page = text_of(client.get(f"{memorial.get_absolute_url()}qr/", headers={"Accept-Language": "ru"}))
    assert page.count(f'src="{memorial.get_absolute_url()}qr.svg"') == 7
    assert len(re.findall("qr-card--large", page)) == 1
    assert page.count(f"localhost:8000{memorial.get_absolute_url()}</p>") == 7
    assert page.count(">c. 1906–1992<") == 7
    assert page.count("<h1>") == 1 and '<html lang="ru"' in page


def test_address_of_a_cyrillic_host_is_in_its_own_letters(client, memorial, settings):
    settings.SITE_URL = "https://xn--d1aigkdl.example:8443"
    page = text_of(client.get(f"{memorial.get_absolute_url()}qr/"))
    assert f">родник.example:8443{memorial.get_absolute_url()}<" in page


def test_foot_of_the_memorial_leads_to_the_sheet(client, memorial):
    page = text_of(client.get(memorial.get_absolute_url()))
    assert f'href="{memorial.get_absolute_url()}qr/"' in page.split("<footer")[-1]
    assert "data-print" in page.split("<footer")[-1]


def test_link_is_shown_once_with_its_code_and_neither_is_kept(browser, by_link, cast, stored):
    keeper, before = browser(cast.keeper), stored()
    answer = keeper.post(f"{by_link.get_absolute_url()}access/links/", {"expires": "7", "note": ""})
    [picture] = pictures_in(answer.content.decode())
    address = seen_in_svg(picture)
    assert f'value="{address}"' in text_of(answer)
    assert LinkToken.objects.get(memorial=by_link).token_hash == hashed(
        address.rstrip("/").rsplit("/", 1)[-1]
    )
    assert "no-store" in answer["Cache-Control"] and stored() == before
    visitor = browser()
    visitor.get(address.removeprefix("http://localhost:8000"))
    assert visitor.get(by_link.get_absolute_url()).status_code == 200
    for path in ("qr/", "qr.svg", "access/"):
        assert b"/l/" not in keeper.get(by_link.get_absolute_url() + path).content


def test_invitation_is_shown_with_its_code(browser, memorial, cast):
    answer = browser(cast.keeper).post(
        f"{memorial.get_absolute_url()}access/invitations/",
        {"role": "reader", "expires": "7", "most_uses": "1", "note": "", "email": ""},
    )
    [picture] = pictures_in(answer.content.decode())
    token = seen_in_svg(picture).rstrip("/").rsplit("/", 1)[-1]
    assert Invitation.objects.get(memorial=memorial).token_hash == hashed(token)
