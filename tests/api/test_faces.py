"""Faces by the API: looked for, told with their limits, and named in a wish."""

import pytest

from animation.models import Animation, FoundFaces
from memorials.jobs.model import State
from memorials.models import Consent, Memorial
from memorials.services.consent import give_consent
from tests.animation.faces import face, found
from tests.animation.jobs import kept_photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(memorial, keeper):
    give_consent(memorial=memorial, kind=Consent.Kind.ANIMATION, by=keeper)
    return kept_photo(memorial, keeper)


@pytest.fixture
def media(memorial, photo):
    return f"/api/v1/memorials/{memorial.code}/media/{photo.code}/"


def test_the_first_who_asks_has_them_looked_for(app, cast, media):
    asked = app(cast.editor).get(f"{media}faces/")
    told = asked.json()
    assert (asked.status_code, asked["Retry-After"], "ETag" in asked) == (202, "2", False)
    assert (told["known"], told["faces"], told["refusal"]) == (False, [], None)
    assert FoundFaces.objects.get().status == State.QUEUED


def test_each_face_is_told_with_codes_and_sentences(app, cast, photo, media):
    found(photo, face(0, 30, "mouth_open"), face(1, 5, "face_too_small"))
    answer = app(cast.editor).get(f"{media}faces/", headers={"Accept-Language": "en"})
    told = answer.json()
    assert (answer.status_code, told["known"], told["width"], told["height"]) == (200, True, 60, 40)
    assert told["faces"] == [
        {"index": 1, "box": [5, 5, 20, 25], "yaw": 3.5, "can_move": False, "problems": ["face_too_small"],
         "limits": ["The face is smaller than 40 pixels: too few to move it truly."]},
        {"index": 0, "box": [30, 5, 20, 25], "yaw": 3.5, "can_move": True, "problems": ["mouth_open"],
         "limits": ["The mouth is open on the photograph, so the smile is half as wide."]},
    ]  # fmt: skip
    same = app(cast.editor).get(
        f"{media}faces/", headers={"Accept-Language": "en", "If-None-Match": answer["ETag"]}
    )
    assert same.status_code == 304


def test_a_photograph_without_a_face_is_refused_before_the_wait(app, cast, photo, media):
    found(photo)
    told = app(cast.editor).get(f"{media}faces/", headers={"Accept-Language": "en"}).json()
    assert (told["refusal"]["code"], told["refusal"]["title"]) == ("no_face", "No face was found")
    refused = app(cast.editor).post(f"{media}animations/", {})
    assert (refused.status_code, refused.json()["code"], Animation.objects.count()) == (422, "no_face", 0)


@pytest.mark.parametrize(
    ("faces", "status", "code"),
    [("2", 422, "no_such_face"), ("1", 422, "face_too_small"), ("first", 400, "invalid"),
     ("01", 400, "invalid"), (1, 400, "invalid"), ("-1", 400, "invalid")],
)  # fmt: skip
def test_a_face_that_cannot_be_had_is_pointed_at(app, cast, photo, media, faces, status, code):
    found(photo, face(0), face(1, 30, "face_too_small"))
    answer = app(cast.editor).post(f"{media}animations/", {"faces": faces})
    told = answer.json()
    assert (answer.status_code, told["code"], told["errors"][0]["pointer"]) == (status, code, "/faces")
    assert not Animation.objects.exists()


@pytest.mark.parametrize("faces", ["0", "all", "largest"])
def test_a_wish_names_its_face(app, cast, photo, media, faces):
    found(photo, face(0), face(1, 30))
    made = app(cast.editor).post(f"{media}animations/", {"faces": faces})
    assert (made.status_code, made.json()["faces"], Animation.objects.get().faces) == (202, faces, faces)


def test_only_who_may_animate_learns_of_faces_and_has_them_looked_for(app, cast, memorial, media):
    for method in ("get", "head"):
        assert getattr(app(cast.contributor), method)(f"{media}faces/").status_code == 403
    Memorial.objects.filter(pk=memorial.pk).update(visibility="private")
    hidden = app(cast.stranger).get(f"{media}faces/")
    missing = app(cast.stranger).get(f"{media[:-3]}zz/faces/")
    assert (hidden.status_code, hidden.content) == (404, missing.content)
    assert not FoundFaces.objects.exists()
