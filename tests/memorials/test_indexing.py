"""Search engines list nothing but what a keeper lets them, and nothing tells them of the rest."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from memorials.models import Memorial, Visibility
from memorials.services.memorials import link_twins
from memorials.sitemaps import MemorialSitemap
from tests.people import make_memorial

pytestmark = pytest.mark.django_db
CANARY = "Канарейкина"
LISTED = {"visibility": Visibility.PUBLIC, "published": True, "deleted_at": None, "indexing_on": True}
#: One thing each that closes a page to search engines.
FLIPS = [
    {"visibility": Visibility.PRIVATE},
    {"visibility": Visibility.LINK},
    {"published": False},
    {"deleted_at": timezone.now()},
    {"indexing_on": False},
]
MAP = "/sitemap-memorials.xml"


@pytest.fixture
def listed(cast):
    return make_memorial(cast, name=CANARY, **LISTED)


def locations(client, path=MAP) -> list[str]:
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml")
    return re.findall("<loc>([^<]+)</loc>", answer.content.decode())


def forbids(answer) -> bool:
    """The header and the tag say the same."""
    tag = b'<meta name="robots" content="noindex">' in answer.content
    header = {"noindex": True, "all": False}[answer["X-Robots-Tag"]]
    assert tag == header
    return header


def change(memorial, **fields):
    Memorial.objects.filter(pk=memorial.pk).update(**fields)


def test_allowed_page_is_listed_in_the_map_and_says_so(client, listed, settings):
    page = client.get(listed.get_absolute_url())
    address = settings.SITE_URL + listed.get_absolute_url()
    assert not forbids(page)
    assert f'<link rel="canonical" href="{address}">' in page.content.decode()
    assert locations(client) == [address]


@pytest.mark.parametrize("flip", FLIPS, ids=lambda fields: next(iter(fields.items())))
def test_one_flip_closes_page_and_map_at_once_and_the_flip_back_opens_them(
    client, cast, browser, listed, flip
):
    assert len(locations(client)) == 1
    change(listed, **flip)
    assert locations(client) == []
    for person in (None, cast.keeper):
        visitor = browser(person)
        assert forbids(visitor.get(listed.get_absolute_url()))
        for path in (MAP, "/sitemap.xml", "/robots.txt"):
            told = visitor.get(path).content.decode()
            assert listed.code not in told and CANARY not in told
    change(listed, **LISTED)
    assert len(locations(client)) == 1
    assert not forbids(client.get(listed.get_absolute_url()))


def test_map_is_the_same_for_whoever_sees_more(browser, cast, listed):
    make_memorial(cast, indexing_on=True)
    for person in (cast.keeper, cast.moderator, cast.admin):
        assert browser(person).get(MAP).content == browser().get(MAP).content


def test_other_pages_files_and_api_are_never_listed(client, listed, keeper, photo):
    path = listed.get_absolute_url()
    for page in (f"{path}qr/", f"{path}tributes/", "/search/?q=a", "/accounts/login/"):
        assert forbids(client.get(page)), page
    for answer in (
        client.get(f"{path}card.jpg"),
        client.get(f"{path}qr.svg"),
        client.get("/api/v1/memorials/"),
        client.get("/mine/"),
        client.get("/m/nothinghere/"),
        client.get("/healthz"),
    ):
        assert answer["X-Robots-Tag"] == "noindex", answer.request
    file = client.get(photo.rendition("view").url)
    assert file["X-Robots-Tag"] == "noindex" and b"".join(file.streaming_content)


def test_front_page_may_be_listed(client):
    assert not forbids(client.get("/"))


def test_robots_forbid_nothing_and_name_the_map(client, settings):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert (
        answer.content.decode() == f"User-agent: *\nDisallow:\n\nSitemap: {settings.SITE_URL}/sitemap.xml\n"
    )


def twins(cast, **fields):
    made = [make_memorial(cast, **{**LISTED, "language": language, **fields}) for language in ("ru", "en")]
    link_twins(*made)
    return made


def test_twins_name_each_other_in_the_map_and_on_their_pages(client, cast, settings):
    russian, english = twins(cast)
    links = [
        f'hreflang="{each.language}" href="{settings.SITE_URL}{each.get_absolute_url()}"'
        for each in (russian, english)
    ]
    told = client.get(MAP).content.decode()
    assert [told.count(link) for link in links] == [2, 2]
    for each in (russian, english):
        page = client.get(each.get_absolute_url()).content.decode()
        assert [page.split("</head>")[0].count(link) for link in links] == [1, 1]


@pytest.mark.parametrize("flip", FLIPS, ids=lambda fields: next(iter(fields.items())))
def test_twin_that_may_not_be_listed_is_named_nowhere(browser, cast, flip):
    russian, english = twins(cast)
    change(english, **flip)
    head = browser(cast.keeper).get(russian.get_absolute_url()).content.decode().split("</head>")[0]
    for told in (head, browser().get(MAP).content.decode()):
        assert english.code not in told and "hreflang" not in told


def test_map_has_pages_and_names_them(client, cast, monkeypatch):
    monkeypatch.setattr(MemorialSitemap, "limit", 2)
    made = [make_memorial(cast, **LISTED) for _ in range(3)]
    parts = locations(client, "/sitemap.xml")
    assert parts == [f"http://testserver{MAP}", f"http://testserver{MAP}?p=2"]
    found = [each for part in parts for each in locations(client, part.removeprefix("http://testserver"))]
    assert [each.rstrip("/")[-12:] for each in found] == [each.code for each in made]


@pytest.mark.parametrize(
    "path", [f"{MAP}?p=3", f"{MAP}?p=0", f"{MAP}?p=x", f"{MAP}?p={'9' * 5000}", "/sitemap-x.xml"]
)
def test_page_of_the_map_that_is_not_there(client, listed, path):
    assert client.get(path).status_code == 404


def test_map_is_kept_for_minutes_at_most(client, listed):
    for path in (MAP, "/sitemap.xml"):
        answer = client.get(path)
        assert answer["Cache-Control"] == "max-age=300" and not answer.cookies


def test_map_asks_as_often_for_many_as_for_one(client, cast):
    asked = []
    for _ in range(2):
        twins(cast)
        with CaptureQueriesContext(connection) as queries:
            client.get(MAP)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 4
