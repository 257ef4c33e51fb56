"""Whatever a person can do on the site, an app can do for them: each page has its twin in the API.

The pairs stand in the modules parity_*.py beside this one: PAIRS, from a route of the site to the operations
that do the same ("METHOD /api/v1/…", one or several), or to a sentence that says why there is none.
"""

import pkgutil
import re
from importlib import import_module

import pytest
from django.urls import URLPattern, get_resolver

from tests import api as here
from tests.api.conftest import operations

METHODS = ("GET ", "POST ", "PUT ", "PATCH ", "DELETE ")
#: The admin is for those who run the server; the API itself needs no twin.
ELSEWHERE = ("admin/", "api/")


def modules():
    names = [each.name for each in pkgutil.iter_modules(here.__path__) if each.name.startswith("parity_")]
    return {name: import_module(f"tests.api.{name}").PAIRS for name in names}


def pairs():
    return {route: twins for each in modules().values() for route, twins in each.items()}


def twins_of(told):
    """The operations of one entry, as the description writes them; a sentence is none."""
    named = [told] if isinstance(told, str) else told
    return [re.sub(r"<\w+:(\w+)>", r"{\1}", each) for each in named if each.startswith(METHODS)]


def pages(patterns, before=""):
    for each in patterns:
        route = before + str(each.pattern)
        if not isinstance(each, URLPattern):
            yield from pages(each.url_patterns, route)
        elif not route.startswith(ELSEWHERE):
            yield route


def test_each_page_has_its_twin_and_each_entry_its_page():
    site, known = set(pages(get_resolver().url_patterns)), set(pairs())
    assert sorted(site - known) == []
    assert sorted(known - site) == []


def test_no_page_stands_in_two_lists():
    listed = [route for each in modules().values() for route in each]
    assert sorted(listed) == sorted(set(listed))


def test_each_twin_is_an_operation_of_the_api(schema):
    known = {f"{method.upper()} {path}" for method, path in operations(schema)}
    told = {twin for each in pairs().values() for twin in twins_of(each)}
    assert sorted(told - known) == []


@pytest.mark.parametrize("route", sorted(pairs()))
def test_who_has_no_twin_says_why(route):
    told = pairs()[route]
    assert twins_of(told) or (isinstance(told, str) and len(told.split()) > 2), route
