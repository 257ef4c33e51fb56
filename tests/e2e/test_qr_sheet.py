"""The sheet of codes in a real browser: on the screen in both themes, and as it comes out of a printer."""

import re

import pytest
from playwright.sync_api import expect

from memorials.models import Memorial
from tests.e2e.leafing import chromium
from tests.qr_codes import seen_in_png

__all__ = ["chromium"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("clean_cache"),
]
LONGEST = "Мария Феодора Александрина Шлезвиг-Гольштейнская " * 4


@pytest.fixture
def sheet(settings, request, memorial):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    language = getattr(request, "param", "ru")
    Memorial.objects.update(name=LONGEST.strip(), born="1906~", died="1992", language=language)
    return request.getfixturevalue("live_server").url + f"{memorial.get_absolute_url()}qr/"


def seen_on(browser, sheet, **options):
    """What a camera reads, how many sheets are printed, is printing offered, and is the page too wide."""
    page = browser.new_context(locale="ru-RU", **options).new_page()
    page.goto(sheet)
    code = seen_in_png(page.locator(".qr-card--large img").screenshot())
    sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))
    offers = page.locator("[data-print]").is_visible()
    wider = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.context.close()
    return code, sheets, offers, wider


def test_sheet_is_read_and_printed_in_each_theme_and_without_scripts(sheet, chromium, settings):
    address = settings.SITE_URL + sheet.partition("/m/")[1] + sheet.partition("/m/")[2].removesuffix("qr/")
    for theme in ("light", "dark"):
        assert seen_on(chromium, sheet, color_scheme=theme) == (address, 1, True, False)
    narrow = {"width": 320, "height": 700}
    assert seen_on(chromium, sheet, viewport=narrow) == (address, 1, True, False)
    assert seen_on(chromium, sheet, java_script_enabled=False, viewport=narrow)[:3] == (address, 1, False)


@pytest.mark.parametrize("sheet", ["ru", "en"], indirect=True)
def test_small_cards_are_whole(sheet, chromium):
    """Nothing of the longest name is cut off: names are limited to 200 letters."""
    page = chromium.new_context(locale="ru-RU").new_page()
    page.goto(sheet)
    page.emulate_media(media="print")
    expect(page.locator(".qr-card")).to_have_count(7)
    cards = "[...document.querySelectorAll('.qr-card')]"
    assert page.evaluate(f"{cards}.filter(card => card.scrollHeight > card.clientHeight + 1).length") == 0
