"""Addresses that only act, things of other families, and bodies that are no form."""

import pytest
from rest_framework.test import APIClient

from memorials.models import Media
from tests.access.parcels import MINE, WORDS, difference, everything, send_to_api, send_to_site

pytestmark = pytest.mark.django_db


def actions(two_families):
    """Addresses that only do something: (path, what may change there)."""
    mine = two_families["mine"]
    memorial, photo, ready, failed = (mine[name] for name in ("memorial", "photo", "ready", "failed"))
    home = f"/m/{memorial.code}"
    a_retry = {"status", "created", "sent_at", "task_id", "stage", "progress"}
    return {
        f"{home}/media/{photo.code}/portrait/": {("Memorial", memorial.pk): {"cover_id"}},
        f"{home}/media/{photo.code}/living/choose/": {("Animation", ready.pk): {"chosen"}},
        f"{home}/living/{failed.code}/retry/": {("Animation", failed.pk): a_retry},
        f"{home}/living/{ready.code}/cancel/": {},
    }


def test_addresses_that_only_act_take_no_fields(cast, two_families):
    for path, may_change in actions(two_families).items():
        before = everything()
        fields = {"take": ""} if "choose" in path else {}
        assert send_to_site(cast, two_families, path, fields).status_code == 302
        came, gone, changed = difference(before, everything())
        assert (came, gone) == ([], [])
        assert set(changed) <= set(may_change), path
        assert all(names <= may_change[key] for key, names in changed.items()), (path, changed)


@pytest.mark.parametrize("name", ["ready", "failed"])
def test_a_foreign_take_is_not_chosen_for_my_photograph(cast, two_families, name):
    photo, before = two_families["mine"]["photo"], everything()
    path = f"/m/{photo.memorial.code}/media/{photo.code}/living/choose/"
    for take in (
        two_families["foreign"][name].code,
        two_families["foreign"][name].pk,
        two_families["mine"]["failed"].code,
    ):
        assert send_to_site(cast, two_families, path, {"take": take}).status_code == 404
    assert difference(before, everything()) == ([], [], {})


@pytest.mark.parametrize("kind", ["photograph", "memory", "animation"])
def test_a_foreign_thing_is_not_reached_under_my_address(cast, two_families, kind):
    mine, foreign, before = two_families["mine"]["memorial"].code, two_families["foreign"], everything()
    paths = {
        "photograph": [
            f"media/{foreign['photo'].code}/{verb}/" for verb in ("edit", "portrait", "remove", "living")
        ],
        "memory": [f"memories/{foreign['memory'].code}/edit/"],
        "animation": [f"living/{foreign['failed'].code}/{verb}/" for verb in ("retry", "cancel", "remove")],
    }
    for path in paths[kind]:
        assert send_to_site(cast, two_families, f"/m/{mine}/{path}", {"text": MINE}).status_code == 404
    assert difference(before, everything()) == ([], [], {})


@pytest.mark.parametrize("body", ["[]", "[{}]", "null", '"text"', "5", "{", "", '{"name": {"a": 1}}'])
@pytest.mark.parametrize("method", ["post", "patch"])
def test_odd_bodies_are_refused_and_change_nothing(cast, two_families, method, body):
    memorial, photo = two_families["mine"]["memorial"], two_families["mine"]["photo"]
    app = APIClient()
    app.force_authenticate(cast.keeper)
    home = f"/api/v1/memorials/{memorial.code}/"
    paths = {"post": ["/api/v1/memorials/"], "patch": [home]}[method]
    before = everything()
    for path in paths:
        answer = getattr(app, method)(path, body, content_type="application/json")
        assert answer.status_code in (200, 400), (path, answer.status_code)
    assert difference(before, everything()) == ([], [], {})
    wish = app.post(f"{home}media/{photo.code}/animations/", body, content_type="application/json")
    assert wish.status_code in (202, 400)


def test_a_photograph_needs_a_file_not_a_word(cast, two_families):
    memorial, before = two_families["mine"]["memorial"], everything()
    for given in ("originals/other", two_families["foreign"]["photo"].original.name):
        path = f"/m/{memorial.code}/media/new/"
        assert send_to_site(cast, two_families, path, {**WORDS[Media], "photo": given}).status_code == 422
        path = f"/api/v1/memorials/{memorial.code}/media/"
        assert send_to_api(cast, two_families, "post", path, {"file": given}, "multipart").status_code == 400
    assert difference(before, everything()) == ([], [], {})
