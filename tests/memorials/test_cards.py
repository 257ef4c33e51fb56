"""The card beside a link: what is on it, for whom it is, and what it costs."""

import io
import re
from dataclasses import replace

import numpy as np
import pytest
from django.core.cache import caches
from django.utils import timezone
from PIL import Image

from memorials import cards
from memorials.cards import Card, drawing
from memorials.models import Memorial, Status, Visibility
from memorials.views import cards as views
from tests.people import in_status, make_photo
from tests.photos import BOTTOM_RIGHT, TOP_LEFT, encoded, is_near, jpeg

pytestmark = pytest.mark.django_db
#: Inside the window of the mat, in pixels of the card.
WINDOW = (96, 96, 534, 534)


@pytest.fixture(autouse=True)
def empty_cache():
    caches["cards"].clear()


@pytest.fixture
def card_page(memorial):
    return f"{memorial.get_absolute_url()}card.jpg"


def change(memorial, **fields):
    Memorial.objects.filter(pk=memorial.pk).update(**fields)


def picture(answer) -> Image.Image:
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    return Image.open(io.BytesIO(answer.content))


def drawn(card: Card) -> np.ndarray:
    """(630, 1200, 3), RGB."""
    return np.asarray(Image.open(io.BytesIO(cards.draw(card))))


def height_of_first_line(card: Card) -> int:
    """In pixels, as far as there is ink."""
    inked = (drawn(card).max(axis=2) < 140).any(axis=1)
    top = int(inked.argmax())
    return int((~inked[top:]).argmax())


def card_tags(page) -> dict[str, str]:
    found = re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)">', page)
    return dict(found)


def test_card_has_the_size_that_is_announced(client, memorial, photo, card_page):
    image = picture(client.get(card_page))
    tags = card_tags(client.get(memorial.get_absolute_url()).content.decode())
    assert image.size == (int(tags["og:image:width"]), int(tags["og:image:height"])) == (1200, 630)
    assert not image.getexif() and "icc_profile" not in image.info


def test_tags_of_a_public_page(client, memorial, photo, settings):
    change(memorial, born="1906", died="1992", name='Анна "Нюра" Ильина')
    page = client.get(memorial.get_absolute_url()).content.decode()
    address = settings.SITE_URL + memorial.get_absolute_url()
    tags = card_tags(page)
    assert re.fullmatch(re.escape(address) + r"card\.jpg\?v=[0-9a-f]{24}", tags.pop("og:image"))
    assert tags == {
        "og:type": "website",
        "og:site_name": "Родник",
        "og:url": address,
        "og:title": "Анна &quot;Нюра&quot; Ильина, 1906–1992",
        "og:description": tags["og:description"],
        "og:image:type": "image/jpeg",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Анна &quot;Нюра&quot; Ильина, 1906–1992",
        "twitter:card": "summary_large_image",
    }


def test_years_are_in_the_language_of_the_memorial(client, memorial):
    change(memorial, born="1906~", language="en")
    for language in ("ru", "en"):
        page = client.get(memorial.get_absolute_url(), headers={"Accept-Language": language})
        assert card_tags(page.content.decode())["og:title"] == "Анна Ильина, born c. 1906"


@pytest.mark.parametrize(
    "hidden",
    [
        {"visibility": Visibility.PRIVATE},
        {"visibility": Visibility.LINK},
        {"published": False},
        {"deleted_at": timezone.now()},
    ],
    ids=lambda fields: next(iter(fields.items())),
)
def test_what_not_everybody_sees_has_neither_card_nor_tags(browser, cast, memorial, photo, card_page, hidden):
    visitor = browser()
    assert picture(visitor.get(card_page))
    etag = visitor.get(card_page)["ETag"]
    change(memorial, **hidden)
    missing = visitor.get("/m/nothinghere/card.jpg")
    for person in (None, cast.keeper, cast.moderator, cast.admin):
        answer = browser(person).get(card_page, headers={"If-None-Match": etag})
        assert (answer.status_code, answer.content) == (404, missing.content)
        assert card_tags(browser(person).get(memorial.get_absolute_url()).content.decode()) == {}


def test_portrait_is_cut_around_its_point(client, memorial, keeper, card_page):
    """The usual sample has a colour in each corner; at the left end of the wide one there are two."""
    make_photo(memorial, keeper, jpeg(400, 100))
    change(memorial, cover_x=0)
    left = picture(client.get(card_page)).crop(WINDOW)
    assert is_near(left.getpixel((40, 40)), TOP_LEFT, by=25)
    change(memorial, cover_x=100)
    right = picture(client.get(card_page)).crop(WINDOW)
    assert is_near(right.getpixel((390, 390)), BOTTOM_RIGHT, by=25)


def test_hidden_portrait_is_gone_at_once_and_the_address_is_another(client, memorial, photo, card_page):
    with_portrait = client.get(card_page)
    address = card_tags(client.get(memorial.get_absolute_url()).content.decode())["og:image"]
    in_status(photo, Status.HIDDEN)
    without = client.get(card_page, headers={"If-None-Match": with_portrait["ETag"]})
    assert is_near(picture(with_portrait).getpixel((110, 110)), TOP_LEFT, by=25)
    assert not any(is_near(picture(without).getpixel((x, 110)), TOP_LEFT, by=60) for x in range(96, 534, 8))
    assert card_tags(client.get(memorial.get_absolute_url()).content.decode())["og:image"] != address


def test_keeper_who_sees_more_gets_the_same_card(browser, memorial, photo, cast, card_page):
    in_status(photo, Status.PENDING)
    assert browser(cast.keeper).get(card_page).content == browser().get(card_page).content


@pytest.mark.parametrize("change_of", [{"name": "Другая"}, {"died": "1992"}, {"cover_x": 90}])
def test_same_card_is_not_sent_twice_and_another_is(client, memorial, keeper, card_page, change_of):
    make_photo(memorial, keeper, jpeg(400, 100))
    first = client.get(card_page)
    again = client.get(card_page, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert first["Cache-Control"] == again["Cache-Control"] == "no-cache"
    change(memorial, **change_of)
    after = client.get(card_page, headers={"If-None-Match": first["ETag"]})
    assert after.status_code == 200 and after["ETag"] != first["ETag"] and after.content != first.content


def test_card_is_drawn_once(client, memorial, card_page, monkeypatch):
    first = client.get(card_page)
    monkeypatch.setattr(cards, "draw", None)
    assert client.get(card_page).content == first.content


def test_drawing_is_limited_and_what_is_drawn_is_not(client, memorial, card_page, monkeypatch):
    monkeypatch.setattr(views, "DRAWN", "1/h")
    assert client.get(card_page).status_code == client.get(card_page).status_code == 200
    change(memorial, name="Другая")
    refused = client.get(card_page)
    assert refused.status_code == 429 and int(refused["Retry-After"]) > 0


def test_all_together_do_not_draw_without_end(client, memorial, card_page, monkeypatch):
    monkeypatch.setattr(views, "DRAWN_IN_ALL", "1/h")
    assert client.get(card_page, REMOTE_ADDR="192.0.2.1").status_code == 200
    change(memorial, name="Другая")
    assert client.get(card_page, REMOTE_ADDR="198.51.100.1").status_code == 429


@pytest.mark.parametrize("program", ["raise SystemExit(3)", "import time; time.sleep(9)", "pass"])
def test_machine_that_cannot_draw_says_so(client, memorial, card_page, monkeypatch, tmp_path, program):
    (tmp_path / "program.py").write_text(program)
    monkeypatch.setattr(drawing, "PROGRAM", tmp_path / "program.py")
    monkeypatch.setattr(drawing, "LIMITS", replace(drawing.LIMITS, wall_seconds=1))
    answer = client.get(card_page)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert not list(tmp_path.glob("rodnik-card-*"))


def test_lost_portrait_leaves_name_and_years(client, memorial, photo, card_page):
    photo.rendition("view").file.storage.delete(photo.rendition("view").file.name)
    without = client.get(card_page).content
    caches["cards"].clear()
    change(memorial, cover=None)
    assert client.get(card_page).content == without


NAMES = [
    "Ян",
    "Анна Ильина",
    "Александра Константиновна Преображенская-Вознесенская",
    "Wolfgang Amadeus Maria von Hohenzollern-Sigmaringen und zu Lichtenstein",
    "Ґонта Їжакевич Ђорђевић Þórðardóttir Łukaszewicz",
    "ж" * 200,
    "Очень длинное имя " * 11,
    "- -- -",
]


@pytest.mark.parametrize("portrait", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_every_name_stands_within_the_card(memorial, keeper, files, name, portrait):
    noise = np.random.default_rng(7).integers(0, 255, (900, 900, 3), np.uint8)
    photo = make_photo(memorial, keeper, encoded(Image.fromarray(noise))) if portrait else None
    about = (photo.rendition("view").file.name, (0, 0, 900)) if photo else ("", (0, 0, 0))
    card = Card(name, "ок. 1906 – до 1992", *about)
    assert len(cards.draw(card)) < 300_000
    image = drawn(card)
    ink = image.max(axis=2) < 140
    ink[:, :600] &= not portrait
    rows, columns = np.nonzero(ink)
    assert ink.any()
    assert rows.min() >= 48 and rows.max() < 582
    assert columns.min() >= (600 if portrait else 100) and columns.max() < 1150


def test_name_is_as_large_as_there_is_room_for():
    assert height_of_first_line(Card("Анна", "1906–1992")) > 60
    assert height_of_first_line(Card("Анна " * 40, "1906–1992")) < 45


def test_name_in_letters_that_the_font_lacks_is_left_to_the_link():
    assert np.array_equal(drawn(Card("გიორგი", "1900–1980")), drawn(Card("", "1900–1980")))
    assert not np.array_equal(drawn(Card("Георгий", "1900–1980")), drawn(Card("", "1900–1980")))


def test_signs_that_are_not_seen_change_nothing():
    assert np.array_equal(drawn(Card("Анна\u202e \u200bИльина", "")), drawn(Card("Анна Ильина", "")))


def test_colours_are_those_of_the_style_sheet():
    assert drawing.colours() == {
        "paper": "#F6F8F7", "sheet": "#FFFFFF", "ink": "#1B2427", "ink-2": "#465356", "line": "#CAD3D0",
    }  # fmt: skip
    assert is_near(tuple(drawn(Card("", ""))[300, 600]), (0xF6, 0xF8, 0xF7), by=2)


def test_drawing_is_confined(client, card_page, monkeypatch, tmp_path):
    """The program runs within limits and without a network, whatever the picture makes of it."""
    seen = tmp_path / "seen"
    (tmp_path / "program.py").write_text(
        f"import resource\nopen({str(seen)!r}, 'w').write(str(resource.getrlimit(resource.RLIMIT_AS)[0]))"
    )
    monkeypatch.setattr(drawing, "PROGRAM", tmp_path / "program.py")
    assert client.get(card_page).status_code == 503
    assert seen.read_text() == str(drawing.LIMITS.memory_bytes)
