"""FILE_DELIVERY=x-accel: Django decides who may have the file, nginx carries it.

That nginx then sends these bytes with these headers is proved by tests/deploy, with a real nginx.
"""

import pytest

from tests.people import make_memorial, make_photo


@pytest.fixture(autouse=True)
def x_accel(settings):
    settings.FILE_DELIVERY = "x-accel"


def file_of(photo):
    rendition = photo.renditions.get(name="view")
    return rendition, f"/files/media/{photo.code}/view"


@pytest.mark.parametrize("method", ["get", "head"])
def test_the_answer_names_the_stored_file_and_carries_the_private_headers(memorial, photo, browser, method):
    rendition, address = file_of(photo)
    answer = getattr(browser(), method)(address, headers={"Range": "bytes=0-9"})
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["X-Accel-Redirect"] == f"/stored/{rendition.file.name}"
    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["ETag"] == f'"{rendition.file.name.rsplit("/", 1)[-1]}"'


def test_what_the_browser_has_is_not_sent_again(memorial, photo, browser):
    _, address = file_of(photo)
    etag = browser().get(address)["ETag"]
    answer = browser().get(address, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.has_header("X-Accel-Redirect")) == (304, False)


def test_a_stranger_is_told_no_stored_name(cast, browser):
    photo = make_photo(make_memorial(cast), cast.keeper)
    answer = browser(cast.stranger).get(file_of(photo)[1])
    assert (answer.status_code, answer.has_header("X-Accel-Redirect")) == (404, False)
