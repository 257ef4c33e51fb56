"""Forms with much more in them than anybody asked for, and what a request has changed."""

from django.test import Client
from rest_framework.test import APIClient

from animation.models import Animation
from memorials.jobs.model import State
from memorials.models import Consent, Media, Membership, Memorial, Memory, Rendition, User
from tests.animation.jobs import agree, job, kept_photo
from tests.people import make_memorial, make_memory, make_public

MINE = "сказано мной"
#: What a form of each kind of thing takes; every other column of its row must come from the site itself.
WORDS = {
    Memorial: {
        "name": MINE, "born": "1906", "died": "1992", "summary": MINE, "epitaph": MINE,
        "epitaph_note": MINE, "language": "en", "visibility": "private",
    },
    Memory: {
        "title": MINE, "text": MINE, "teller": MINE, "relation": MINE, "happened": "1950",
        "source_name": MINE, "source_url": "https://archive.example/1",
    },
    Media: {"caption": MINE, "people": MINE, "place": MINE, "credit": MINE, "taken": "1950"},
}  # fmt: skip
#: Columns that the site itself moves, at a save and at a sign-in.
MOVES = {"changed", "last_login"}


def fill(memorial, keeper):
    agree(memorial, keeper)
    photo = kept_photo(memorial, keeper)
    return {
        "memorial": memorial, "photo": photo, "memory": make_memory(memorial, keeper),
        "ready": job(photo, State.READY, chosen=True), "failed": job(photo, State.FAILED),
    }  # fmt: skip


def extra(families, cast):
    """Every column of every model, and every relation turned to a foreign private object."""
    foreign = families["foreign"]
    columns = {}
    for model in (Memorial, Memory, Media, Animation, Membership, Consent, Rendition, User):
        for field in model._meta.concrete_fields:
            columns |= dict.fromkeys({field.name, field.attname}, "1")
    return columns | {
        "id": foreign["memorial"].pk, "pk": foreign["memorial"].pk, "code": "chosenbymyself",
        "memorial": foreign["memorial"].code, "memorial_id": foreign["memorial"].pk,
        "cover": foreign["photo"].pk, "cover_id": foreign["photo"].pk, "twin": foreign["memorial"].pk,
        "twin_id": foreign["memorial"].pk, "photo_id": foreign["photo"].pk,
        "author": cast.stranger.pk, "author_id": cast.stranger.pk, "added_by": cast.stranger.pk,
        "added_by_id": cast.stranger.pk, "keeper": cast.stranger.pk, "user": cast.stranger.pk,
        "requested_by": cast.stranger.pk, "by": cast.stranger.pk, "role": "keeper", "is_demo": "on",
        "published": "", "status": "declined", "chosen": "on", "token": "mine", "sha256": "0" * 64,
        "created": "1999-01-01", "changed": "1999-01-01", "given_name": "Не я", "original": "living/other",
        "original_name": "чужое.jpg", "size": "512", "seconds": "12", "faces": "all", "clip": "living/other",
        "renditions": "[]", "memberships": "[]", "is_staff": "on", "is_superuser": "on",
    }  # fmt: skip


def send_to_site(cast, families, path, fields):
    browser = Client()
    browser.force_login(cast.keeper)
    return browser.post(path, {**extra(families, cast), **fields})


def send_to_api(cast, families, method, path, fields, kind="json"):
    app = APIClient()
    app.force_authenticate(cast.keeper)
    return getattr(app, method)(path, {**extra(families, cast), **fields}, format=kind)


def everything():
    """All rows of all models: {(model, pk): columns}."""
    models = (Memorial, Memory, Media, Animation, Membership, Consent, Rendition, User)
    return {
        (model.__name__, row["id"]): row for model in models for row in model._default_manager.values()
    }  # fmt: skip


def difference(before, after):
    """Rows that came, went, and the columns that changed in those that stayed."""
    changed = {
        key: {name for name in row if row[name] != after[key][name]} - MOVES
        for key, row in before.items()
        if key in after
    }
    came = sorted(kind for kind, _ in after.keys() - before.keys())
    return came, sorted(before.keys() - after.keys()), {key: names for key, names in changed.items() if names}


def mine_and_foreign(cast):
    mine, foreign = make_public(cast), make_memorial(cast, name="Чужая")
    Membership.objects.filter(memorial=foreign).delete()
    Membership.objects.create(memorial=foreign, user=cast.stranger, role="keeper")
    return {"mine": fill(mine, cast.keeper), "foreign": fill(foreign, cast.stranger)}
