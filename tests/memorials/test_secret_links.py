"""Secret links: a guest sees what they open, and only as long as they do."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from animation.models import Animation
from memorials.jobs.model import State
from memorials.models import LinkToken, Role, Visibility
from memorials.services import invitations
from memorials.viewer import MOST_GRANTS, with_grant
from memorials.views import ways_in
from tests.people import make_agreed_memorial, make_memorial, make_photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def private(cast):
    return make_memorial(cast)


@pytest.fixture
def english(browser):
    return lambda user=None, **options: browser(user, HTTP_ACCEPT_LANGUAGE="en", **options)


@pytest.fixture
def by_link(cast):
    return make_agreed_memorial(cast, visibility=Visibility.LINK)


def invite(memorial, cast, **fields):
    invitation, token = invitations.invite(
        memorial=memorial, by=cast.keeper, **{"role": Role.CONTRIBUTOR, **fields}
    )
    return invitation, f"/invitations/{token}/"


def open_link(memorial, cast):
    link, token = invitations.open_link(memorial=memorial, by=cast.keeper)
    return link, f"/l/{token}/"


def shown(memorial, cast):
    """Every kind of address under which a guest sees something of a memorial."""
    photo = make_photo(memorial, cast.keeper)
    clip = Animation.objects.create(
        photo=photo, status=State.READY, chosen=True, clip=photo.original.name,
        poster=photo.original.name, finished=timezone.now(),
    )  # fmt: skip
    return {
        "page": memorial.get_absolute_url(),
        "photo page": photo.get_absolute_url(),
        "file": f"/files/media/{photo.code}/view",
        "thumbnail": f"/files/media/{photo.code}/thumb",
        "clip": f"/files/living/{clip.code}/clip",
    }


def seen(client, paths):
    found = {}
    for name, path in paths.items():
        answer = client.get(path)
        b"".join(answer.streaming_content) if answer.streaming else None
        found[name] = answer.status_code
    return found


def test_link_opens_page_and_files_until_it_is_revoked(browser, by_link, cast):
    link, path = open_link(by_link, cast)
    paths, guest = shown(by_link, cast), browser()
    assert set(seen(guest, paths).values()) == {404}
    assert guest.get(path)["Location"] == by_link.get_absolute_url()
    assert seen(guest, paths) == dict.fromkeys(paths, 200)
    browser(cast.keeper).post(f"/m/{by_link.code}/access/links/{link.code}/revoke/")
    assert seen(guest, paths) == dict.fromkeys(paths, 404)
    assert guest.get(path).status_code == 404


@pytest.mark.parametrize(
    "how", [{"expires": timezone.now() - timedelta(days=1)}, {"revoked_at": timezone.now()}]
)
def test_link_that_is_over_answers_like_any_missing_page(browser, by_link, cast, how):
    link, path = open_link(by_link, cast)
    LinkToken.objects.filter(pk=link.pk).update(**how)
    for user in (None, cast.stranger):
        over, wrong, missing = (
            (a.status_code, a.content, sorted(a.items()), sorted(a.cookies))
            for a in (browser(user).get(p) for p in (path, "/l/wrong/", "/nothing/here/"))
        )
        assert over == wrong == missing


def test_closing_the_memorial_closes_its_links(browser, by_link, cast):
    _, path = open_link(by_link, cast)
    paths, guest = shown(by_link, cast), browser()
    guest.get(path)
    browser(cast.keeper).post(f"/m/{by_link.code}/access/visibility/", {"visibility": "private"})
    assert seen(guest, paths) == dict.fromkeys(paths, 404)


def test_session_gets_another_key_and_its_owner_stays_signed_in(browser, by_link, cast):
    client = browser(cast.stranger)
    before = client.session.session_key
    client.get(open_link(by_link, cast)[1])
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()
    assert client.get("/mine/").status_code == 200


def test_guest_gets_no_word_that_a_guest_has_not(browser, by_link, cast):
    guest = browser()
    guest.get(open_link(by_link, cast)[1])
    for path in ("edit/", "memories/new/", "media/new/", "access/"):
        assert "/accounts/login/" in guest.get(f"{by_link.get_absolute_url()}{path}")["Location"]


def test_links_are_made_only_where_a_memorial_is_open_by_link(english, private, by_link, cast):
    keeper = english(cast.keeper)
    for memorial in (private, by_link):
        keeper.post(f"/m/{memorial.code}/access/links/", {"note": "Хор", "expires": "7"})
    assert [link.memorial for link in LinkToken.objects.all()] == [by_link]


def test_address_of_a_link_is_shown_once(english, by_link, cast):
    keeper = english(cast.keeper)
    page = keeper.post(f"/m/{by_link.code}/access/links/", {"note": "Хор", "expires": ""}).content.decode()
    token = page.split(":8000/l/")[1].split("/")[0]
    assert english().get(f"/l/{token}/")["Location"] == by_link.get_absolute_url()
    assert token not in keeper.get(f"/m/{by_link.code}/access/").content.decode()


def test_oldest_grant_drops_out():
    grants = []
    for link in [*range(MOST_GRANTS + 5), 10]:
        grants = with_grant(grants, link)
    assert grants == [*range(5, 10), *range(11, MOST_GRANTS + 5), 10]


def test_guessing_is_stopped_and_a_valid_link_still_opens(monkeypatch, browser, by_link, cast):
    monkeypatch.setattr(ways_in, "WRONG_TOKENS", "2/h")
    tried = [browser().get(path).status_code for path in ("/l/a/", "/invitations/b/", "/l/c/", "/l/d/")]
    assert tried == [404, 404, 429, 429]
    assert browser().get(open_link(by_link, cast)[1]).status_code == 302
    assert browser().get(invite(by_link, cast)[1]).status_code == 200
