"""Fields that nobody asked for, sent along with those that were: none of them changes anything."""

import pytest
from django.apps import apps
from django.test import Client
from rest_framework.test import APIClient

from animation.models import Animation
from memorials.forms.memorials import SwitchesForm, WholeMemorialForm
from memorials.forms.story import ChapterForm, LifeEventForm
from memorials.models import Chapter, Consent, LifeEvent, Media, Memorial, Memory, Tribute
from memorials.models.derived import DerivedField
from tests.access.parcels import MINE, WORDS, difference, extra, send_to_api
from tests.open_forms import filled
from tests.photos import jpeg, upload

pytestmark = pytest.mark.django_db
#: All that the site keeps of people and memorials.
MODELS = [
    model
    for app in ("memorials", "animation")
    for model in apps.get_app_config(app).get_models(include_auto_created=True)
    if not model._meta.proxy
]
#: What the longer forms take; each differs from what stands before.
FORMS = {
    WholeMemorialForm: {
        "name": MINE, "surname": MINE, "given_name": MINE, "patronymic": MINE, "maiden_name": MINE,
        "home_name": MINE, "born": "1906-12-09", "born_old_style": "on", "born_place": MINE,
        "died": "1992-01-02", "died_old_style": "on", "died_place": MINE, "rest_place": MINE,
        "summary": MINE, "epitaph": MINE, "epitaph_note": MINE,
    },
    SwitchesForm: {
        "language": "en", "tributes_on": "false", "animation_on": "false", "chat_on": "false",
        "indexing_on": "on",
    },
    ChapterForm: {"title": MINE, "text": MINE},
    LifeEventForm: {"title": MINE, "place": MINE, "happened": "1950"},
}  # fmt: skip

#: What an app may say of a memorial: all of it at one address.
TOLD_BY_APP: dict[str, object] = {
    **FORMS[WholeMemorialForm], "born_old_style": True, "died_old_style": True, "language": "en",
    "visibility": "private", "tributes_on": False, "animation_on": False, "chat_on": False,
    "indexing_on": True,
}  # fmt: skip

#: What the family may say of a photograph later, and what this one does not have.
UNTOLD: dict[str, object] = {
    "kind": "photo", "transcript": "", "album_id": None, "position": 0,
    "camera": "", "shot": "", "seconds": None, "waveform": [],
}  # fmt: skip


def send_to_site(cast, families, path, fields, by="keeper"):
    """A form with every column of every model in it, beside the fields."""
    browser = Client()
    if person := getattr(cast, by):
        browser.force_login(person)
    names = {name for model in MODELS for field in model._meta.concrete_fields
             for name in (field.name, field.attname)}  # fmt: skip
    return browser.post(path, {**dict.fromkeys(names, "1"), **extra(families, cast), **fields})


def everything():
    """All rows of all models: {(model, pk): columns}."""
    return {
        (model.__name__, row.pk): columns(row) for model in MODELS for row in model._default_manager.all()
    }


def fresh(model):
    """The row of that model that came last."""
    return model._default_manager.order_by("-pk").first()


def columns(row):
    """What a row was told. What it derives from that is no field of any form: it must agree, no more."""
    told = {}
    for field in row._meta.concrete_fields:
        if isinstance(field, DerivedField):
            assert getattr(row, field.attname) == field.derive(row), field
        else:
            told[field.attname] = getattr(row, field.attname)
    return told


def the_rest(row, given):
    """What the site itself wrote into a row, beside what was given and what is different each time."""
    varies = {"id", "created", "changed", *given}
    return {name: value for name, value in columns(row).items() if name not in varies}


def test_the_words_of_the_forms_are_columns():
    for model, words in WORDS.items():
        assert set(words) <= {field.name for field in model._meta.concrete_fields}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_the_words_are_all_that_the_form_takes(form):
    assert set(FORMS[form]) == set(form.base_fields)


@pytest.mark.parametrize("way", ["site", "api"])
def test_a_new_memorial_takes_its_words_only(cast, two_families, way):
    before, words = everything(), WORDS[Memorial] if way == "site" else TOLD_BY_APP
    if way == "site":
        assert send_to_site(cast, two_families, "/new/", words).status_code == 302
    else:
        assert send_to_api(cast, two_families, "post", "/api/v1/memorials/", words).status_code == 201
    assert difference(before, everything()) == (["Membership", "Memorial"], [], {})
    made = fresh(Memorial)
    assert {name: getattr(made, name) for name in words} == words
    assert len(made.code) >= 12
    rest = the_rest(made, words)
    assert rest.pop("code") != "chosenbymyself"
    # A page that is made on the site is a draft until its keeper publishes it.
    assert rest == {**the_rest(Memorial(), {*words, "code"}), "published": way == "api"}
    assert made.created.year > 1999
    assert list(made.memberships.values_list("user", "role")) == [(cast.keeper.pk, "keeper")]


def test_a_memorial_edited_by_the_api_takes_its_words_only(cast, two_families):
    memorial, before, words = two_families["mine"]["memorial"], everything(), TOLD_BY_APP
    path = f"/api/v1/memorials/{memorial.code}/"
    assert send_to_api(cast, two_families, "patch", path, words).status_code == 200
    assert difference(before, everything()) == ([], [], {("Memorial", memorial.pk): set(words)})


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("edit/", FORMS[WholeMemorialForm]),
        ("settings/", FORMS[SwitchesForm]),
        ("access/visibility/", {"visibility": "private"}),
    ],
)
def test_each_page_of_a_memorial_takes_its_words_only(cast, two_families, page, words):
    memorial, before = two_families["mine"]["memorial"], everything()
    assert send_to_site(cast, two_families, f"/m/{memorial.code}/{page}", words).status_code == 302
    assert difference(before, everything()) == ([], [], {("Memorial", memorial.pk): set(words)})


@pytest.mark.parametrize(
    ("model", "pages", "words"),
    [(Chapter, "chapters", FORMS[ChapterForm]), (LifeEvent, "events", FORMS[LifeEventForm])],
)
def test_a_part_of_the_story_takes_its_words_only(cast, two_families, model, pages, words):
    memorial, before = two_families["mine"]["memorial"], everything()
    home = f"/m/{memorial.code}/{pages}"
    assert send_to_site(cast, two_families, f"{home}/new/", words).status_code == 302
    assert difference(before, everything()) == ([model.__name__], [], {})
    made = fresh(model)
    rest = the_rest(made, words)
    assert rest.pop("code") != "chosenbymyself"
    assert rest == {**the_rest(model(), {*words, "code"}), "memorial_id": memorial.pk}
    assert made.created.year > 1999
    before, other = everything(), {**words, "title": "Другое"}
    assert send_to_site(cast, two_families, f"{home}/{made.code}/edit/", other).status_code == 302
    assert difference(before, everything()) == ([], [], {(model.__name__, made.pk): {"title"}})


@pytest.mark.parametrize(
    ("by", "status"), [("keeper", "approved"), ("contributor", "pending"), ("visitor", "pending")]
)
def test_a_tribute_takes_its_words_only(cast, two_families, by, status):
    memorial, before = two_families["mine"]["memorial"], everything()
    words = {"name": MINE, "text": MINE}
    given = filled(**words, kind="candle", lit_until="2099-01-01", token_hash="0" * 64, token="mine")
    path = f"/m/{memorial.code}/tributes/new/?kind=word"
    assert send_to_site(cast, two_families, path, given, by).status_code == 200
    letters = [] if status == "approved" else ["Notice", "Notice"]  # to the keeper and the editor
    assert difference(before, everything()) == ([*letters, "Tribute"], [], {})
    made, author = fresh(Tribute), getattr(cast, by)
    rest = the_rest(made, {})
    assert rest.pop("code") != "chosenbymyself"
    assert rest.pop("token_hash") not in ("0" * 64, "mine", "1")
    assert rest == {
        **words, "kind": "word", "memorial_id": memorial.pk, "author_id": author and author.pk,
        "status": status, "lit_until": None,
    }  # fmt: skip


def test_a_new_memory_takes_its_words_only(cast, two_families):
    memorial, before, words = two_families["mine"]["memorial"], everything(), WORDS[Memory]
    assert send_to_site(cast, two_families, f"/m/{memorial.code}/memories/new/", words).status_code == 302
    assert difference(before, everything()) == (["Memory"], [], {})
    made = fresh(Memory)
    rest = the_rest(made, words)
    assert rest.pop("code") != "chosenbymyself"
    assert rest == {
        "memorial_id": memorial.pk, "author_id": cast.keeper.pk, "status": "approved", "language": "",
        "ref": "",
    }  # fmt: skip


def test_nobody_approves_their_own_memory_by_a_field(cast, two_families):
    memorial = two_families["mine"]["memorial"]
    browser = Client()
    browser.force_login(cast.contributor)
    browser.post(
        f"/m/{memorial.code}/memories/new/",
        {**extra(two_families, cast), **WORDS[Memory], "status": "approved"},
    )
    made = fresh(Memory)
    assert (made.status, made.author, made.memorial) == ("pending", cast.contributor, memorial)


def test_an_edited_memory_takes_its_words_only(cast, two_families):
    memory, words = two_families["mine"]["memory"], WORDS[Memory]
    Memory.objects.filter(pk=memory.pk).update(author=cast.contributor)
    before = everything()
    path = f"/m/{memory.memorial.code}/memories/{memory.code}/edit/"
    assert send_to_site(cast, two_families, path, words).status_code == 302
    assert difference(before, everything()) == ([], [], {("Memory", memory.pk): set(words)})


@pytest.mark.parametrize("way", ["site", "api"])
def test_a_new_photograph_takes_its_file_and_words_only(cast, two_families, way):
    memorial, before = two_families["mine"]["memorial"], everything()
    words = WORDS[Media]
    given = {**words, ("photo" if way == "site" else "file"): upload(jpeg(), "моё.jpg")}
    if way == "site":
        assert send_to_site(cast, two_families, f"/m/{memorial.code}/media/new/", given).status_code == 302
    else:
        path = f"/api/v1/memorials/{memorial.code}/media/"
        assert send_to_api(cast, two_families, "post", path, given, "multipart").status_code == 201
    came, gone, changed = difference(before, everything())
    assert (came, gone) == (["Media", "Rendition", "Rendition"], [])
    made = fresh(Media)
    assert changed in ({}, {("Memorial", memorial.pk): {"cover_id"}})
    rest = the_rest(made, words)
    assert rest.pop("code") != "chosenbymyself"
    assert str(rest.pop("original")).startswith("originals/")
    same = {
        name: getattr(two_families["mine"]["photo"], name) for name in ("sha256", "size", "width", "height")
    }
    assert rest == {
        **same, "memorial_id": memorial.pk, "added_by_id": cast.keeper.pk, "original_name": "моё.jpg",
        "content_type": "image/jpeg", "status": "approved", **UNTOLD,
    }  # fmt: skip


def test_nobody_approves_their_own_photograph_by_a_field(cast, two_families):
    memorial = two_families["mine"]["memorial"]
    app = APIClient()
    app.force_authenticate(cast.contributor)
    given = {**extra(two_families, cast), **WORDS[Media], "file": upload(), "status": "approved"}
    app.post(f"/api/v1/memorials/{memorial.code}/media/", given, format="multipart")
    made = fresh(Media)
    assert (made.status, made.added_by, made.memorial) == ("pending", cast.contributor, memorial)


def test_an_edited_photograph_takes_its_words_only(cast, two_families):
    photo, before = two_families["mine"]["photo"], everything()
    words = {**WORDS[Media], "people": MINE, "place": MINE}
    path = f"/m/{photo.memorial.code}/media/{photo.code}/edit/"
    given = {**words, "photo": upload(jpeg(90, 90))}
    assert send_to_site(cast, two_families, path, given).status_code == 302
    assert difference(before, everything()) == ([], [], {("Media", photo.pk): set(words)})


@pytest.mark.parametrize("way", ["site", "api"])
def test_a_wish_takes_face_movement_strength_and_take_only(cast, two_families, way):
    photo, before = two_families["mine"]["photo"], everything()
    wish = {"gesture": "smile", "strength": "barely", "take": 3, "faces": "all", "agreed": True}
    if way == "site":
        path = f"/m/{photo.memorial.code}/media/{photo.code}/living/"
        assert send_to_site(cast, two_families, path, wish).status_code == 302
    else:
        path = f"/api/v1/memorials/{photo.memorial.code}/media/{photo.code}/animations/"
        assert send_to_api(cast, two_families, "post", path, wish).status_code == 202
    assert difference(before, everything()) == (["Animation"], [], {})
    made, plain = fresh(Animation), Animation()
    rest = the_rest(made, {"strength", "take", "faces"})
    assert rest.pop("code") != "chosenbymyself"
    expected = the_rest(plain, {"strength", "take", "faces", "code"})
    assert rest == {**expected, "photo_id": photo.pk, "requested_by_id": cast.keeper.pk}
    assert (made.strength, made.take, made.faces) == ("barely", 3, "all")


@pytest.mark.parametrize("way", ["site", "api"])
def test_consent_is_recorded_for_the_one_who_states_it(cast, two_families, way):
    photo = two_families["mine"]["photo"]
    Consent.objects.filter(memorial=photo.memorial).delete()
    wish = {"gesture": "smile", "strength": "barely", "take": 3, "agreed": True}
    if way == "site":
        send_to_site(cast, two_families, f"/m/{photo.memorial.code}/media/{photo.code}/living/", wish)
    else:
        path = f"/api/v1/memorials/{photo.memorial.code}/media/{photo.code}/animations/"
        send_to_api(cast, two_families, "post", path, wish)
    [consent] = Consent.objects.filter(memorial=photo.memorial)
    assert (consent.kind, consent.given_by, consent.given_name) == ("animation", cast.keeper, "Keeper")
    assert consent.given_at.year > 1999
    assert (consent.withdrawn_by, consent.withdrawn_at) == (None, None)
