"""Letters about the account: once written, sent as text and as a page that says the same."""

import re

import pytest
from django.utils.html import strip_tags

from tests.people import PASSWORD, make_person

pytestmark = pytest.mark.django_db
LINK = re.compile(r'https?://[^\s"<]+')


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("known", [True, False])
def test_page_of_a_letter_says_what_its_text_says(client, mailoutbox, language, known):
    make_person("anna", PASSWORD)
    asked = "anna@family.example" if known else "nobody@family.example"
    client.post("/accounts/password/reset/", {"email": asked}, headers={"Accept-Language": language})
    [letter] = mailoutbox
    [(page, kind)] = letter.alternatives
    assert kind == "text/html"
    assert f'<html lang="{language}">' in page
    assert " ".join(letter.body.split()) in " ".join(strip_tags(page.split("<body>")[1]).split())
    assert set(LINK.findall(letter.body)) == set(re.findall(r'href="(http[^"]+)"', page))


def test_page_fetches_nothing_and_escapes_what_people_wrote(client, mailoutbox):
    client.post("/accounts/password/reset/", {"email": '"<b>x</b>"@family.example'})
    for letter in mailoutbox:
        [(page, _)] = letter.alternatives
        assert not re.search(r"<(?:b|img|script|link)\b|\bsrc=|url\(", page)
