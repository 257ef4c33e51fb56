"""Fields that nobody asked for, sent along with those that were: none of them changes anything."""

import pytest
from django.test import Client
from rest_framework.test import APIClient

from animation.models import Animation, State
from memorials.models import Consent, Media, Membership, Memorial, Memory, Rendition, User
from tests.animation.jobs import agree, job, kept_photo
from tests.people import make_memorial, make_memory, make_public
from tests.photos import jpeg, upload

pytestmark = pytest.mark.django_db
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
    Media: {"caption": MINE, "credit": MINE, "taken": "1950"},
}  # fmt: skip
#: Columns that the site itself moves, at a save and at a sign-in.
MOVES = {"changed", "last_login"}


@pytest.fixture
def world(cast):
    """My memorial with one of everything, and a private one of somebody else with the same."""
    mine = make_public(cast)
    foreign = make_memorial(cast, name="Чужая")
    Membership.objects.filter(memorial=foreign).delete()
    Membership.objects.create(memorial=foreign, user=cast.stranger, role="keeper")
    return {"mine": fill(mine, cast.keeper), "foreign": fill(foreign, cast.stranger)}


def fill(memorial, keeper):
    agree(memorial, keeper)
    photo = kept_photo(memorial, keeper)
    return {
        "memorial": memorial, "photo": photo, "memory": make_memory(memorial, keeper),
        "ready": job(photo, State.READY, chosen=True), "failed": job(photo, State.FAILED),
    }  # fmt: skip


def extra(world, cast):
    """Every column of every model, and every relation turned to a foreign private object."""
    foreign = world["foreign"]
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


def send_to_site(cast, world, path, fields):
    browser = Client()
    browser.force_login(cast.keeper)
    return browser.post(path, {**extra(world, cast), **fields})


def send_to_api(cast, world, method, path, fields, kind="json"):
    app = APIClient()
    app.force_authenticate(cast.keeper)
    return getattr(app, method)(path, {**extra(world, cast), **fields}, format=kind)


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


def fresh(model):
    """The row of that model that came last."""
    return model._default_manager.order_by("-pk").first()


def columns(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def the_rest(row, given):
    """What the site itself wrote into a row, beside what was given and what is different each time."""
    varies = {"id", "created", "changed", *given}
    return {name: value for name, value in columns(row).items() if name not in varies}


def test_the_words_of_the_forms_are_columns():
    for model, words in WORDS.items():
        assert set(words) <= {field.name for field in model._meta.concrete_fields}


@pytest.mark.parametrize("way", ["site", "api"])
def test_a_new_memorial_takes_its_words_only(cast, world, way):
    before, words = everything(), WORDS[Memorial]
    if way == "site":
        assert send_to_site(cast, world, "/new/", words).status_code == 302
    else:
        assert send_to_api(cast, world, "post", "/api/v1/memorials/", words).status_code == 201
    assert difference(before, everything()) == (["Membership", "Memorial"], [], {})
    made = fresh(Memorial)
    assert {name: getattr(made, name) for name in words} == words
    assert len(made.code) >= 12
    rest = the_rest(made, words)
    assert rest.pop("code") != "chosenbymyself"
    assert rest == {
        "published": True, "chat_on": True, "animation_on": True, "cover_id": None, "twin_id": None,
        "is_demo": False,
    }  # fmt: skip
    assert made.created.year > 1999
    assert list(made.memberships.values_list("user", "role")) == [(cast.keeper.pk, "keeper")]


@pytest.mark.parametrize("way", ["site", "api"])
def test_an_edited_memorial_takes_its_words_only(cast, world, way):
    memorial, before, words = world["mine"]["memorial"], everything(), WORDS[Memorial]
    if way == "site":
        assert send_to_site(cast, world, f"/m/{memorial.code}/edit/", words).status_code == 302
    else:
        path = f"/api/v1/memorials/{memorial.code}/"
        assert send_to_api(cast, world, "patch", path, words).status_code == 200
    assert difference(before, everything()) == ([], [], {("Memorial", memorial.pk): set(words)})


def test_a_new_memory_takes_its_words_only(cast, world):
    memorial, before, words = world["mine"]["memorial"], everything(), WORDS[Memory]
    assert send_to_site(cast, world, f"/m/{memorial.code}/memories/new/", words).status_code == 302
    assert difference(before, everything()) == (["Memory"], [], {})
    made = fresh(Memory)
    rest = the_rest(made, words)
    assert rest.pop("code") != "chosenbymyself"
    assert rest == {"memorial_id": memorial.pk, "author_id": cast.keeper.pk, "status": "approved"}


def test_nobody_approves_their_own_memory_by_a_field(cast, world):
    memorial = world["mine"]["memorial"]
    browser = Client()
    browser.force_login(cast.contributor)
    browser.post(
        f"/m/{memorial.code}/memories/new/", {**extra(world, cast), **WORDS[Memory], "status": "approved"}
    )
    made = fresh(Memory)
    assert (made.status, made.author, made.memorial) == ("pending", cast.contributor, memorial)


def test_an_edited_memory_takes_its_words_only(cast, world):
    memory, words = world["mine"]["memory"], WORDS[Memory]
    Memory.objects.filter(pk=memory.pk).update(author=cast.contributor)
    before = everything()
    path = f"/m/{memory.memorial.code}/memories/{memory.code}/edit/"
    assert send_to_site(cast, world, path, words).status_code == 302
    assert difference(before, everything()) == ([], [], {("Memory", memory.pk): set(words)})


@pytest.mark.parametrize("way", ["site", "api"])
def test_a_new_photograph_takes_its_file_and_words_only(cast, world, way):
    memorial, before = world["mine"]["memorial"], everything()
    words = WORDS[Media]
    given = {**words, "photo": upload(jpeg(), "моё.jpg")}
    if way == "site":
        assert send_to_site(cast, world, f"/m/{memorial.code}/photographs/new/", given).status_code == 302
    else:
        path = f"/api/v1/memorials/{memorial.code}/photographs/"
        assert send_to_api(cast, world, "post", path, given, "multipart").status_code == 201
    came, gone, changed = difference(before, everything())
    assert (came, gone) == (["Media", "Rendition", "Rendition"], [])
    made = fresh(Media)
    assert changed in ({}, {("Memorial", memorial.pk): {"cover_id"}})
    rest = the_rest(made, words)
    assert rest.pop("code") != "chosenbymyself"
    assert str(rest.pop("original")).startswith("originals/")
    same = {name: getattr(world["mine"]["photo"], name) for name in ("sha256", "size", "width", "height")}
    assert rest == {
        **same, "memorial_id": memorial.pk, "added_by_id": cast.keeper.pk, "original_name": "моё.jpg",
        "content_type": "image/jpeg", "status": "approved",
    }  # fmt: skip


def test_nobody_approves_their_own_photograph_by_a_field(cast, world):
    memorial = world["mine"]["memorial"]
    app = APIClient()
    app.force_authenticate(cast.contributor)
    given = {**extra(world, cast), **WORDS[Media], "photo": upload(), "status": "approved"}
    app.post(f"/api/v1/memorials/{memorial.code}/photographs/", given, format="multipart")
    made = fresh(Media)
    assert (made.status, made.added_by, made.memorial) == ("pending", cast.contributor, memorial)


def test_an_edited_photograph_takes_its_words_only(cast, world):
    photo, words, before = world["mine"]["photo"], WORDS[Media], everything()
    path = f"/m/{photo.memorial.code}/photographs/{photo.code}/edit/"
    given = {**words, "photo": upload(jpeg(90, 90))}
    assert send_to_site(cast, world, path, given).status_code == 302
    assert difference(before, everything()) == ([], [], {("Media", photo.pk): set(words)})


@pytest.mark.parametrize("way", ["site", "api"])
def test_a_wish_takes_movement_strength_and_take_only(cast, world, way):
    photo, before = world["mine"]["photo"], everything()
    wish = {"gesture": "smile", "strength": "barely", "take": 3, "agreed": "true"}
    if way == "site":
        path = f"/m/{photo.memorial.code}/photographs/{photo.code}/living/"
        assert send_to_site(cast, world, path, wish).status_code == 302
    else:
        path = f"/api/v1/memorials/{photo.memorial.code}/photographs/{photo.code}/animations/"
        assert send_to_api(cast, world, "post", path, wish).status_code == 202
    assert difference(before, everything()) == (["Animation"], [], {})
    made, plain = fresh(Animation), Animation()
    rest = the_rest(made, {"strength", "take"})
    assert rest.pop("code") != "chosenbymyself"
    expected = the_rest(plain, {"strength", "take", "code"})
    assert rest == {**expected, "photo_id": photo.pk, "requested_by_id": cast.keeper.pk}
    assert (made.strength, made.take) == ("barely", 3)


@pytest.mark.parametrize("way", ["site", "api"])
def test_consent_is_recorded_for_the_one_who_states_it(cast, world, way):
    photo = world["mine"]["photo"]
    Consent.objects.filter(memorial=photo.memorial).delete()
    wish = {"gesture": "smile", "strength": "barely", "take": 3, "agreed": "true"}
    home = f"{photo.memorial.code}/photographs/{photo.code}"
    if way == "site":
        send_to_site(cast, world, f"/m/{home}/living/", wish)
    else:
        send_to_api(cast, world, "post", f"/api/v1/memorials/{home}/animations/", wish)
    [consent] = Consent.objects.filter(memorial=photo.memorial)
    assert (consent.kind, consent.given_by, consent.given_name) == ("animation", cast.keeper, "Keeper")
    assert consent.given_at.year > 1999
    assert (consent.withdrawn_by, consent.withdrawn_at) == (None, None)


def actions(world):
    """Addresses that only do something: (path, what may change there)."""
    mine = world["mine"]
    memorial, photo, ready, failed = (mine[name] for name in ("memorial", "photo", "ready", "failed"))
    home = f"/m/{memorial.code}"
    a_retry = {"status", "created", "sent_at", "task_id", "stage", "progress"}
    return {
        f"{home}/photographs/{photo.code}/portrait/": {("Memorial", memorial.pk): {"cover_id"}},
        f"{home}/photographs/{photo.code}/living/choose/": {("Animation", ready.pk): {"chosen"}},
        f"{home}/living/{failed.code}/retry/": {("Animation", failed.pk): a_retry},
        f"{home}/living/{ready.code}/cancel/": {},
    }


def test_addresses_that_only_act_take_no_fields(cast, world):
    for path, may_change in actions(world).items():
        before = everything()
        fields = {"take": ""} if "choose" in path else {}
        assert send_to_site(cast, world, path, fields).status_code == 302
        came, gone, changed = difference(before, everything())
        assert (came, gone) == ([], [])
        assert set(changed) <= set(may_change), path
        assert all(names <= may_change[key] for key, names in changed.items()), (path, changed)


@pytest.mark.parametrize("name", ["ready", "failed"])
def test_a_foreign_take_is_not_chosen_for_my_photograph(cast, world, name):
    photo, before = world["mine"]["photo"], everything()
    path = f"/m/{photo.memorial.code}/photographs/{photo.code}/living/choose/"
    for take in (world["foreign"][name].code, world["foreign"][name].pk, world["mine"]["failed"].code):
        assert send_to_site(cast, world, path, {"take": take}).status_code == 404
    assert difference(before, everything()) == ([], [], {})


@pytest.mark.parametrize("kind", ["photograph", "memory", "animation"])
def test_a_foreign_thing_is_not_reached_under_my_address(cast, world, kind):
    mine, foreign, before = world["mine"]["memorial"].code, world["foreign"], everything()
    paths = {
        "photograph": [
            f"photographs/{foreign['photo'].code}/{verb}/"
            for verb in ("edit", "portrait", "remove", "living")
        ],
        "memory": [f"memories/{foreign['memory'].code}/edit/"],
        "animation": [f"living/{foreign['failed'].code}/{verb}/" for verb in ("retry", "cancel", "remove")],
    }
    for path in paths[kind]:
        assert send_to_site(cast, world, f"/m/{mine}/{path}", {"text": MINE}).status_code == 404
    assert difference(before, everything()) == ([], [], {})


@pytest.mark.parametrize("body", ["[]", "[{}]", "null", '"text"', "5", "{", "", '{"name": {"a": 1}}'])
@pytest.mark.parametrize("method", ["post", "patch"])
def test_odd_bodies_are_refused_and_change_nothing(cast, world, method, body):
    memorial, photo = world["mine"]["memorial"], world["mine"]["photo"]
    app = APIClient()
    app.force_authenticate(cast.keeper)
    home = f"/api/v1/memorials/{memorial.code}/"
    paths = {"post": ["/api/v1/memorials/"], "patch": [home]}[method]
    before = everything()
    for path in paths:
        answer = getattr(app, method)(path, body, content_type="application/json")
        assert answer.status_code in (200, 400), (path, answer.status_code)
    assert difference(before, everything()) == ([], [], {})
    wish = app.post(f"{home}photographs/{photo.code}/animations/", body, content_type="application/json")
    assert wish.status_code in (202, 400)


def test_a_photograph_needs_a_file_not_a_word(cast, world):
    memorial, before = world["mine"]["memorial"], everything()
    for given in ("originals/other", world["foreign"]["photo"].original.name):
        path = f"/m/{memorial.code}/photographs/new/"
        assert send_to_site(cast, world, path, {**WORDS[Media], "photo": given}).status_code == 422
        path = f"/api/v1/memorials/{memorial.code}/photographs/"
        assert send_to_api(cast, world, "post", path, {"photo": given}, "multipart").status_code == 400
    assert difference(before, everything()) == ([], [], {})
