"""Films and voices in a real browser: nothing plays unasked."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.leafing import DESK, chromium, clips, site, visit, world

__all__ = ["chromium", "clips", "site", "visit", "world"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("clean_cache"),
]


def test_film_begins_when_asked_and_stops_when_left(world, visit):
    desk = visit(**DESK)
    desk.open_leaf(world, 3)
    film = desk.page.locator("dialog video")
    desk.page.wait_for_timeout(300)
    assert film.evaluate("film => [film.paused, film.readyState, film.preload]") == [True, 0, "none"]
    film.focus()
    desk.page.keyboard.press("ArrowRight")  # belongs to the film, not to the leaves
    desk.shows(world, 3)
    still = film.element_handle()
    film.evaluate("film => film.play()")
    expect(film).to_have_js_property("paused", False)
    desk.page.locator("dialog a[rel=next]").click()
    desk.shows(world, 4)
    assert still.evaluate("film => film.paused")


def test_voice_is_heard_and_sought_by_key_and_press(world, visit):
    desk = visit(**DESK)
    desk.page.goto(world["home"])
    voice = desk.page.locator("section[aria-labelledby=voices] .voice")
    press, place, audio = (
        voice.locator(".voice__press"),
        voice.locator("[role=slider]"),
        voice.locator("audio"),
    )
    assert audio.evaluate("audio => [audio.paused, audio.readyState]") == [True, 0]
    press.click()
    expect(audio).to_have_js_property("paused", False)
    expect(press).to_have_attribute("aria-label", re.compile("Переправа"))
    press.click()
    expect(audio).to_have_js_property("paused", True)
    place.focus()
    for key, seconds in (("End", 2), ("Home", 0), ("ArrowRight", 2), ("ArrowLeft", 0)):
        desk.page.keyboard.press(key)
        assert round(audio.evaluate("audio => audio.currentTime")) == seconds
    box = place.bounding_box()
    desk.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(place).to_have_attribute("aria-valuetext", re.compile("0:01 / 0:0"))
    width = voice.locator("clipPath rect").evaluate("cover => cover.width.baseVal.value")
    assert 7 < width < 9  # of sixteen
    beside = desk.page.locator("#memories .voice audio")
    beside.evaluate("audio => audio.play()")
    press.click()
    expect(beside).to_have_js_property("paused", True)


def test_line_of_what_is_said_leads_to_its_place(world, visit):
    desk = visit(**DESK)
    for kind, player in (("audio", "audio"), ("video", "video")):
        desk.page.goto(world["leaves"][kind])
        desk.page.locator("[data-seek]").last.click()
        played = desk.page.locator(player)
        desk.page.wait_for_function(f"document.querySelector('{player}').currentTime >= 1")
        assert played.evaluate("each => each.error") is None
        assert desk.page.url == world["leaves"][kind]


#: Whatever moves, is about to move, or would take its time to.
MOVING = """() => [
  ...document.getAnimations().map((each) => each.constructor.name),
  ...[...document.querySelectorAll("video, audio")]
    .filter((each) => !each.paused || each.autoplay).map((each) => each.src),
  ...[...document.querySelectorAll("*")].filter((each) => each.checkVisibility()).filter((each) => {
    const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(each);
    return transitionDuration !== "0s" || animationName !== "none" || scrollBehavior !== "auto";
  }).map((each) => each.outerHTML.slice(0, 80)),
]"""


def test_nothing_moves_by_itself_where_motion_is_reduced(world, visit):
    desk = visit(**DESK)
    for path in (world["home"], world["leaves"]["video"]):
        desk.page.goto(path)
        desk.page.locator(".button").first.hover()
        desk.page.mouse.wheel(0, 2000)
        desk.page.wait_for_timeout(100)
        assert desk.page.evaluate(MOVING) == []
