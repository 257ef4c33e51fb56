"""From the embedded default to PostgreSQL from outside: afterwards the site is the same, for everybody."""

import re

import pytest

from tests.e2e.launched import wait_until
from tests.e2e.visitor import PASSWORD, RENDER_SECONDS, Visitor

pytestmark = pytest.mark.e2e
EMAIL = "anna@example.org"


@pytest.fixture
def lived_in(new_site):
    """A running site on SQLite with a keeper, a private memorial, a photograph and its clip."""
    site = new_site(DEMO="on").start()
    keeper = Visitor(site)
    keeper.register(EMAIL, "Анна Ильина")
    memorial = keeper.make_memorial("Пётр Ёлкин 👩🏽‍🌾")
    photo = keeper.add_media(memorial)
    keeper.animate(photo)
    return site, keeper, memorial, photo, keeper.wait_for_clip(photo)


def shown(visitor, path):
    """A page without what is new at each request."""
    page = visitor.get(path)
    assert page.status_code == 200, path
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"', "", page.text)


def test_site_that_moved_to_postgres_is_the_same_site(lived_in, fresh_postgres):
    site, keeper, memorial, photo, clip = lived_in
    paths = ["/", "/mine/", memorial, photo, f"{photo}living/"]
    pages, film = [shown(keeper, path) for path in paths], keeper.get(clip).content
    running = site.manage("move", "--to", fresh_postgres)
    assert (running.returncode, running.stdout) == (1, "")
    assert (
        running.stderr == f"The site still runs on the data folder {site.data_dir}: stop it, and move then.\n"
    )
    assert site.stop() == 0
    moved = site.manage("move", "--to", fresh_postgres)
    assert (moved.returncode, moved.stderr) == (0, ""), moved.stderr
    assert "every column is the same" in moved.stdout

    site.env["DATABASE_URL"] = fresh_postgres
    (site.data_dir / "rodnik.sqlite3").rename(site.data_dir / "aside.sqlite3")  # nothing may look at it now
    site.start()
    assert [line for line in site.lines if "one-time password" in line] == []
    assert [shown(keeper, path) for path in paths] == pages  # with the cookie of before
    assert keeper.get(clip).content == film
    assert [Visitor(site).get(path).status_code for path in (memorial, clip)] == [404, 404]

    again = Visitor(site)
    again.send("/accounts/login/", login=EMAIL, password=PASSWORD)
    assert again.get("/mine/").url.path == "/mine/"
    assert again.animate(photo, gesture="smile", strength="gently").status_code == 200
    _wait_for_another(again, photo, clip)
    another = again.add_media(memorial)
    assert again.get(another).status_code == 200
    assert site.stop() == 0


def _wait_for_another(keeper, photo, clip):
    wait_until(lambda: keeper.clips(photo) > {clip}, RENDER_SECONDS, pause=0.5)
    [new] = keeper.clips(photo) - {clip}
    assert keeper.get(new).content[4:8] == b"ftyp"
