"""What is no photograph, or too much of one, is refused and leaves nothing behind."""

import tempfile

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import DatabaseError
from PIL import PngImagePlugin

from memorials.errors import FileRefused
from memorials.models import Media, Memorial, Rendition
from memorials.services.media import add_media
from tests import photos
from tests.people import make_photo
from tests.photos import encoded, jpeg, picture, upload


@pytest.mark.parametrize(("over", "kept"), [(-1, True), (0, True), (1, False)])
def test_the_limit_of_a_files_size_is_exact(memorial, keeper, settings, stored, over, kept):
    content = jpeg()
    settings.PHOTO_MAX_BYTES = len(content) - over
    if kept:
        assert make_photo(memorial, keeper, content).size == len(content)
        return
    with pytest.raises(FileRefused) as refusal:
        make_photo(memorial, keeper, content)
    assert refusal.value.code == "too_large"
    assert stored() == set()


@pytest.mark.parametrize(
    ("size", "code"),
    [
        ((6000, 10_000), "broken_picture"),
        ((6001, 10_000), "too_many_pixels"),
        ((20_000, 1), "broken_picture"),
        ((20_001, 1), "too_many_pixels"),
    ],
)
def test_the_limits_of_pixels_are_exact(memorial, keeper, size, code):
    """A file that claims a size within the limits goes on to the decoder, which finds it broken."""
    with pytest.raises(FileRefused) as refusal:
        make_photo(memorial, keeper, photos.png_that_claims(*size), name="claims.png")
    assert refusal.value.code == code


@pytest.mark.parametrize("pretender", photos.pretenders())
def test_what_is_no_whole_photograph_is_refused_and_leaves_nothing(
    memorial, keeper, stored, pretender, tmp_path, monkeypatch
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    (tmp_path / "temp").mkdir()
    content, code = photos.pretenders()[pretender]
    with pytest.raises(FileRefused) as refusal:
        make_photo(memorial, keeper, content)
    assert refusal.value.code == code
    assert stored() == set()
    assert list((tmp_path / "temp").iterdir()) == []
    assert (Media.objects.count(), Rendition.objects.count()) == (0, 0)


def test_a_page_hidden_behind_a_photograph_is_served_only_as_pixels(memorial, keeper):
    photo = make_photo(memorial, keeper, jpeg() + photos.HTML)
    for rendition in photo.renditions.all():
        with rendition.file.open("rb") as file:
            assert b"<script" not in file.read()
        assert rendition.content_type == "image/webp"


def test_a_text_bomb_in_a_png_is_refused(memorial, keeper):
    info = PngImagePlugin.PngInfo()
    for number in range(70):
        info.add_text(f"t{number}", "0" * 2**20, zip=True)
    with pytest.raises(FileRefused):
        make_photo(memorial, keeper, encoded(picture(), "PNG", pnginfo=info), name="text.png")


def test_odd_exif_does_not_lose_a_photograph(memorial, keeper):
    for exif in (b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0MM\0*\0\0\0\x08\xff\xff"):
        assert make_photo(memorial, keeper, jpeg(exif=exif)).width == 60


class StorageThatFails(FileSystemStorage):
    """The disk is full at the second file, of which half was written."""

    saved = 0

    def _save(self, name, content):
        type(self).saved += 1
        if self.saved == 2:
            super()._save(name, content)
            raise OSError(28, "No space left on device")
        return super()._save(name, content)


def test_a_storage_that_fails_midway_keeps_nothing(memorial, keeper, settings, stored):
    StorageThatFails.saved = 0
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": f"{__name__}.StorageThatFails"}}
    with pytest.raises(OSError, match="No space"):
        make_photo(memorial, keeper)
    assert StorageThatFails.saved == 2
    assert stored() == set()
    assert Media.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_row_that_cannot_be_written_keeps_no_files(memorial, keeper, stored):
    with pytest.raises((DatabaseError, ValueError)):
        add_media(memorial=Memorial(pk=999_999), added_by=keeper, upload=upload())
    assert stored() == set()
