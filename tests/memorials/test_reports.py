"""«Сообщить»: whoever sees something here may say that it is not right, and nobody else hears of it."""

import pytest

from memorials.models import Memorial, Notice, Report, Status, Tribute, Visibility
from memorials.services.reports import report as keep_report
from memorials.services.tributes import leave_tribute
from tests.open_forms import report, text_of
from tests.people import in_status, make_memorial, make_memory, make_photo

pytestmark = pytest.mark.django_db
CANARY = "Слова-сообщившего"
ADDRESS = "whistle@reporter.example"


@pytest.fixture
def items(memorial, cast):
    """One of each, on show."""
    tribute, _ = leave_tribute(
        memorial=memorial, author=cast.keeper, kind=Tribute.Kind.WORD, name="Ольга", text="Спасибо."
    )
    return {
        "memory": make_memory(memorial, cast.keeper),
        "tribute": tribute,
        "media": make_photo(memorial, cast.keeper),
    }


def about(kind, item):
    return f"{kind}:{item.code}"


def test_visitor_reports_each_item_and_the_memorial_itself(memorial, items, browser):
    visitor = browser()
    assert report(visitor, memorial, words=CANARY, email=ADDRESS).status_code == 200
    for kind, item in items.items():
        assert report(visitor, memorial, about(kind, item)).status_code == 200
    assert [each.item for each in Report.objects.all()] == [memorial, *items.values()]
    first = Report.objects.first()
    assert (first.reason, first.words, first.email, first.reporter) == ("hurtful", CANARY, ADDRESS, None)


def test_member_is_known_and_is_asked_for_no_address(memorial, browser, cast):
    form = text_of(browser(cast.reader).get(f"/m/{memorial.code}/report/"))
    assert 'name="email"' not in form
    report(browser(cast.reader), memorial, email=ADDRESS)
    assert (Report.objects.get().reporter, Report.objects.get().email) == (cast.reader, "")


def test_those_who_may_decide_are_told_without_a_word_of_the_report(memorial, items, browser, cast):
    Notice.objects.all().delete()
    report(browser(), memorial, about("memory", items["memory"]), words=CANARY, email=ADDRESS)
    told = {(notice.recipient, notice.kind) for notice in Notice.objects.all()}
    assert told == {(cast.keeper, "waiting"), (cast.editor, "waiting")}
    assert CANARY not in str(list(Notice.objects.values())) and ADDRESS not in str(
        list(Notice.objects.values())
    )


def test_same_report_again_is_kept_once(memorial, items, cast):
    for _ in range(2):
        keep_report(about=items["memory"], reporter=cast.reader, reason="untrue", words="Не так.")
    assert Report.objects.count() == 1
    keep_report(about=items["memory"], reporter=cast.reader, reason="untrue", words="И это не так.")
    keep_report(about=items["tribute"], reporter=cast.reader, reason="untrue", words="Не так.")
    keep_report(about=memorial, reporter=cast.reader, reason="untrue", words="Не так.")
    assert Report.objects.count() == 4


@pytest.mark.parametrize("status", [Status.PENDING, Status.DECLINED, Status.HIDDEN])
@pytest.mark.parametrize("kind", ["memory", "tribute", "media"])
def test_what_is_not_seen_cannot_be_reported(memorial, items, browser, cast, kind, status):
    in_status(items[kind], status)
    path = f"/m/{memorial.code}/report/?about={about(kind, items[kind])}"
    for actor, user in cast.items().items():
        wanted = 200 if actor == "keeper" else 404  # who added it sees it
        assert browser(user).get(path).status_code == wanted, actor
        if actor != "keeper":
            assert report(browser(user), memorial, about(kind, items[kind])).status_code == 404
    assert not Report.objects.exists()


def test_item_of_another_memorial_and_nonsense_are_no_such_page(memorial, items, browser, cast):
    other = make_memorial(cast, visibility=Visibility.PUBLIC)
    missing = browser().get("/m/nothinghere/").content
    named = [about(kind, item) for kind, item in items.items()]
    for asked in (
        *named,
        "memory:",
        "memory",
        ":x",
        "user:1",
        "memorial:1",
        "memory:nothinghere",
        "memory:\0",
    ):
        answer = report(browser(), other, asked)
        assert (answer.status_code, answer.content) == (404, missing), asked
    assert not Report.objects.exists()


def test_private_memorial_cannot_be_reported_by_those_who_do_not_see_it(memorial, browser, cast):
    Memorial.objects.update(visibility=Visibility.PRIVATE)
    for actor, user in cast.items().items():
        member = actor in ("reader", "contributor", "editor", "keeper")
        assert report(browser(user), memorial).status_code == (200 if member else 404), actor


@pytest.mark.parametrize("fields", [{"reason": ""}, {"reason": "nonsense"}, {"email": "no address"}])
def test_refused_report_keeps_its_words(memorial, browser, fields):
    answer = report(browser(), memorial, **{"words": CANARY, **fields})
    assert answer.status_code == 422 and CANARY in text_of(answer)
    assert not Report.objects.exists()


def test_filled_trap_is_thanked_and_nothing_is_kept(memorial, browser):
    honest = report(browser(), memorial)
    Report.objects.all().delete()
    Notice.objects.all().delete()
    trapped = report(browser(), memorial, subject="buy")
    assert trapped.status_code == honest.status_code == 200
    assert ("<h1>Спасибо" in text_of(trapped)) == ("<h1>Спасибо" in text_of(honest)) is True
    assert (Report.objects.count(), Notice.objects.count()) == (0, 0)


def test_one_address_cannot_flood_the_queue(memorial, browser):
    visitor = browser()
    for number in range(60):
        assert report(visitor, memorial, words=str(number)).status_code == 200
    answer = report(visitor, memorial, words=CANARY)
    assert answer.status_code == 429 and CANARY in text_of(answer)
    assert Report.objects.count() == 60


def test_every_item_on_the_pages_has_its_door(memorial, items, browser):
    page = text_of(browser().get(memorial.get_absolute_url()))
    door = f"/m/{memorial.code}/report/"
    assert f'href="{door}"' in page
    for kind in ("memory", "tribute"):
        assert f'href="{door}?about={about(kind, items[kind])}"' in page
    photo = text_of(browser().get(items["media"].get_absolute_url()))
    assert f'href="{door}?about={about("media", items["media"])}"' in photo


def test_words_and_address_of_a_reporter_reach_no_page_of_others(memorial, items, browser, cast):
    for kind, item in items.items():
        report(browser(), memorial, about(kind, item), words=CANARY, email=ADDRESS)
    assert Report.objects.filter(words=CANARY, email=ADDRESS).count() == 3
    code = memorial.code
    paths = [
        "/", "/mine/", "/mine/tributes/", f"/m/{code}/", f"/m/{code}/tributes/", f"/m/{code}/report/",
        *(f"/m/{code}/report/?about={about(kind, item)}" for kind, item in items.items()),
        items["media"].get_absolute_url(), "/api/v1/memorials/", f"/api/v1/memorials/{code}/",
        f"/api/v1/memorials/{code}/media/",
    ]  # fmt: skip
    for user in cast.items().values():
        for path in paths:
            page = text_of(browser(user).get(path))
            assert CANARY not in page and ADDRESS not in page, path
