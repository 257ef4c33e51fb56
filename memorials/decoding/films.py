"""Films: what is found out of one at once, and the copy that every browser plays."""

from pathlib import Path

from django.conf import settings

from memorials.decoding import ffmpeg, photographs, sounds
from memorials.decoding.confinement import Limits
from memorials.decoding.containers import container, container_of
from memorials.decoding.found import Copy, Examined, Prepared
from memorials.decoding.streams import Picture, Streams, look
from memorials.errors import FileRefused

LONGEST_SIDE = 1280  # of a copy that is encoded anew, and of the poster before it is made smaller
LONGEST_AS_IT_IS = 1920
LARGEST_COPY = 4 * 2**30
#: What every browser plays, as ffmpeg names it.
PLAYED_PICTURES, PLAYED_FORMATS = ("h264",), ("yuv420p", "yuvj420p")
PLAYED_SOUNDS = ("aac", "mp3")
#: Nothing of the original's words: no title, no place, no chapters, no name of the program.
NAMELESS = ["-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-flags", "+bitexact"]
#: The brightness of newer telephones brought down to that of any screen.
TO_ANY_SCREEN = (
    "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0,"
    "zscale=t=bt709:m=bt709:r=tv"
)
#: Out of the first five seconds the frame that is most like the others: not the black one at the start.
MOST_USUAL = "fps=2,thumbnail=10"
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
    as_it_is = is_played(streams, streams.picture)
    how = ["-c", "copy"] if as_it_is else _anew(streams.picture)
    asked = ["-map", "0:V:0", "-map", "0:a:0?", *how, *NAMELESS, "-movflags", "+faststart", "-f", "mp4"]
    limits = ffmpeg.longer(settings.PREPARATION_TIME_LIMIT, LARGEST_COPY)
    _read(path, streams, [*asked, "film.mp4"], into, limits)
    side = LONGEST_AS_IT_IS if as_it_is else LONGEST_SIDE
    width, height = _fitted(streams.picture, side)
    return Prepared(copies=[Copy("film", into / "film.mp4", "video/mp4", width, height)])


def is_played(streams: Streams, picture: Picture) -> bool:
    """Every browser plays it as it is."""
    return (
        picture.codec in PLAYED_PICTURES
        and picture.pixel_format in PLAYED_FORMATS
        and not picture.is_interlaced
        and not picture.is_hdr
        and max(picture.width, picture.height) <= LONGEST_AS_IT_IS
        and (streams.sound is None or streams.sound.codec in PLAYED_SOUNDS)
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
    filters += [*_shown(picture), "format=yuv420p"]
    return ["-vf", ",".join(filters), *QUALITY, "-fpsmax", "60", "-c:a", "aac", "-b:a", "128k", "-ac", "2"]


def _shown(picture: Picture) -> list[str]:
    """Square pixels, in a box, in the colours of any screen. ffmpeg turns it upright by itself."""
    side = LONGEST_SIDE
    box = f"scale=w='min({side},iw)':h='min({side},ih)':force_original_aspect_ratio=decrease"
    colours = [TO_ANY_SCREEN] if picture.is_hdr else []
    return ["scale=iw*sar:ih", "setsar=1", f"{box}:force_divisible_by=2", *colours]


def _fitted(picture: Picture, side: int) -> tuple[int, int]:
    share = min(1.0, side / max(picture.width, picture.height))
    return max(2, round(picture.width * share / 2) * 2), max(2, round(picture.height * share / 2) * 2)


def _poster(path: Path, into: Path, streams: Streams, picture: Picture) -> list[Copy]:
    """Read once more by the decoder of photographs, which makes the usual copies of it."""
    filters = ",".join([MOST_USUAL, *_shown(picture), "format=rgb24"])
    asked = ["-map", "0:V:0", "-t", "5", "-vf", filters, "-frames:v", "1", "-update", "1", "poster.png"]
    _read(path, streams, asked, into, ffmpeg.QUICK)
    return photographs.examine(into / "poster.png", into).copies


def _read(path: Path, streams: Streams, asked: list[str], into: Path, limits: Limits) -> None:
    try:
        ffmpeg.read_media(path, streams.container.demuxer, asked, into, limits=limits)
    except ffmpeg.Failed:
        raise FileRefused("broken_film") from None
    except ffmpeg.TooHeavy:
        raise FileRefused("too_heavy") from None
