"""Photographs: the original stays as it came, what is shown is upright and bare, and the rest is refused."""

import hashlib
import io
import json
import subprocess
from pathlib import Path

import numpy
import pytest
from django.db.models.fields.files import FieldFile
from PIL import Image, ImageCms, TiffImagePlugin

from memorials.models import Media, Rendition, Status
from memorials.services.media import remove_media
from tests import photos
from tests.installed import program
from tests.people import make_memory, make_photo
from tests.photos import encoded, jpeg, picture


def shown(photo: Media, name: str = "view") -> Image.Image:
    image = Image.open(io.BytesIO(content_of(photo.renditions.get(name=name).file)))
    image.load()
    return image


def content_of(kept: FieldFile) -> bytes:
    with kept.open("rb") as file:
        return file.read()


def test_the_original_is_kept_byte_for_byte(memorial, keeper, stored):
    content = jpeg(exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0")
    photo = make_photo(memorial, keeper, content, name="бабушка.jpg", caption="На крыльце", taken="1961-07")
    assert content_of(photo.original) == content
    kept = Media.objects.values(
        "sha256", "size", "content_type", "width", "height", "original_name", "caption", "taken", "status"
    ).get(pk=photo.pk)
    assert kept == {
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "content_type": "image/jpeg",
        "width": 60,
        "height": 40,
        "original_name": "бабушка.jpg",
        "caption": "На крыльце",
        "taken": "1961-07",
        "status": Status.APPROVED,
    }
    renditions = {rendition.file.name for rendition in photo.renditions.all()}
    assert stored() == {photo.original.name, *renditions}
    assert len(renditions) == 2


def test_stored_names_tell_nothing(memorial, keeper, stored):
    make_photo(memorial, keeper, name="secret-name.jpg")
    assert not any("secret" in name or memorial.code in name for name in stored())
    assert {name.split("/")[0] for name in stored()} == {"originals", "renditions"}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_renditions_are_upright_whatever_way_the_camera_was_held(memorial, keeper, orientation):
    turned = {  # how the picture lies in the file, so that this orientation makes it upright
        1: picture(),
        2: picture().transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        3: picture().transpose(Image.Transpose.ROTATE_180),
        4: picture().transpose(Image.Transpose.FLIP_TOP_BOTTOM),
        5: picture().transpose(Image.Transpose.TRANSPOSE),
        6: picture().transpose(Image.Transpose.ROTATE_90),
        7: picture().transpose(Image.Transpose.TRANSVERSE),
        8: picture().transpose(Image.Transpose.ROTATE_270),
    }[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    photo = make_photo(memorial, keeper, encoded(turned, quality=95, subsampling=0, exif=exif.tobytes()))
    assert (photo.width, photo.height) == (60, 40)
    for name in ("view", "thumb"):
        image = shown(photo, name)
        assert image.size == (60, 40)
        wanted = [photos.TOP_LEFT, photos.TOP_RIGHT, photos.BOTTOM_LEFT, photos.BOTTOM_RIGHT]
        for seen, colour in zip(photos.corners(image), wanted, strict=True):
            assert photos.is_near(seen, colour, by=25), (orientation, seen, colour)


def camera_jpeg() -> bytes:
    """A photograph with all that a telephone writes into it: place, name, comment, XMP, a preview."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x013B] = "Canary", "Canary 1", "Canary Artist"
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0canary comment"
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (TiffImagePlugin.IFDRational(55), TiffImagePlugin.IFDRational(45), 0)
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><canary/></x:xmpmeta>'
    return jpeg(exif=exif.tobytes(), comment=b"canary", xmp=xmp)


def test_what_is_shown_holds_no_metadata(memorial, keeper, tmp_path):
    photo = make_photo(memorial, keeper, camera_jpeg())
    assert photo.original.size == len(camera_jpeg())
    for rendition in photo.renditions.all():
        content = content_of(rendition.file)
        assert b"anary" not in content
        image = Image.open(io.BytesIO(content))
        assert dict(image.getexif()) == {}
        assert {"exif", "xmp", "icc_profile", "comment"} & image.info.keys() == set()


def test_an_independent_reader_finds_no_metadata_in_what_is_shown(memorial, keeper, tmp_path):
    photo = make_photo(memorial, keeper, camera_jpeg())
    for rendition in photo.renditions.all():
        found = groups_of_exiftool(content_of(rendition.file), tmp_path)
        assert found <= {"SourceFile", "ExifTool", "File", "RIFF", "Composite"}


def groups_of_exiftool(content: bytes, folder: Path) -> set[str]:
    path = folder / "shown.webp"
    path.write_bytes(content)
    told = subprocess.run(
        [program("exiftool"), "-json", "-G0", str(path)], capture_output=True, check=True
    ).stdout
    return {name.split(":")[0] for name in json.loads(told)[0]}


def test_exiftool_would_find_metadata_if_there_were_some(tmp_path):
    assert {"EXIF", "XMP"} <= groups_of_exiftool(camera_jpeg(), tmp_path)


def grey(bits: int) -> bytes:
    """A ramp from black to white."""
    ramp = numpy.linspace(0, 2**bits - 1, 64).round()
    return encoded(
        Image.fromarray(numpy.tile(ramp, (16, 1)).astype("uint16" if bits == 16 else "uint8")), "PNG"
    )


@pytest.mark.parametrize("bits", [8, 16])
def test_a_grey_ramp_stays_a_ramp(memorial, keeper, bits):
    image = shown(make_photo(memorial, keeper, grey(bits), name="ramp.png")).convert("L")
    row = [image.getpixel((x, 8)) for x in range(64)]
    assert all(abs(value - 255 * x / 63) <= 4 for x, value in enumerate(row)), row


def test_sixteen_bits_a_channel_keep_their_colours(memorial, keeper):
    rows = numpy.asarray(picture()).astype(">u2") * 257
    header = b"IHDR" + (60).to_bytes(4, "big") + (40).to_bytes(4, "big") + bytes([16, 2, 0, 0, 0])
    content = png_of(header, b"".join(b"\0" + row.tobytes() for row in rows))
    image = shown(make_photo(memorial, keeper, content, name="deep.png"))
    assert all(
        photos.is_near(seen, wanted, by=14)
        for seen, wanted in zip(photos.corners(image), photos.corners(picture()), strict=True)
    )


def png_of(header: bytes, pixels: bytes) -> bytes:
    import zlib

    def chunk(body: bytes) -> bytes:
        return (len(body) - 4).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")

    return b"\x89PNG\r\n\x1a\n" + chunk(header) + chunk(b"IDAT" + zlib.compress(pixels)) + chunk(b"IEND")


SEE_THROUGH = {
    "RGBA": lambda: Image.merge("RGBA", (*picture().split(), Image.linear_gradient("L").resize((60, 40)))),
    "LA": lambda: Image.merge("LA", (picture().convert("L"), Image.new("L", (60, 40), 0))),
    "P": lambda: picture().quantize(16),
}


@pytest.mark.parametrize("mode", SEE_THROUGH)
def test_what_is_seen_through_lies_on_white(memorial, keeper, mode):
    image = SEE_THROUGH[mode]()
    options = {"transparency": image.getpixel((0, 0))} if mode == "P" else {}
    seen = shown(make_photo(memorial, keeper, encoded(image, "PNG", **options), name="clear.png"))
    assert seen.mode == "RGB"
    assert photos.is_near(seen.getpixel((5, 2)), (255, 255, 255), by=25)


def test_a_palette_keeps_its_colours(memorial, keeper):
    seen = shown(make_photo(memorial, keeper, encoded(picture().quantize(16), "PNG"), name="few.png"))
    for one, other in zip(photos.corners(seen), photos.corners(picture()), strict=True):
        assert photos.is_near(one, other, by=20)


def test_a_print_in_four_inks_is_shown_in_its_colours(memorial, keeper):
    content = encoded(picture().convert("CMYK"), "JPEG", quality=95)
    photo = make_photo(memorial, keeper, content)
    for one, other in zip(photos.corners(shown(photo)), photos.corners(picture()), strict=True):
        assert photos.is_near(one, other, by=30)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_colour_profile_is_honoured(memorial, keeper, kind):
    """In a profile whose red and blue are exchanged, a red field is blue."""
    content = encoded(Image.new("RGB", (40, 40), (200, 30, 30)), kind, icc_profile=swapped_profile())
    seen = shown(make_photo(memorial, keeper, content)).getpixel((20, 20))
    assert seen[2] > 150 and seen[0] < 90, seen


def swapped_profile() -> bytes:
    """sRGB with the columns of red and blue exchanged, in the profile's table of tags."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = profile.index(b"rXYZ", 128), profile.index(b"bXYZ", 128)
    profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(profile)


@pytest.mark.parametrize("profile", [b"", b"nonsense", b"\0" * 200])
def test_a_broken_profile_harms_nothing(memorial, keeper, profile):
    content = encoded(picture(), "PNG", icc_profile=profile)
    assert photos.is_near(
        shown(make_photo(memorial, keeper, content)).getpixel((5, 5)), photos.TOP_LEFT, by=25
    )


@pytest.mark.parametrize(("width", "height"), [(1, 1), (1, 900), (900, 1), (3000, 20)])
def test_photographs_of_odd_proportions_are_kept(memorial, keeper, width, height):
    photo = make_photo(memorial, keeper, jpeg(width, height))
    sizes = {r.name: (r.width, r.height) for r in photo.renditions.all()}
    for name, side in {"view": 1600, "thumb": 640}.items():
        scale = min(1, side / max(width, height))
        assert sizes[name] == (max(1, round(width * scale)), max(1, round(height * scale)))


@pytest.mark.django_db(transaction=True)
def test_a_removed_photograph_takes_rows_and_files_along(memorial, keeper, stored):
    kept, gone = make_photo(memorial, keeper), make_photo(memorial, keeper)
    remove_media(photo=gone)
    assert set(Media.objects.values_list("pk", flat=True)) == {kept.pk}
    assert set(Rendition.objects.values_list("media", flat=True)) == {kept.pk}
    assert stored() == {kept.original.name, *kept.renditions.values_list("file", flat=True)}


@pytest.mark.django_db(transaction=True)
def test_removing_the_portrait_leaves_the_memorial(memorial, photo):
    memorial.refresh_from_db()
    assert memorial.cover == photo
    remove_media(photo=photo)
    memorial.refresh_from_db()
    assert memorial.cover is None


def test_the_first_photograph_that_stands_is_the_portrait(cast, memorial):
    waiting = make_photo(memorial, cast.contributor)
    memorial.refresh_from_db()
    assert (waiting.status, memorial.cover) == (Status.PENDING, None)
    first = make_photo(memorial, cast.editor)
    make_photo(memorial, cast.keeper)
    memorial.refresh_from_db()
    assert memorial.cover == first


@pytest.mark.parametrize(
    ("who", "status"),
    [("keeper", Status.APPROVED), ("editor", Status.APPROVED), ("contributor", Status.PENDING)],
)
def test_what_a_contributor_adds_waits_for_approval(cast, memorial, who, status):
    person = getattr(cast, who)
    assert make_photo(memorial, person).status == status
    assert make_memory(memorial, person).status == status
