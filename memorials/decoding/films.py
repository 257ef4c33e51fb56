"""Films: what is found out of one at once, and the copy that every browser plays."""

import contextlib
from pathlib import Path

from django.conf import settings

from memorials.decoding import ffmpeg, photographs, sounds
from memorials.decoding.confinement import Limits
from memorials.decoding.containers import container, container_of
from memorials.decoding.found import Copy, Examined, Prepared
from memorials.decoding.streams import Picture, Streams, look
from memorials.errors import FileRefused

LONGEST_SIDE = 1280  # of a copy that is encoded anew
LONGEST_AS_IT_IS = 1920
POSTER_SIDE = 1600
LARGEST_COPY = 4 * 2**30
#: What every browser plays, as ffmpeg names it.
PLAYED_PICTURES, PLAYED_FORMATS = ("h264",), ("yuv420p", "yuvj420p")
PLAYED_SOUNDS = ("aac", "mp3")
#: A copy that is shorter than this share of its original has lost something on the way.
WHOLE = 0.9
#: Nothing of the original's words: no title, no place, no chapters, no name of the program.
NAMELESS = ["-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-flags", "+bitexact"]
#: Pictures as they are, without what cameras write between them (SEI): some write where they were.
PICTURES_AS_THEY_ARE = ["-c:v", "copy", "-bsf:v", "filter_units=remove_types=6"]
SOUND_ANEW = ["-c:a", "aac", "-b:a", "128k", "-ac", "2"]
#: The brightness of newer telephones brought down to that of any screen. White is at 203 candelas there
#: (ITU-R BT.2408); with this curve its middle grey becomes 42 %, as the same report has it, and white 84 %.
TO_ANY_SCREEN = (
    "zscale=t=linear:npl=203,format=gbrpf32le,zscale=p=bt709,tonemap=mobius:desat=0,"
    "zscale=t=bt709:m=bt709:r=tv"
)
#: What is taken for said where a film does not say its colours. Players do so too: what is larger than
#: television is BT.709.
TELEVISION = 576
LARGE = "setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709"
BRIGHT = "setparams=colorspace=bt2020nc:color_primaries=bt2020"
#: A frame of which less than nine tenths are black, within the first five seconds.
NOT_BLACK = (
    "blackframe=amount=0:threshold=40,metadata=select:key=lavfi.blackframe.pblack:value=90:function=less"
)
FIRST_SECONDS = "5"
#: Chosen by look at a minute of a telephone's film: no block to be seen, 2.5 megabits a second.
QUALITY = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-profile:v", "high"]


def is_one(head: bytes) -> bool:
    """A container that may hold moving pictures, by the first 64 bytes of the file."""
    found = container(head)
    return bool(found and found.film)


def examine(path: Path, into: Path) -> Examined:
    """Size, length, and a poster as the images for pages. A container with sound alone is a recording.

    Raises FileRefused.
    """
    streams = looked(path, into, "broken_film")
    if streams.picture is None:
        return sounds.examined(path, into, streams)
    if streams.seconds > settings.FILM_MAX_SECONDS:
        raise FileRefused("too_long", hours=settings.FILM_MAX_SECONDS // 3600)
    return Examined(
        kind="video",
        content_type=streams.container.film,
        width=streams.picture.width,
        height=streams.picture.height,
        seconds=streams.seconds,
        copies=_poster(path, into, streams, streams.picture),
    )


def prepare(path: Path, into: Path) -> Prepared:
    """H.264 and AAC in MP4, without a word of the original's metadata: as it is where browsers play it."""
    streams = looked(path, into, "broken_film")
    if streams.picture is None:
        raise FileRefused("broken_film")
    sound = ["-c:a", "copy"] if streams.sound and streams.sound.codec in PLAYED_SOUNDS else SOUND_ANEW
    if is_played(streams.picture):
        # What cannot be taken as it is, or loses its end by that, is encoded anew after all.
        with contextlib.suppress(FileRefused):
            made, seconds = _made(path, into, streams, [*PICTURES_AS_THEY_ARE, *sound])
            if seconds >= WHOLE * streams.seconds:
                return Prepared(copies=[made])
    made, _ = _made(path, into, streams, [*_anew(streams.picture), *sound])
    return Prepared(copies=[made])


def _made(path: Path, into: Path, streams: Streams, how: list[str]) -> tuple[Copy, float]:
    """The copy, looked at once more, and its length. Raises FileRefused."""
    asked = ["-map", "0:V:0", "-map", "0:a:0?", *how, *NAMELESS, "-movflags", "+faststart", "-f", "mp4"]
    limits = ffmpeg.longer(settings.PREPARATION_TIME_LIMIT, LARGEST_COPY)
    _read(path, streams, [*asked, "film.mp4"], into, limits)
    product = looked(into / "film.mp4", into, "broken_film")
    if product.picture is None:
        raise FileRefused("broken_film")
    size = product.picture.width, product.picture.height
    return Copy("film", into / "film.mp4", "video/mp4", *size), product.seconds


def is_played(picture: Picture) -> bool:
    """Every browser plays it as it is."""
    return (
        picture.codec in PLAYED_PICTURES
        and picture.pixel_format in PLAYED_FORMATS
        and not picture.is_interlaced
        and not picture.is_hdr
        and max(picture.width, picture.height) <= LONGEST_AS_IT_IS
    )


def looked(path: Path, into: Path, broken: str) -> Streams:
    """What is inside. Raises FileRefused."""
    found = container_of(path)
    if found is None:
        raise FileRefused("unknown_kind")
    try:
        streams = look(path, found, into)
    except ffmpeg.Failed:
        raise FileRefused(broken) from None
    except ffmpeg.TooHeavy:
        raise FileRefused("too_heavy") from None
    if streams.picture is None and streams.sound is None:
        raise FileRefused("nothing_inside")
    return streams


def _anew(picture: Picture) -> list[str]:
    filters = ["bwdif"] if picture.is_interlaced else []
    filters += [*_shown(picture, LONGEST_SIDE), "format=yuv420p"]
    return ["-vf", ",".join(filters), *QUALITY, "-fpsmax", "60"]


def _shown(picture: Picture, side: int) -> list[str]:
    """Square pixels of the colours of any screen, in a box. ffmpeg turns it upright by itself."""
    width, height = _fitted(picture, side)
    fitted = [f"scale={width}:{height}", "setsar=1"]
    is_unsaid = "unknown" in (picture.matrix, picture.primaries)
    if picture.is_hdr:
        return [*([BRIGHT] if is_unsaid else []), *fitted, TO_ANY_SCREEN]
    is_large = min(picture.width, picture.height) > TELEVISION
    return [LARGE, *fitted] if picture.matrix == "unknown" and is_large else fitted


def _fitted(picture: Picture, side: int) -> tuple[int, int]:
    """Even numbers, as the encoder needs them."""
    share = min(1.0, side / max(picture.width, picture.height))
    return max(2, round(picture.width * share / 2) * 2), max(2, round(picture.height * share / 2) * 2)


def _poster(path: Path, into: Path, streams: Streams, picture: Picture) -> list[Copy]:
    """Read once more by the decoder of photographs, which makes the usual copies of it."""
    for chosen in ([NOT_BLACK], []):
        filters = ",".join([*_shown(picture, POSTER_SIDE), *chosen, "format=rgb24"])
        asked = ["-map", "0:V:0", "-t", FIRST_SECONDS, "-vf", filters, "-frames:v", "1", "-update", "1"]
        _read(path, streams, [*asked, "poster.png"], into, ffmpeg.QUICK)
        if (into / "poster.png").exists():
            return photographs.examine(into / "poster.png", into).copies
    raise FileRefused("broken_film")


def _read(path: Path, streams: Streams, asked: list[str], into: Path, limits: Limits) -> None:
    try:
        ffmpeg.read_media(path, streams.container.demuxer, asked, into, limits=limits)
    except ffmpeg.Failed:
        raise FileRefused("broken_film") from None
    except ffmpeg.TooHeavy:
        raise FileRefused("too_heavy") from None
