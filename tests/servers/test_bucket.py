"""Files in a bucket: parts of a site that share no folder, and what a viewer gets of them."""

import os
import subprocess
import sys
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from config.doctor import parts
from config.environment.storage import storage
from config.settings.place import BASE_DIR
from memorials.services import orphans
from memorials.services.media import remove_media
from tests import people
from tests.photos import jpeg
from tests.sending import ask, begun, send
from tests.servers.bucket import NAME, Bucket

BIG = 96 * 2**20
#: A page of a device that plays a clip asks for a part of it first.
PART = {"Range": "bytes=100-199"}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    bucket = Bucket(tmp_path_factory.mktemp("bucket") / "server")
    bucket.start()
    bucket.make()
    yield bucket
    bucket.stop()


@pytest.fixture
def bucket(server, settings, monkeypatch, tmp_path):
    """This process stores its files there."""
    monkeypatch.setenv("STORAGE_URL", server.url)
    settings.FILES = storage(tmp_path)
    settings.STORAGES = {**settings.STORAGES, "default": settings.FILES.as_setting}
    for name in server.names():
        server.client().delete_object(Bucket=NAME, Key=name)
    return server


@pytest.fixture
def photo(bucket, memorial, keeper):
    return people.make_photo(memorial, keeper)


def _address(photo) -> str:
    return f"/files/media/{photo.code}/original"


def test_photograph_lies_in_the_bucket_and_is_nobodys_to_read_there(bucket, photo, files):
    names = bucket.names()
    assert {name.split("/")[0] for name in names} == {"memorials"}
    assert {name.split("/")[1] for name in names} == {"originals", "renditions"}
    assert not any(bucket.is_open(name) for name in names)
    assert not files.exists()  # nothing was written beside


def test_site_serves_it_whole_and_in_part(photo, browser, keeper):
    whole = browser(keeper).get(_address(photo))
    content = b"".join(whole.streaming_content)
    assert (whole.status_code, len(content)) == (200, photo.size)
    assert whole["Content-Length"] == str(photo.size)
    part = browser(keeper).get(_address(photo), headers=PART)
    assert (part.status_code, b"".join(part.streaming_content)) == (206, content[100:200])
    assert part["Content-Range"] == f"bytes 100-199/{photo.size}"
    last = browser(keeper).get(_address(photo), headers={"Range": "bytes=-10"})
    assert b"".join(last.streaming_content) == content[-10:]
    beyond = browser(keeper).get(_address(photo), headers={"Range": f"bytes={photo.size}-"})
    assert beyond.status_code == 416


def test_signed_address_opens_the_file_for_minutes_and_for_nothing_else(
    photo, browser, keeper, settings, bucket
):
    settings.FILE_DELIVERY = "signed-url"
    answer = browser(keeper).get(_address(photo))
    assert (answer.status_code, answer["Cache-Control"]) == (302, "private, no-store")
    address = answer["Location"]
    signed = parse_qs(urlsplit(address).query)
    assert signed["X-Amz-Expires"] == ["300"]
    assert signed["response-content-type"] == [photo.content_type]
    assert "photo.jpg" in signed["response-content-disposition"][0]
    film = httpx.get(address, headers=PART)
    assert (film.status_code, film.headers["Content-Type"]) == (206, photo.content_type)
    assert film.content == photo.original.read()[100:200]
    asked = browser(keeper).head(_address(photo))["Location"]  # signed for HEAD, which is another word
    assert asked != address and httpx.head(asked).headers["Content-Length"] == str(photo.size)


def test_stranger_gets_no_signed_address(bucket, cast, settings, browser):
    settings.FILE_DELIVERY = "signed-url"
    hidden = people.make_photo(people.make_memorial(cast), cast.keeper)
    assert browser(cast.keeper).get(_address(hidden)).status_code == 302
    for who in (cast.stranger, None):
        answer = browser(who).get(_address(hidden))
        assert (answer.status_code, "Location" in answer) == (404, False)


@pytest.mark.django_db(transaction=True)
def test_removed_photograph_leaves_the_bucket(photo, bucket):
    assert bucket.names()
    remove_media(photo=photo)
    assert bucket.names() == set()


@pytest.mark.django_db(transaction=True)
def test_parts_of_a_file_lie_in_the_bucket_until_they_are_joined(bucket, memorial, keeper, browser, files):
    client, content = browser(keeper), jpeg(300, 200)
    where = begun(client, memorial, len(content))
    send(client, where, content[:5000])
    assert send(client, where, b"too late").status_code == 409
    [part] = bucket.names()
    assert part.startswith("memorials/uploads/") and not bucket.is_open(part)
    assert send(client, where, content[5000:], 5000).status_code == 204
    assert {name.split("/")[1] for name in bucket.names()} == {"originals", "renditions"}
    given_up = begun(client, memorial, len(content))
    send(client, given_up, content[:5000])
    assert ask(client, given_up, "DELETE").status_code == 204
    assert {name.split("/")[1] for name in bucket.names()} == {"originals", "renditions"}
    assert not files.exists()


def test_old_files_without_a_row_are_swept_and_others_stay(photo, bucket, monkeypatch):
    stored = storages["default"]
    owned = bucket.names()
    stored.save("living/left-over.mp4", ContentFile(b"x"))
    bucket.client().put_object(Bucket=NAME, Key="not-ours/living/other.mp4", Body=b"x")
    assert orphans.delete_orphans() == 0  # it is young: its row may be on its way
    monkeypatch.setattr(orphans, "ORPHAN_AGE", timedelta(seconds=-5))
    assert orphans.delete_orphans() == 1
    assert bucket.names() == owned | {"not-ours/living/other.mp4"}


def test_missing_bucket_and_missing_file_are_faults_of_a_disk(bucket, settings, monkeypatch, tmp_path):
    with pytest.raises(FileNotFoundError):
        storages["default"].open("originals/none")
    assert parts.storage().ok
    monkeypatch.setenv("STORAGE_URL", bucket.url.replace(NAME, "no-such-bucket"))
    settings.FILES = storage(tmp_path)
    settings.STORAGES = {**settings.STORAGES, "default": settings.FILES.as_setting}
    found = parts.storage()
    assert (found.ok, found.detail) == (False, "cannot be written: the bucket refuses (NoSuchBucket)")
    assert found.remedy.startswith("correct STORAGE_URL")


def test_lost_service_is_a_storage_that_does_not_answer(bucket, client, settings, monkeypatch, tmp_path, db):
    monkeypatch.setenv("STORAGE_URL", bucket.url.replace(str(bucket.port), "9"))
    settings.FILES = storage(tmp_path)
    settings.STORAGES = {**settings.STORAGES, "default": settings.FILES.as_setting}
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["storage"]) == (503, False)


def test_large_file_is_never_in_memory(bucket, tmp_path):
    """Measured in a process of its own: this one has held other things."""
    path = tmp_path / "film"
    path.write_bytes(os.urandom(BIG))
    program = f"""
import django, resource; django.setup()
from django.core.files import File
from django.core.files.storage import default_storage as stored
stored.exists("originals/none")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
stored.save("originals/film", File(open({str(path)!r}, "rb")))
with stored.open("originals/film") as film:
    film.seek({BIG} - 5)
    assert len(film.read()) == 5
    assert sum(len(chunk) for chunk in film.chunks()) == {BIG}
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""
    env = {**os.environ, "STORAGE_URL": bucket.url}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=BASE_DIR, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 48, "megabytes more than before"


def test_library_of_buckets_is_not_loaded_for_a_folder():
    program = "import django, sys; django.setup(); import config.wsgi; print('boto3' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=BASE_DIR, env={**os.environ, "STORAGE_URL": ""},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.stdout, done.returncode) == ("False\n", 0), done.stderr
