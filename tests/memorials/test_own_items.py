"""What people have added themselves: they read what became of it, change it, and take it back."""

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from memorials.models import Decision, Media, Membership, Memory, Notice, Status
from memorials.services.moderation import decide
from tests.people import in_status, make_memorial, make_memory, make_photo

pytestmark = pytest.mark.django_db
ACTORS = ["visitor", "stranger", "reader", "editor", "keeper", "moderator", "admin"]


@pytest.fixture
def own(memorial, cast):
    return make_memory(memorial, cast.contributor, title="Часы", text="Они шли назад.")


@pytest.fixture
def own_photo(memorial, cast):
    return make_photo(memorial, cast.contributor, caption="Фуражка")


def status_of(item):
    return type(item).objects.get(pk=item.pk).status


def test_nobody_but_the_author_opens_it(own, own_photo, cast, browser, stored):
    before = stored()
    for item, path in (
        (own, f"/mine/memories/{own.code}/"),
        (own_photo, f"/mine/media/{own_photo.code}/"),
    ):
        for actor in ACTORS:
            client = browser(getattr(cast, actor))
            for each in (path, f"{path}withdraw/"):
                expected = 302 if actor == "visitor" else 404
                assert (
                    client.get(each).status_code == client.post(each, {"text": "x"}).status_code == expected
                )
        assert type(item).objects.filter(pk=item.pk, status="pending").exists()
    assert stored() == before


@pytest.mark.parametrize("status", ["pending", "approved", "declined", "hidden"])
def test_changed_text_waits_to_be_read(own, cast, browser, status):
    in_status(own, Status(status))
    sent = browser(cast.contributor).post(f"/mine/memories/{own.code}/", {"title": "Часы", "text": "Иначе."})
    assert sent.status_code == 302
    own.refresh_from_db()
    assert (own.text, own.status) == ("Иначе.", "pending")
    made = [(each.was, each.became, each.reason, each.made_by) for each in Decision.objects.all()]
    assert made == ([] if status == "pending" else [(status, "pending", "edited", cast.contributor)])
    told = {each.recipient.name for each in Notice.objects.filter(kind="waiting")}
    assert told == (set() if status == "pending" else {"Keeper", "Editor"})


def test_new_words_of_a_photograph_wait_too(own_photo, cast, browser):
    in_status(own_photo, Status.APPROVED)
    browser(cast.contributor).post(f"/mine/media/{own_photo.code}/", {"caption": "Другая"})
    own_photo.refresh_from_db()
    assert (own_photo.caption, own_photo.status) == ("Другая", "pending")


def test_own_text_of_an_editor_stays_where_it_stands(memorial, cast, browser):
    own = make_memory(memorial, cast.editor)
    browser(cast.editor).post(f"/mine/memories/{own.code}/", {"text": "Иначе."})
    own.refresh_from_db()
    assert (own.text, own.status, Decision.objects.count()) == ("Иначе.", "approved", 0)


def test_refused_change_changes_nothing(own, cast, browser):
    in_status(own, Status.APPROVED)
    sent = browser(cast.contributor).post(f"/mine/memories/{own.code}/", {"text": ""})
    own.refresh_from_db()
    assert (sent.status_code, own.text, own.status) == (422, "Они шли назад.", "approved")


@pytest.mark.parametrize(
    ("language", "sentence"), [("ru", "уже есть на странице"), ("en", "on the page already")]
)
def test_author_reads_the_reason_in_their_language(own, cast, browser, language, sentence):
    decide(item=own, status=Status.DECLINED, by=cast.keeper, reason="twice", note="Спасибо Вам")
    client = browser(cast.contributor, HTTP_ACCEPT_LANGUAGE=language)
    html = unescape(client.get(f"/mine/memories/{own.code}/").content.decode())
    assert sentence in html and "Спасибо Вам" in html


def test_author_takes_it_back_with_its_files(
    own, own_photo, cast, browser, stored, django_capture_on_commit_callbacks
):
    client = browser(cast.contributor)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/mine/memories/{own.code}/withdraw/")
        client.post(f"/mine/media/{own_photo.code}/withdraw/")
    assert (Memory.objects.count(), Media.objects.count(), stored()) == (0, 0, set())


def test_who_belongs_no_more_takes_back_and_changes_nothing(cast, browser):
    private = make_memorial(cast)
    own, client = make_memory(private, cast.contributor), browser(cast.contributor)
    Membership.objects.filter(user=cast.contributor).delete()
    path = f"/mine/memories/{own.code}/"
    assert client.post(path, {"text": "Иначе."}).status_code == 404
    assert private.name not in client.get("/mine/added/").content.decode()
    assert client.post(f"{path}withdraw/").status_code == 302
    assert not Memory.objects.exists()


def test_list_of_ones_own_costs_the_same_for_more(memorial, cast, browser):
    counts, client = set(), browser(cast.contributor)
    for number in (1, 3):
        while Memory.objects.count() < number:
            make_memory(memorial, cast.contributor)
            make_photo(memorial, cast.contributor)
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/mine/added/").status_code == 200
        counts.add(len(asked))
    assert len(counts) == 1


def test_change_is_read_before_it_is_approved(own, cast, browser):
    """Approved on a page that was made before the change: it still waits."""
    from memorials.queue import find
    from memorials.services.verdicts import Verdict, settle
    from memorials.viewer import Viewer

    [seen] = find(Viewer(cast.keeper), [f"memory:{own.code}"])
    browser(cast.contributor).post(f"/mine/memories/{own.code}/", {"text": "Иначе."})
    settle(viewer=Viewer(cast.keeper), marks=[seen.mark], verdict=Verdict.APPROVE)
    assert status_of(own) == "pending"
