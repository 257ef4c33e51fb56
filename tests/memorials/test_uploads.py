"""Files that come in parts: each rule of the protocol, and what is kept and what is not."""

import hashlib

import pytest
from django.urls import reverse

from memorials.models import Media, Membership, Upload
from tests.people import make_memorial
from tests.photos import HTML, jpeg
from tests.sending import SPOKEN, ask, begin, begun, checksum, send, told

pytestmark = pytest.mark.django_db
PHOTO = jpeg(300, 200)
HALF = len(PHOTO) // 2


@pytest.fixture
def sender(cast, browser):
    return browser(cast.contributor)


@pytest.fixture
def upload(sender, memorial):
    """Begun, and nothing of it sent."""
    return begun(sender, memorial, len(PHOTO), filename="крыльцо.jpg", caption="На крыльце", taken="1961")


def state(answer):
    return answer.status_code, answer.get("Upload-Offset")


def test_capabilities_are_told(sender, memorial, settings):
    answer = ask(sender, f"/api/v1/memorials/{memorial.code}/uploads/", "OPTIONS")
    assert answer.status_code == 204
    assert answer["Tus-Version"] == answer["Tus-Resumable"] == "1.0.0"
    assert answer["Tus-Extension"] == "creation,creation-with-upload,expiration,termination,checksum"
    assert answer["Tus-Max-Size"] == str(settings.FILM_MAX_BYTES)
    assert answer["Tus-Checksum-Algorithm"] == "sha1,sha256"


def test_a_file_in_two_parts_becomes_a_photograph(sender, upload, memorial, cast, stored):
    assert state(ask(sender, upload)) == (200, "0")
    first = send(sender, upload, PHOTO[:HALF])
    assert (*state(first), first["Tus-Resumable"], "Rodnik-Media" in first) == (
        204,
        str(HALF),
        "1.0.0",
        False,
    )
    assert Media.objects.count() == 0
    last = send(sender, upload, PHOTO[HALF:], HALF)
    assert state(last) == (204, str(len(PHOTO)))
    kept = Media.objects.get()
    assert (kept.code, kept.caption, kept.taken) == (last["Rodnik-Media"], "На крыльце", "1961")
    assert (kept.memorial, kept.added_by, kept.status) == (memorial, cast.contributor, "pending")
    assert (kept.original_name, kept.sha256) == ("крыльцо.jpg", hashlib.sha256(PHOTO).hexdigest())
    with kept.original.open("rb") as file:
        assert file.read() == PHOTO
    assert stored() == {kept.original.name, *kept.renditions.values_list("file", flat=True)}


def test_head_tells_everything_that_a_client_needs(sender, upload):
    send(sender, upload, PHOTO[:HALF])
    answer = ask(sender, upload)
    assert (answer["Upload-Offset"], answer["Upload-Length"]) == (str(HALF), str(len(PHOTO)))
    assert answer["Upload-Metadata"] == told(filename="крыльцо.jpg", caption="На крыльце", taken="1961")
    assert answer["Cache-Control"] == "no-store"
    assert answer["Upload-Expires"].endswith("GMT")
    assert answer.content == b""


def test_a_file_may_come_along_with_its_creation(sender, memorial):
    answer = begin(sender, memorial, len(PHOTO), PHOTO, filename="a.jpg")
    assert (answer.status_code, answer["Upload-Offset"]) == (201, str(len(PHOTO)))
    assert answer["Rodnik-Media"] == Media.objects.get().code
    half = begin(sender, memorial, len(PHOTO), PHOTO[:HALF], filename="b.jpg")
    assert (half.status_code, half["Upload-Offset"], Media.objects.count()) == (201, str(HALF), 1)


@pytest.mark.parametrize(("offset", "status"), [(0, 409), (HALF + 1, 409), ("", 400), ("x", 400), (-1, 400)])
def test_only_the_right_offset_is_taken(sender, upload, stored, offset, status):
    send(sender, upload, PHOTO[:HALF])
    before = stored()
    assert send(sender, upload, PHOTO[HALF:], offset).status_code == status
    assert state(ask(sender, upload)) == (200, str(HALF))
    assert stored() == before


def test_another_content_type_is_415(sender, upload):
    assert send(sender, upload, PHOTO, kind="application/octet-stream").status_code == 415
    assert state(ask(sender, upload)) == (200, "0")


@pytest.mark.parametrize("method", ["HEAD", "PATCH", "DELETE"])
def test_another_version_is_412(sender, upload, memorial, method):
    answer = sender.generic(method, upload, headers={"Tus-Resumable": "0.2.2"})
    assert (answer.status_code, answer["Tus-Version"]) == (412, "1.0.0")
    assert sender.post(f"/api/v1/memorials/{memorial.code}/uploads/").status_code == 412
    assert Upload.objects.count() == 1


def test_more_than_is_missing_is_413(sender, upload, stored):
    assert send(sender, upload, PHOTO + b"x").status_code == 413
    assert (state(ask(sender, upload)), stored()) == ((200, "0"), set())


def test_a_part_is_at_most_16_megabytes(sender, memorial, stored):
    where = begun(sender, memorial, 40 * 2**20)
    assert send(sender, where, bytes(16 * 2**20 + 1)).status_code == 413
    assert stored() == set()
    assert send(sender, where, bytes(16 * 2**20)).status_code == 204
    assert len(stored()) == 1


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_part_with_the_right_checksum_is_kept(sender, upload, algorithm):
    right = checksum(PHOTO[:HALF], algorithm)
    assert state(send(sender, upload, PHOTO[:HALF], UPLOAD_CHECKSUM=right)) == (204, str(HALF))


def test_a_part_with_another_checksum_is_460_and_not_kept(sender, upload, stored):
    answer = send(sender, upload, PHOTO[:HALF], UPLOAD_CHECKSUM=checksum(b"other"))
    assert (answer.status_code, answer.json()["code"]) == (460, "checksum_wrong")
    assert (state(ask(sender, upload)), stored()) == ((200, "0"), set())


@pytest.mark.parametrize("said", ["", "md5 XrY7u+Ae7tCTyyK7j1rNww==", "sha1 %%%", "sha1 YWJj", "sha1"])
def test_a_checksum_that_cannot_be_read_is_400(sender, upload, stored, said):
    assert send(sender, upload, PHOTO[:HALF], UPLOAD_CHECKSUM=said).status_code == 400
    assert stored() == set()


@pytest.mark.parametrize("length", ["", "x", "-1", "1.5", "9" * 30])
def test_a_length_must_be_told(sender, memorial, length):
    assert begin(sender, memorial, length).status_code == 400
    assert Upload.objects.count() == 0


def test_too_long_a_file_is_refused_before_it_travels(sender, memorial, settings):
    answer = begin(sender, memorial, settings.FILM_MAX_BYTES + 1)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert begin(sender, memorial, settings.FILM_MAX_BYTES).status_code == 201
    assert begin(sender, memorial, 0).json()["code"] == "empty"


@pytest.mark.parametrize(
    "said",
    [
        "caption",
        "caption %%%",
        "caption 4pyT4py=T",
        "caption YQ== YQ==",
        "caption /w==",
        "x" * 9000 + " YQ==",
    ],
)
def test_metadata_that_cannot_be_read_are_400(sender, memorial, said):
    headers = {**SPOKEN, "Upload-Length": "9", "Upload-Metadata": said}
    answer = sender.generic("POST", f"/api/v1/memorials/{memorial.code}/uploads/", headers=headers)
    assert answer.status_code == (201 if said == "caption" else 400)  # a key may stand without a value


@pytest.mark.parametrize(
    ("word", "said"),
    [("taken", "когда-нибудь"), ("caption", "x" * 301), ("people", "x\0y"), ("place", "x" * 201)],
)
def test_wrong_words_are_refused_before_the_file_travels(sender, memorial, word, said):
    answer = begin(sender, memorial, 9, **{word: said})
    assert (answer.status_code, [fault["pointer"] for fault in answer.json()["errors"]]) == (
        400,
        [f"/{word}"],
    )
    assert Upload.objects.count() == 0


def test_what_is_no_photograph_is_refused_with_its_sentence_and_goes(sender, memorial, stored):
    where = begun(sender, memorial, len(HTML), filename="a.jpg")
    answer = send(sender, where, HTML)
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_kind")
    assert answer["Content-Type"] == "application/problem+json"
    assert (stored(), Media.objects.count()) == (set(), 0)
    again = send(sender, where, b"", len(HTML))  # the answer was lost: it is the same
    assert (again.status_code, again.json()) == (422, answer.json())
    assert ask(sender, where).status_code == 422
    assert begin(sender, memorial, len(HTML), HTML).status_code == 422  # and nothing of it stays
    assert Upload.objects.count() == 1


def test_the_limit_of_its_kind_counts_at_the_end(sender, memorial, settings, stored):
    settings.PHOTO_MAX_BYTES = len(PHOTO) - 1
    answer = send(sender, begun(sender, memorial, len(PHOTO)), PHOTO)
    assert (answer.status_code, answer.json()["code"], stored()) == (422, "too_large", set())


def test_an_upload_taken_back_is_gone_with_its_parts(
    sender, upload, stored, django_capture_on_commit_callbacks
):
    send(sender, upload, PHOTO[:HALF])
    assert len(stored()) == 1
    with django_capture_on_commit_callbacks(execute=True):
        assert ask(sender, upload, "DELETE").status_code == 204
    assert (stored(), Upload.objects.count()) == (set(), 0)
    assert ask(sender, upload).status_code == send(sender, upload, PHOTO).status_code == 404


def test_taking_a_finished_upload_back_leaves_what_became_of_it(sender, upload):
    send(sender, upload, PHOTO)
    assert ask(sender, upload, "DELETE").status_code == 204
    assert Media.objects.count() == 1


def test_networks_that_let_only_post_through(sender, upload):
    headers = {**SPOKEN, "Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}
    answer = sender.generic("POST", upload, PHOTO[:HALF], "application/offset+octet-stream", headers=headers)
    assert state(answer) == (204, str(HALF))
    assert state(ask(sender, upload, "POST", X_HTTP_METHOD_OVERRIDE="HEAD")) == (200, str(HALF))
    assert ask(sender, upload, "POST").status_code == 405


def test_nobody_but_its_owner_finds_it(upload, cast, browser, stored):
    before = Upload.objects.values().get()
    for actor in ("stranger", "reader", "editor", "keeper", "moderator", "admin", "visitor"):
        client = browser(getattr(cast, actor))
        for method in ("HEAD", "PATCH", "DELETE", "OPTIONS", "POST"):
            theirs, missing = (
                ask(client, where, method) for where in (upload, "/api/v1/uploads/nothinghere/")
            )
            assert theirs.status_code == (401 if actor == "visitor" else 404)
            assert (theirs.content, list(theirs.items())) == (missing.content, list(missing.items()))
    assert Upload.objects.values().get() == before


def test_who_may_not_add_any_more_cannot_go_on(sender, upload, memorial, cast):
    Membership.objects.filter(memorial=memorial, user=cast.contributor).update(role="reader")
    assert send(sender, upload, PHOTO).status_code == 403
    memorial.visibility = "private"
    memorial.save()
    Membership.objects.filter(memorial=memorial, user=cast.contributor).delete()
    assert send(sender, upload, PHOTO).status_code == 404


def test_page_needs_the_token_of_its_form(cast, browser, memorial):
    client = browser(cast.contributor, enforce_csrf_checks=True)
    answer = begin(client, memorial, 9)
    assert (answer.status_code, Upload.objects.count()) == (403, 0)
    page = client.get(reverse("memorials:add_media", args=[memorial.code])).content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    where = begun(client, memorial, 9, X_CSRFTOKEN=token)
    assert ask(client, where).status_code == 200
    assert send(client, where, b"x").status_code == 403
    assert send(client, where, b"x", X_CSRFTOKEN=token).status_code == 204


def test_one_may_contribute_to_this_memorial_only(sender, cast):
    other = make_memorial(cast)
    Membership.objects.filter(memorial=other, user=cast.contributor).delete()
    assert begin(sender, other, 9).status_code == 404
