"""A refused write changes nothing: every row of the memorials and of animations, and every stored file, is as
it was, though what was sent would have been enough to write with."""

import json

import pytest
from django.apps import apps
from django.test import Client
from rest_framework.test import APIClient

from tests.access.routes import ROUTES
from tests.access.test_routes import (
    ACTORS,
    GUEST,
    GUESTS,
    MEMORIALS,
    PEOPLE,
    WORDS,
    browser_of,
    sees,
    where,
)

pytestmark = pytest.mark.django_db
WRITES = [(route, method) for route, words in ROUTES.items() for method in words if method != "GET"]
#: Fields of all forms and serializers together, each with a value that its form would take.
PLENTY = {
    "name": "Чужое имя", "title": "Чужое", "text": "Чужие слова", "words": "Чужие слова", "summary": "Чужое",
    "visibility": "public", "language": "ru", "role": "keeper", "answer": "reader", "kind": "word",
    "happened": "1938", "to": "earlier", "agreed": "on", "gesture": "smile", "strength": "clearly",
    "take": "", "cover_x": "1", "cover_y": "1", "verdict": "approve", "reason": "untrue", "relation": "никто",
    "days": "7", "people": "1", "caption": "Чужое", "about": "memorial", "outcome": "upheld",
}  # fmt: skip


def everything():
    """All rows, tables between models included. That somebody has signed in is no change."""
    configs = [apps.get_app_config(app) for app in ("memorials", "animation")]
    models = [model for config in configs for model in config.get_models(include_auto_created=True)]
    return {model: rows_of(model) for model in models if not model._meta.proxy}


def rows_of(model):
    columns = [field.attname for field in model._meta.concrete_fields if field.name != "last_login"]
    return list(model._base_manager.order_by("pk").values(*columns))


def may_write(actor: str, memorial: str, route: str, method: str) -> bool:
    return sees(actor, memorial, route) and ROUTES[route][method] in WORDS.get(actor, GUEST)


def send(actor, method: str, path: str) -> int:
    if path.startswith("/api/"):
        app = APIClient()
        app.force_authenticate(None if isinstance(actor, Client) else actor)
        return app.generic(method, path, json.dumps(PLENTY), content_type="application/json").status_code
    return getattr(browser_of(actor), method.lower())(path, PLENTY).status_code


@pytest.mark.parametrize(("route", "method"), WRITES)
def test_refused_write_leaves_rows_and_files_as_they_were(world, stored, route, method):
    cast, memorials = world
    before = everything(), stored()
    answers = {
        send(getattr(cast, actor), method, where(route, memorials[memorial]))
        for memorial in MEMORIALS
        for actor in (PEOPLE if memorial in ("public", "unpublished") else ACTORS)
        if not may_write(actor, memorial, route, method)
    }
    assert answers <= {302, 401, 403, 404}
    assert (everything(), stored()) == before


def test_what_is_sent_would_be_enough_to_write_with(world):
    """Otherwise the table above would prove nothing."""
    cast, memorials = world
    before = everything()
    code = memorials["private"]["code"]
    for path in (
        f"/m/{code}/chapters/new/",
        f"/m/{code}/events/new/",
        f"/m/{code}/memories/new/",
        f"/m/{code}/edit/",
    ):
        assert send(cast.keeper, "POST", path) == 302
    changed = {model._meta.label for model, rows in everything().items() if rows != before[model]}
    assert changed == {
        "memorials.Chapter", "memorials.LifeEvent", "memorials.Memory", "memorials.Memorial"
    }  # fmt: skip


def test_every_kind_of_asker_is_refused_somewhere():
    refused = {
        actor
        for route, method in WRITES
        for memorial in MEMORIALS
        for actor in ACTORS
        if not may_write(actor, memorial, route, method)
    }
    assert refused == {*PEOPLE, *GUESTS}
