"""A whole journey in each language, by what a person presses: Russian on a telephone, English at a desk.

Made, filled, shared, told, approved, brought to life, watched, asked, and answered by the family; both on one
site. What the browser complains of, and whatever is wider than the screen, is a failure of the journey.
"""

import json
import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, ViewportSize, expect, sync_playwright

from tests.e2e.choosing import asked_last, asks_for_one_of_ten
from tests.e2e.conftest import sites_in
from tests.e2e.launched import wait_until
from tests.e2e.visitor import PASSWORD, PHOTO, RENDER_SECONDS
from tests.face.looking import DESK, PHONE, Look, faults_of
from tests.face.pages import SAMPLE
from tests.face.settling import SETTLE
from tests.installed import program

PLAYS_WITHIN = 20.0
NARROW: ViewportSize = {"width": 320, "height": 640}
pytestmark = [pytest.mark.e2e, pytest.mark.browser]


@dataclass(frozen=True)
class Telling:
    """What is told and asked in a language, and how wide the screen is on which it is."""

    language: str
    size: tuple[int, int]
    name: str
    told: str
    asked: str
    untold: str
    answer: str
    refusal: str


RUSSIAN = Telling(
    "ru", PHONE, "Мария Игнатьевна Орлова-Загорянская",
    "Бабушка держала пчёл за сараем. Каждый август она приносила соседям банку липового мёда.",
    "Что бабушка приносила соседям в августе?", "Как звали её первую собаку?",
    "Её первую собаку звали Полкан, лохматая овчарка с мельницы.", "Об этом ещё никто не рассказал.",
)  # fmt: skip
ENGLISH = Telling(
    "en", DESK, "Bartholomew Featherstonehaugh-Cholmondeley",
    "Grandfather kept bees behind the barn. Every August he brought a jar of lime honey to each neighbour.",
    "What did grandfather bring to the neighbours in August?", "What was the name of his first dog?",
    "His first dog was called Barney, a shaggy sheepdog from the mill.", "Nobody has told this yet.",
)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with sites_in(tmp_path_factory.mktemp("journeys")) as new_site:
        yield new_site().start()


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def settled(site):
    """What `make face` looks at, beside the two journeys."""
    told = site.manage("shell", "-v0", "-c", SETTLE)
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout)


@pytest.fixture
def person(chromium, site):
    """Makes somebody with a browser of their own; at the end of the test nothing may have been wrong."""
    looks = []

    def make(telling: Telling) -> "Person":
        looks.append(Look(chromium, site.url, language=telling.language, size=telling.size))
        return Person(looks[-1], telling)

    yield make
    assert [fault for look in looks for fault in look.seen.faults] == []
    for look in looks:
        look.close()


class Person:
    """Presses and fills in; on each page that comes, nothing may be wider than the screen."""

    def __init__(self, look: Look, telling: Telling) -> None:
        self.look, self.page, self.telling = look, look.page, telling

    def goes(self, path: str) -> Page:
        self.page.goto(path if path.startswith("http") else self.look.site + path)
        return self.looks()

    def looks(self) -> Page:
        expect(self.page.locator("h1")).to_have_count(1)
        assert self.look.overflow() == [], self.page.url
        return self.page

    def fills(self, **fields: str) -> "Person":
        for name, words in fields.items():
            self.page.locator(f"main [name={name}]").fill(words)
        return self

    def presses(self, selector: str = "main form .button--main[type=submit]") -> Page:
        self.page.locator(selector).first.click()
        self.page.wait_for_load_state()
        return self.looks()

    def registers(self, name: str, email: str) -> None:
        self.fills(name=name, email=email, password1=PASSWORD, password2=PASSWORD).presses()


@pytest.mark.parametrize("telling", [RUSSIAN, ENGLISH], ids=["russian-phone", "english-desk"])
def test_from_a_name_to_an_answer_of_the_family(person, telling):
    keeper, relative = person(telling), person(telling)
    home = makes_a_memorial(keeper)
    photo = adds_a_photograph(keeper, home)
    comes_by_invitation(relative, invites(keeper, home))
    tells(relative, home)
    approves(keeper, home)
    brings_to_life(keeper, photo)
    watches(relative, home)
    agrees_to_the_archive(keeper, home)
    conversation = asks(relative, home)
    answers(keeper, home)
    relative.goes(conversation)
    assert telling.answer.split(",")[0] in asks_again(relative, home)


def makes_a_memorial(keeper):
    keeper.goes("/")
    keeper.goes("/accounts/signup/?next=/new/")
    keeper.registers("Анна", f"anna-{keeper.telling.language}@example.org")
    keeper.goes("/new/")
    keeper.fills(name=keeper.telling.name).presses("button[name=go]")
    keeper.fills(born="1906", died="1992").presses()
    keeper.page.locator("a[href$='/begin/words/']").click()  # passed over
    keeper.page.wait_for_url(re.compile("/begin/words/"))
    keeper.looks()
    keeper.presses()
    page = keeper.presses()
    expect(page.locator("h1")).to_have_text(" ".join(keeper.telling.name.split()))
    keeper.presses("form[action$='/publish/'] button")
    assert page.locator("form[action$='/publish/']").count() == 0
    return re.search(r"/m/\w+/", page.url)[0]


def adds_a_photograph(keeper, home):
    keeper.goes(f"{home}media/new/")
    keeper.page.set_input_files("input[type=file]", PHOTO)
    keeper.page.wait_for_url(re.compile("/media/words/"))
    keeper.looks()
    keeper.presses()
    page = keeper.goes(f"{home}gallery/")
    return page.locator("a[data-leaf], .plate a").first.get_attribute("href").partition("?")[0]


def invites(keeper, home):
    page = keeper.goes(f"{home}access/")
    page.locator(".access__make > summary").first.click()
    form = page.locator("form[action$='/invitations/']")
    form.locator("[name=role][value=contributor], select[name=role]").first.evaluate(
        "each => each.tagName === 'SELECT' ? each.value = 'contributor' : each.checked = true"
    )
    keeper.presses("form[action$='/invitations/'] button[type=submit]")
    return page.locator("#address").input_value()


def comes_by_invitation(relative, address):
    relative.goes(address)
    relative.presses("button[value=register]")
    relative.registers("Вера", f"vera-{relative.telling.language}@example.org")
    if "/invitations/" in relative.page.url:
        relative.presses()
    expect(relative.page.locator("#name")).to_be_visible()


def tells(relative, home):
    relative.goes(f"{home}memories/new/")
    relative.fills(text=relative.telling.told).presses()
    expect(relative.page.locator(".tag").first).to_be_visible()  # it waits, and its author is told so


def approves(keeper, home):
    page = keeper.goes(f"{home}queue/")
    assert keeper.telling.told[:30] in page.locator("main").inner_text()
    keeper.presses("button[value=approve]")
    assert (
        keeper.telling.told[:30]
        in keeper.goes(home).locator("#memories, [aria-labelledby=h-memories]").first.inner_text()
    )


def brings_to_life(keeper, photo):
    page = keeper.goes(f"{photo}living/")
    page.locator("[name=agreed]").check()
    keeper.presses("#wish button[type=submit]")
    expect(page.locator("#takes video, .take video, .compare video").first).to_be_attached(
        timeout=RENDER_SECONDS * 1000
    )
    keeper.looks()


def watches(relative, home):
    """Still until Enter is pressed; played once; then the photograph again."""
    page = relative.goes(home)
    film, press = page.locator(".living video"), page.locator(".living .living__play")
    assert film.evaluate("film => [film.paused, film.readyState, film.autoplay, film.muted]") == [
        True, 0, False, True,
    ]  # fmt: skip
    press.focus()
    page.keyboard.press("Enter")
    expect(film).to_have_js_property("paused", False)
    wait_until(lambda: film.evaluate("film => film.currentTime > 0"), PLAYS_WITHIN)
    film.evaluate("film => { film.currentTime = film.duration - 0.2; }")  # a busy machine plays for minutes
    expect(film).to_have_js_property("paused", True)
    assert film.evaluate("film => [film.currentTime, film.error]") == [0, None]
    assert relative.look.overflow() == []


def agrees_to_the_archive(keeper, home):
    page = keeper.goes(f"{home}consent/chat/give/")
    page.locator("[name=agreed]").check()
    keeper.presses()


def asks(relative, home):
    """The address of the conversation, in which the second question went on to the family."""
    relative.goes(f"{home}archive/")
    relative.fills(question=relative.telling.asked).presses(".asking button")
    expect(relative.page.locator("blockquote").last).to_contain_text(
        relative.telling.told.split(". ")[1][:20]
    )
    relative.fills(question=relative.telling.untold).presses(".asking button")
    expect(relative.page.locator(".untold").last).to_have_text(relative.telling.refusal)
    relative.presses("a[href$='/family/']")
    relative.presses()
    return relative.page.url


def answers(keeper, home):
    keeper.goes(f"{home}questions/")
    keeper.presses("a[href$='/answer/']")
    keeper.fills(text=keeper.telling.answer).presses()


def asks_again(relative, home):
    relative.goes(f"{home}archive/")
    relative.fills(question=relative.telling.untold).presses(".asking button")
    return relative.page.locator("blockquote").last.inner_text()


@pytest.mark.parametrize(
    ("language", "size", "theme"), [("ru", PHONE, "dark"), ("en", DESK, "light")], ids=["russian", "english"]
)
def test_nothing_is_wrong_with_one_page_of_each_kind(chromium, site, settled, language, size, theme):
    found = {}
    for who in sorted({page.who for page in SAMPLE}):
        session = settled["people"].get(who, "")
        look = Look(chromium, site.url, language=language, size=size, session=session)
        for page in (each for each in SAMPLE if each.who == who):
            found[page.name] = faults_of(look, page, page.where(settled), [theme])
        look.close()
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_without_a_script_no_page_has_a_dead_button(chromium, site, settled):
    context = chromium.new_context(java_script_enabled=False, viewport=NARROW)
    dead = {}
    for page in (each for each in SAMPLE if not each.who):
        tab = context.new_page()
        tab.goto(site.url + page.where(settled))
        expect(tab.locator("h1")).to_be_visible()
        dead[page.name] = tab.locator("button[type=button]:visible, a:not([href]):visible").count()
    context.close()
    assert set(dead.values()) == {0}, dead


def test_one_face_of_ten_is_chosen_on_the_photograph_and_by_keys_without_a_script(chromium, site, settled):
    context = chromium.new_context(java_script_enabled=False, locale="en-GB", viewport=NARROW)
    context.add_cookies([{"name": "sessionid", "value": settled["people"]["keeper"], "url": site.url}])
    page = context.new_page()
    page.goto(site.url + settled["places"]["works_ten"])
    assert asks_for_one_of_ten(page) == asked_last(site)
    context.close()
