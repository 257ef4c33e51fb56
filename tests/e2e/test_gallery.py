"""The gallery in a real browser: leafed through by keys, finger and address; axe reads every page of it."""

import pytest
from playwright.sync_api import expect

from tests.e2e.leafing import DESK, PHONE, chromium, clips, site, visit, world
from tests.face.looking import axe_findings

__all__ = ["chromium", "clips", "site", "visit", "world"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("clean_cache"),
]


def test_keys_turn_the_leaves_and_focus_comes_back_to_the_plate(world, visit):
    order, desk = world["order"], visit(**DESK)
    desk.open_leaf(world, 1)
    for key, place in (
        ("ArrowRight", 2),
        ("ArrowRight", 3),
        ("ArrowLeft", 2),
        ("End", 4),
        ("ArrowRight", 4),
        ("Home", 0),
    ):
        desk.page.keyboard.press(key)
        desk.shows(world, place)
    desk.page.keyboard.press("End")
    desk.shows(world, 4)
    desk.page.keyboard.press("Escape")
    expect(desk.page).to_have_url(world["home"])
    expect(desk.page.locator("dialog[open]")).to_have_count(0)
    expect(desk.page.locator(f"a[data-leaf][href$='{order[4][-30:]}']").last).to_be_focused()
    expect(desk.page.locator(":focus")).to_be_in_viewport()
    assert desk.page.title().startswith("Анна Ильина")


def test_presses_in_a_row_turn_as_many_leaves(world, visit):
    desk = visit(**DESK)
    desk.open_leaf(world, 0)
    for _ in range(3):
        desk.page.keyboard.press("ArrowRight")
    desk.shows(world, 3)


def test_keyboard_alone_turns_by_the_links_and_stays_within(world, visit):
    order, desk = world["order"], visit(**DESK)
    desk.page.goto(world["home"])
    desk.page.locator("a[data-leaf]").nth(1).focus()
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("dialog[open] article")).to_have_count(1)
    desk.page.locator("dialog a[rel=next]").focus()
    desk.page.keyboard.press("Enter")
    desk.shows(world, 1)
    assert desk.focused() == order[2]  # the same link of the new leaf
    for _ in range(12):
        desk.page.keyboard.press("Tab")
        assert desk.page.evaluate("!document.activeElement.closest('main > :not(dialog)')")


def test_each_leaf_has_its_address_and_back_closes(world, visit):
    desk = visit(**DESK)
    desk.open_leaf(world, 2)
    desk.page.keyboard.press("ArrowRight")
    desk.shows(world, 3)
    desk.page.go_back()
    expect(desk.page).to_have_url(world["home"])
    expect(desk.page.locator("dialog[open]")).to_have_count(0)
    desk.page.go_forward()
    desk.shows(world, 3)
    desk.page.reload()
    expect(desk.page.locator("h1")).to_have_text("Проводы")
    assert desk.page.locator("dialog").count() == 0
    desk.page.go_back()
    expect(desk.page).to_have_url(world["home"])


def test_without_a_script_the_plate_leads_to_the_page_itself(world, visit):
    desk = visit(**DESK, java_script_enabled=False)
    desk.page.goto(world["home"])
    desk.page.locator("a[data-leaf]").nth(1).click()
    assert desk.page.url == world["order"][0]
    desk.page.locator("a[rel=next]").click()
    assert desk.page.url == world["order"][1]
    desk.page.goto(world["leaves"]["audio"])
    assert desk.page.locator("audio[controls][preload=none]").count() == 1


def swipe(phone, across, down):
    touch = phone.context.new_cdp_session(phone.page)
    box = phone.page.locator("dialog[open] .photo__shown").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for kind, share in (("touchStart", 0), ("touchMove", 0.5), ("touchMove", 1)):
        points = [{"x": x + across * share, "y": y + down * share}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_finger_turns_the_leaves_on_a_small_telephone(world, visit):
    phone = visit(**PHONE)
    phone.open_leaf(world, 1)
    for across, down, place in ((-120, 8, 2), (120, -8, 1), (-20, 4, 1), (30, -150, 1), (-120, 0, 2)):
        swipe(phone, across, down)
        phone.shows(world, place)
    small = phone.page.evaluate("""() => [...document.querySelectorAll('dialog[open] :is(a, button)')]
        .map((each) => [each.textContent.trim(), each.getBoundingClientRect()])
        .filter(([, box]) => box.width < 44 || box.height < 44).map(([text]) => text)""")
    assert small == []
    assert phone.page.evaluate("document.querySelector('dialog').scrollWidth <= innerWidth")
    phone.page.locator("dialog [data-close]").click()
    expect(phone.page).to_have_url(world["home"])
    assert phone.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


SIZES = """() => [...document.querySelectorAll('.plate, .photo__shown, .frame')].map((each) => {
    const box = each.getBoundingClientRect();
    return [each.className, ...[box.x, box.y, box.width, box.height].map(Math.round)];
})"""


@pytest.mark.parametrize("options", [DESK, PHONE], ids=["desk", "phone"])
def test_nothing_moves_when_the_pictures_come(world, visit, options):
    sizes = []
    for pictures_come in (False, True):
        guest = visit(**options)
        if not pictures_come:
            guest.page.route("**/files/**", lambda route: route.abort())
        guest.open_leaf(world, 1)
        guest.page.wait_for_timeout(300)
        laid_over = guest.page.evaluate(SIZES)
        guest.page.goto(world["order"][1])
        guest.page.wait_for_timeout(100)
        sizes.append((laid_over, guest.page.evaluate(SIZES)))
        guest.complaints = [said for said in guest.complaints if "ERR_FAILED" not in said]
    assert sizes[0] == sizes[1]
    assert min(width for each in sizes[0] for *_, width, _ in each) > 20


@pytest.mark.parametrize("options", [DESK, PHONE], ids=["desk-light", "phone-dark"])
def test_axe_finds_nothing(world, visit, options):
    guest = visit(**options)
    gallery = f"{world['home']}gallery/"
    pages = [world["home"], gallery, f"{gallery}voices/", f"{gallery}papers/", *world["leaves"].values()]
    found = {}
    for address in pages:
        guest.page.goto(address)
        found[address] = axe_findings(guest.page)
    guest.open_leaf(world, 1)
    found["lightbox"] = axe_findings(guest.page)
    assert {page: said for page, said in found.items() if said} == {}
