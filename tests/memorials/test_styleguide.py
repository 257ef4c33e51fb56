"""The style guide: for whoever works on the site; for everybody else there is no such page."""

import pytest

pytestmark = pytest.mark.django_db
PATH = "/styleguide/"


@pytest.mark.parametrize("name", ["visitor", "stranger", "keeper"])
def test_for_everybody_else_it_is_a_page_that_is_not_there(browser, cast, name):
    client = browser(getattr(cast, name))
    refused, missing = client.get(PATH), client.get("/nothing-here/")
    assert (refused.status_code, missing.status_code) == (404, 404)
    assert refused.content == missing.content
    assert not refused.cookies and set(refused.headers) == set(missing.headers)


@pytest.mark.parametrize("name", ["moderator", "admin"])
def test_staff_see_every_part_of_it(browser, cast, name):
    page = browser(getattr(cast, name)).get(PATH)
    assert page.status_code == 200
    assert page.content.count(b"<h1") == 1
