"""What a keeper sees with a guest's eyes is what a guest gets."""

import re

import pytest

from memorials.models import Visibility
from memorials.offline import HEADER
from memorials.services.invitations import open_link
from tests.people import make_memorial, make_memory, make_public

pytestmark = pytest.mark.django_db
BANNER = re.compile(r'<div class="notice notice--said notice--draft".*?</div>', re.S)


def words(answer):
    """The page without what differs with each asking: the banner, tokens, and where one goes back to."""
    page = BANNER.sub("", answer.content.decode())
    return re.sub(r'name="(csrfmiddlewaretoken|next)" value="[^"]*"', "", page)


def as_guest(browser, cast, memorial):
    return browser(cast.keeper).get(f"{memorial.get_absolute_url()}guest/")


def test_of_an_open_page_it_is_word_for_word_the_visitors(cast, browser):
    memorial = make_public(cast)
    make_memory(memorial, cast.contributor, text="Это ещё ждёт.")
    make_memory(memorial, cast.keeper, text="Это видят все.")
    shown = as_guest(browser, cast, memorial)
    visitors = browser().get(memorial.get_absolute_url())
    assert words(shown).split() == words(visitors).split()
    assert "Это видят все." in words(shown) and "Это ещё ждёт." not in words(shown)
    assert BANNER.search(shown.content.decode()) and not BANNER.search(visitors.content.decode())
    assert "no-store" in shown["Cache-Control"] and HEADER not in shown.headers
    assert shown["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    ("visibility", "published", "seen"),
    [("private", True, False), ("public", False, False), ("link", True, False), ("public", True, True)],
)
def test_of_a_closed_page_it_says_that_nothing_is_there(cast, browser, visibility, published, seen):
    memorial = make_memorial(cast, visibility=visibility, published=published)
    make_memory(memorial, cast.keeper, text="Это видят свои.")
    shown = as_guest(browser, cast, memorial).content.decode()
    assert ("Это видят свои." in shown) is seen
    assert (browser().get(memorial.get_absolute_url()).status_code == 200) is seen


def test_guest_of_a_secret_link_sees_it(cast, browser):
    memorial = make_memorial(cast, visibility=Visibility.LINK)
    open_link(memorial=memorial, by=cast.keeper)
    assert 'id="name"' in as_guest(browser, cast, memorial).content.decode()


def test_looking_signs_nobody_out(cast, browser):
    keeper = browser(cast.keeper)
    memorial = make_public(cast)
    assert keeper.get(f"{memorial.get_absolute_url()}guest/").status_code == 200
    assert keeper.get(f"{memorial.get_absolute_url()}access/").status_code == 200
