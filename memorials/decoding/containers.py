"""Which container of film or sound a file is, by its first bytes: never by its name or its declared type."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Container:
    """`demuxer` is ffmpeg's short name. The content types are of the original, with and without a picture.

    A container that never holds moving pictures has no `film`.
    """

    demuxer: str
    sound: str
    film: str = ""


MP4 = Container("mov", "audio/mp4", "video/mp4")
M4A = Container("mov", "audio/mp4")
QUICKTIME = Container("mov", "audio/mp4", "video/quicktime")
THREE_GP = Container("mov", "audio/3gpp", "video/3gpp")
WEBM = Container("matroska", "audio/webm", "video/webm")
MATROSKA = Container("matroska", "audio/x-matroska", "video/x-matroska")
AVI = Container("avi", "audio/x-msvideo", "video/x-msvideo")
MPEG = Container("mpeg", "audio/mpeg", "video/mpeg")
OGG_FILM = Container("ogg", "audio/ogg", "video/ogg")
OGG = Container("ogg", "audio/ogg")
WAV = Container("wav", "audio/wav")
MP3 = Container("mp3", "audio/mpeg")
AAC = Container("aac", "audio/aac")
FLAC = Container("flac", "audio/flac")
AMR = Container("amr", "audio/amr")
CAF = Container("caf", "audio/x-caf")
AIFF = Container("aiff", "audio/aiff")

#: Photographs, and a raw photograph, that come in the container of films.
PICTURE_BRANDS = (
    b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"mif2", b"miaf", b"msf1", b"avif",
    b"avis", b"crx ",
)  # fmt: skip
M4A_BRANDS = (b"M4A ", b"M4B ", b"F4A ", b"F4B ")
#: Cameras older than the `ftyp` box begin a film at once with one of these.
QUICKTIME_BOXES = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
#: (the first bytes, what follows at byte 8, the container)
BEGINNINGS: tuple[tuple[bytes, bytes, Container], ...] = (
    (b"RIFF", b"AVI ", AVI),
    (b"RIFF", b"WAVE", WAV),
    (b"RF64", b"WAVE", WAV),
    (b"FORM", b"AIFF", AIFF),
    (b"FORM", b"AIFC", AIFF),
    (b"\x00\x00\x01\xba", b"", MPEG),
    (b"ID3", b"", MP3),
    (b"fLaC", b"", FLAC),
    (b"#!AMR\n", b"", AMR),
    (b"#!AMR-WB\n", b"", AMR),
    (b"caff\x00\x01", b"", CAF),
)


def container(head: bytes) -> Container | None:
    """By the first 64 bytes. None: nothing that could be film or sound."""
    for begins, at_eight, found in BEGINNINGS:
        if head.startswith(begins) and head[8 : 8 + len(at_eight)] == at_eight:
            return found
    if head.startswith(b"\x1aE\xdf\xa3"):
        return _matroska(head)
    if head.startswith(b"OggS"):
        return OGG_FILM if b"\x80theora" in head[:64] else OGG
    return _iso_media(head) or _bare_frames(head)


def container_of(path: Path) -> Container | None:
    with path.open("rb") as file:
        return container(file.read(64))


def _matroska(head: bytes) -> Container | None:
    if b"matroska" in head[:64]:
        return MATROSKA
    return WEBM if b"webm" in head[:64] else None


def _iso_media(head: bytes) -> Container | None:
    box, brand = head[4:8], head[8:12]
    if box != b"ftyp":
        return QUICKTIME if box in QUICKTIME_BOXES else None
    if brand in PICTURE_BRANDS:
        return None
    if brand in M4A_BRANDS:
        return M4A
    if brand.startswith((b"3gp", b"3g2", b"3ge", b"3gr", b"3gs")):
        return THREE_GP
    return QUICKTIME if brand == b"qt  " else MP4


def _bare_frames(head: bytes) -> Container | None:
    """Sound without a container: frames that begin with eleven or twelve bits of one."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    layer, rate, sampling = head[1] & 0x06, head[2] >> 4, head[2] & 0x0C
    if head[1] & 0xF6 == 0xF0:
        return AAC
    is_layer_2_or_3 = layer in (0x02, 0x04)
    return MP3 if is_layer_2_or_3 and 0 < rate < 15 and sampling != 0x0C else None
