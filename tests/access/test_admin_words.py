"""The admin speaks Russian to whoever reads Russian: its columns, fields, groups, filters and actions."""

import re
from html.parser import HTMLParser

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.utils.translation import override

from memorials.models import User
from tests.access.admin_pages import label, page

pytestmark = pytest.mark.django_db
#: Standard terms that are written so in Russian too.
LATIN = {"SHA-256", "e-mail"}
NAMING = {"th", "label", "legend", "summary", "caption"}


class Names(HTMLParser):
    """What the parts of a page are called: columns, fields, groups of fields, filters and actions."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = self.among_actions = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "select":
            self.among_actions = given.get("name") == "action"
        heading = tag == "h2" and "heading" in (given.get("class") or "")
        row = given.get("scope") == "row" or "field-" in (
            given.get("class") or ""
        )  # what stands in it is data
        choice = tag == "option" and self.among_actions
        if (tag in NAMING and not row) or heading or choice:
            self.inside = True
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in NAMING | {"h2", "option"}:
            self.inside = False

    def handle_data(self, words: str) -> None:
        if self.inside:
            self.found[-1] += words


def names_on(answer):
    """Nothing where the page is not allowed."""
    if answer.status_code == 403:
        return set()
    assert answer.status_code == 200
    parser = Names()
    parser.feed(answer.content.decode())
    return {" ".join(name.split()).rstrip(":") for name in parser.found} - {""}


def latin(names):
    return sorted(name for name in names if re.search("[A-Za-z]", name) and name not in LATIN)


def test_every_page_of_the_admin_names_its_parts_in_russian(admin_world, cast, browser):
    public, _ = admin_world
    rows = {**public, User: cast.keeper, Group: Group.objects.get()}
    client = browser(cast.admin, HTTP_ACCEPT_LANGUAGE="ru")
    named = {}
    for model in admin.site._registry:
        pages = [page(model, "changelist"), page(model, "add")]
        pages += [page(model, "change", rows[model].pk)] if model in rows else []
        named[label(model)] = set().union(*(names_on(client.get(path)) for path in pages))
    assert {model: latin(names) for model, names in named.items() if latin(names)} == {}
    assert min(map(len, named.values())) > 2, "the names were not found"


def test_kinds_of_rows_and_the_parts_of_the_site_have_russian_names():
    with override("ru"):
        kinds = [str(model._meta.verbose_name_plural) for model in admin.site._registry]
        parts = [str(model._meta.app_config.verbose_name) for model in admin.site._registry]
    assert latin(kinds + parts) == []
