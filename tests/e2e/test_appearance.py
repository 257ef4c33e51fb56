"""Light, dark, as the system, and on paper, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.e2e.leafing import chromium, site, visit
from tests.people import make_cast, make_memory, make_public

__all__ = ["chromium", "site", "visit"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("clean_cache"),
]
GROUND = "getComputedStyle(document.body).backgroundColor"
INKS = "[...document.querySelectorAll('h1, h2, h3, p, a')].filter(each => each.checkVisibility())" + (
    ".map(each => getComputedStyle(each).color)"
)
#: Black and the two greys of the style sheet.
ON_PAPER = {f"rgb({grey}, {grey}, {grey})" for grey in (0, 0x22, 0x44)}


def test_theme_goes_back_to_what_the_system_prefers(site, visit):
    page = visit(color_scheme="dark").page
    page.goto(site)
    html, foot = page.locator("html"), page.locator(".foot__theme")
    dark = page.evaluate(GROUND)
    foot.locator("[value=light]").click()
    expect(html).to_have_attribute("data-theme", "light")
    page.wait_for_function(f"{GROUND} !== '{dark}'")
    foot.locator("[value=system]").click()
    expect(foot.locator("[value=system]")).to_be_focused()
    for _ in ("at once", "and with the next page"):
        assert html.get_attribute("data-theme") is None and page.evaluate(GROUND) == dark
        assert foot.locator("[aria-pressed=true]").get_attribute("value") == "system"
        page.reload()


@pytest.mark.parametrize("theme", ["dark", "system"])
def test_paper_is_black_on_white_and_has_nothing_to_press(site, visit, theme):
    cast = make_cast()
    memorial = make_public(cast)
    make_memory(memorial, cast.keeper, source_name="Vassar Quarterly", source_url="https://example.org/41")
    guest = visit(color_scheme="dark")
    guest.context.add_cookies([{"name": "theme", "value": theme, "url": site}])
    guest.page.goto(site + memorial.get_absolute_url())
    guest.page.emulate_media(media="print")
    inks = guest.page.evaluate(INKS)
    assert len(inks) > 4 and set(inks) <= ON_PAPER
    assert guest.page.locator(":is(button, input, form, audio, video, .button, nav):visible").count() == 0
    expect(guest.page.locator(".running")).to_be_visible()
    address = "getComputedStyle(document.querySelector('.sidenote a'), '::after').content"
    assert "https://example.org/41" in guest.page.evaluate(address)
