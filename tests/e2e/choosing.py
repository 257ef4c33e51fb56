"""One of the ten faces of tests.face.workshop is chosen in a browser, and asked for."""

from playwright.sync_api import Page, expect

from tests.e2e.launched import Site


def asks_for_one_of_ten(page: Page) -> str:
    """By a press on the photograph, then by a key; the index of the face. What was asked is stopped again."""
    chosen, left_out = page.locator("[name=faces]:checked"), page.locator(".gesture .limit:visible")
    expect(chosen).to_have_value("0")
    expect(left_out).to_have_count(0)
    page.locator(".face:nth-child(6) .drawn__press").click()
    expect(chosen).to_have_value("7")  # the sixth from the left
    expect(page.locator(".gesture--blink .limit:visible")).to_have_text("only the breath")
    chosen.press("ArrowDown")
    expect(left_out).to_have_text(["half a smile", "half a smile"])  # of the smile, and of the nod
    face = chosen.input_value()
    moves_once_when_chosen(page)
    page.locator("#wish button[type=submit]").click()
    page.locator("#status form[action$='/cancel/'] button").click()
    expect(page.locator("#status form[action$='/retry/']")).to_be_visible()
    return face


def moves_once_when_chosen(page: Page) -> None:
    """The drawing of a gesture; not as the page came, and not for whoever wants less movement."""
    assert moving(page) == []
    page.locator("[name=gesture][value=nod]").click()
    assert moving(page) == [["nods", 1]]
    page.emulate_media(reduced_motion="reduce")
    page.locator("[name=gesture][value=look]").click()
    assert moving(page) == []


def moving(page: Page) -> list[list[object]]:
    """Each drawing that moves, and how often it does."""
    seen = "each => [each.animationName, each.effect.getTiming().iterations]"
    names = f"document.getAnimations().filter(each => each.animationName).map({seen})"
    found: list[list[object]] = page.evaluate(names)
    return found


def asked_last(site: Site) -> str:
    """Whose face the newest row names."""
    program = "from animation.models import Animation; print(Animation.objects.latest('created').faces)"
    return site.manage("shell", "-v0", "-c", program).stdout.strip()
