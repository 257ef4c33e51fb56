"""Files of the corpus go through the site, as a contributor sends them: a fixed sample of every kind, or with
CORPUS=all, as `make corpus` has it, each of them.

Nothing ends in a 5xx, what is refused is told why and leaves nothing behind, and of what is kept only the
original has a stranger's words."""

import json
import os
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import imageio_ffmpeg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from memorials import decoding
from memorials.decoding import Copy
from memorials.errors import FileRefused
from memorials.models import Media, Rendition
from memorials.models.upload import Upload
from tests.corpus import ALL, CORPUS, Odd, sample
from tests.corpus.odd import CANARY
from tests.corpus.pretenders import PORT
from tests.corpus.structure import beyond_structure
from tests.installed import program
from tests.photos import BOTTOM_LEFT, BOTTOM_RIGHT, TOP_LEFT, TOP_RIGHT, corners, is_near

pytestmark = pytest.mark.django_db
SENT = list(CORPUS) if os.environ.get("CORPUS") == "all" else sample()


def test_the_corpus_is_as_large_as_was_asked_for():
    kept = [odd for odd in CORPUS.values() if odd.is_kept]
    assert len(CORPUS) == len(ALL) >= 280
    assert len(kept) >= 140 and len(CORPUS) - len(kept) >= 120


def test_the_sample_has_every_answer_and_every_ending_of_a_name():
    sampled = [CORPUS[name] for name in sample()]
    assert {odd.answer for odd in sampled} == {odd.answer for odd in ALL}
    assert {ending(odd) for odd in sampled} == {ending(odd) for odd in ALL}


def ending(odd: Odd) -> str:
    return Path(odd.sent_as).suffix.lower()


@pytest.fixture
def temp(tmp_path, monkeypatch):
    folder = tmp_path / "temp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@contextmanager
def listening() -> Iterator[tuple[int, list[object]]]:
    """A door on this machine, and who came through it."""
    came: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(0.1)
        over = threading.Event()

        def listen() -> None:
            while not over.is_set():
                try:
                    came.append(door.accept()[1])
                except TimeoutError:
                    continue

        listener = threading.Thread(target=listen)
        listener.start()
        try:
            yield door.getsockname()[1], came
        finally:
            over.set()
            listener.join()


def content(odd: Odd, port: int) -> bytes:
    """As long as without the port: the boxes of a film say their length."""
    return odd.make().replace(PORT.encode(), str(port).zfill(len(PORT)).encode())


@pytest.mark.parametrize("name", SENT)
def test_each_file_gets_its_answer_and_nothing_else_happens(name, memorial, cast, browser, stored, temp):
    odd = CORPUS[name]
    with listening() as (port, came):
        body = content(odd, port)
        file = SimpleUploadedFile(odd.sent_as, body)
        answer = browser(cast.contributor).post(f"/m/{memorial.code}/media/new/", {"files": file})
    assert came == []
    assert list(temp.iterdir()) == []
    if not odd.is_kept:
        assert answer.status_code == 422
        assert str(FileRefused.SENTENCES[odd.answer])[:40] in answer.content.decode()
        assert (stored(), Media.objects.count(), Rendition.objects.count()) == (set(), 0, 0)
        assert Upload.objects.count() == 0
        return
    assert answer.status_code == 302, answer.content.decode()
    media = Media.objects.get()
    assert (media.kind, media.status) == (odd.answer, "pending")
    with media.original.open("rb") as original:
        assert original.read() == body
    check_copies(odd, media, temp)


def check_copies(odd: Odd, media: Media, folder: Path) -> None:
    """Every copy, those of a worker too, has no words of the sender, and shows what it should."""
    original = folder / "original"
    with media.original.open("rb") as kept:
        original.write_bytes(kept.read())
    prepared = decoding.prepare(original, folder, media.kind)
    copies = [*_stored_copies(media, folder), *prepared.copies]
    for copy in copies:
        assert CANARY not in copy.path.read_bytes(), copy.name
        if copy.content_type == "image/webp":
            check_picture(odd, copy)
        else:
            check_plays(copy)
        if copy.content_type == "video/mp4" and odd.has_fields:
            check_picture(odd, first_picture(copy))
    if copies:
        check_metadata([copy.path for copy in copies])
    if media.kind == "audio":
        assert 0 < len(prepared.waveform) <= 200
        assert max(prepared.waveform) == (0 if odd.name == "silence" else 100)


def _stored_copies(media: Media, folder: Path) -> list[Copy]:
    copies = []
    for shown in media.renditions.all():
        path = folder / f"stored-{shown.name}.webp"
        with shown.file.open("rb") as file:
            path.write_bytes(file.read())
        copies.append(Copy(shown.name, path, shown.content_type, shown.width, shown.height))
    return copies


def check_picture(odd: Odd, copy: Copy) -> None:
    with Image.open(copy.path) as image:
        assert image.format == "WEBP" and image.mode == "RGB"
        assert image.size == (copy.width, copy.height)
        if odd.has_fields:
            wanted = (TOP_LEFT, TOP_RIGHT, BOTTOM_LEFT, BOTTOM_RIGHT)
            seen = corners(image)
            assert all(is_near(one, other, by=40) for one, other in zip(seen, wanted, strict=True)), seen


def check_plays(copy: Copy) -> None:
    """Decoded again to its end, without a word of complaint."""
    command = [str(imageio_ffmpeg.get_ffmpeg_exe()), "-v", "error", "-i", str(copy.path), "-f", "null", "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stderr == b""


def first_picture(film: Copy) -> Copy:
    path = film.path.with_suffix(".first.webp")
    command = [str(imageio_ffmpeg.get_ffmpeg_exe()), "-v", "error", "-i", str(film.path), "-frames:v", "1"]
    subprocess.run([*command, str(path)], capture_output=True, check=True)
    return Copy("first", path, "image/webp", film.width, film.height)


def check_metadata(paths: list[Path]) -> None:
    """By an independent reader."""
    done = subprocess.run(
        [program("exiftool"), "-json", "-G0:1", "-a", *map(str, paths)], capture_output=True, check=True
    )
    assert [found for tags in json.loads(done.stdout) if (found := beyond_structure(tags))] == []


@pytest.mark.parametrize(
    ("limit", "name"),
    [
        ("PHOTO_MAX_BYTES", "orientation 1"),
        ("FILM_MAX_BYTES", "film of a telephone"),
        ("SOUND_MAX_BYTES", "wav"),
        ("PAPER_MAX_BYTES", "pdf"),
    ],
)
@pytest.mark.parametrize("over", [-1, 0, 1])
def test_the_limit_of_each_kind_is_exact(limit, name, over, memorial, cast, browser, stored, settings):
    odd = CORPUS[name]
    body = odd.make()
    setattr(settings, limit, len(body) - over)
    file = SimpleUploadedFile(odd.sent_as, body)
    answer = browser(cast.contributor).post(f"/m/{memorial.code}/media/new/", {"files": file})
    assert answer.status_code == (422 if over > 0 else 302)
    assert Media.objects.count() == (over <= 0)
    assert bool(stored()) == (over <= 0)
