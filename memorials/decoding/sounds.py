"""Recordings: what is found out of one at once, the copy that every browser plays, and its loudness."""

from pathlib import Path

from django.conf import settings

from memorials.decoding import ffmpeg
from memorials.decoding.containers import container, container_of
from memorials.decoding.found import Copy, Examined, Prepared
from memorials.decoding.streams import Streams, look
from memorials.errors import FileRefused

LARGEST_COPY = 2**30
POINTS = 200  # of the drawn loudness
CHANNELS = 2  # each by itself: both together may be silence where the two are opposite
RATE = 8_000  # samples a second: for the drawing of loudness, not for ears
#: Seconds that are decoded before a recording is kept.
TRIED = 10
NAMELESS = ["-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-flags", "+bitexact"]
#: Codecs that every browser plays, and how they are then put into a file of their own.
AS_IT_IS = {
    "aac": ("sound.m4a", "audio/mp4", ["-c", "copy", "-movflags", "+faststart", "-f", "ipod"]),
    "mp3": (
        "sound.mp3",
        "audio/mpeg",
        ["-c", "copy", "-id3v2_version", "0", "-write_id3v1", "0", "-f", "mp3"],
    ),
}
ANEW = (
    "sound.m4a",
    "audio/mp4",
    ["-c:a", "aac", "-b:a", "128k", "-ac", "2", "-movflags", "+faststart", "-f", "ipod"],
)


def is_one(head: bytes) -> bool:
    """A container of sound alone, by the first 64 bytes of the file."""
    found = container(head)
    return bool(found and not found.film)


def examine(path: Path, into: Path) -> Examined:
    """The length, once its beginning was really heard. Raises FileRefused."""
    return examined(path, into, _looked(path, into))


def examined(path: Path, into: Path, streams: Streams) -> Examined:
    if streams.sound is None:
        raise FileRefused("nothing_inside")
    if streams.seconds > settings.SOUND_MAX_SECONDS:
        raise FileRefused("too_long", hours=settings.SOUND_MAX_SECONDS // 3600)
    heard = bytearray()
    _read(path, streams, [*_as_numbers(), "-t", str(TRIED), "pipe:1"], into, take=heard.extend)
    if not heard:
        raise FileRefused("broken_sound")
    return Examined(kind="audio", content_type=streams.container.sound, seconds=streams.seconds)


def prepare(path: Path, into: Path) -> Prepared:
    """A file with the sound alone, as it is where browsers play it, and how loud it is over time."""
    streams = _looked(path, into)
    if streams.sound is None:
        raise FileRefused("broken_sound")
    name, content_type, how = AS_IT_IS.get(streams.sound.codec, ANEW)
    limits = ffmpeg.longer(settings.PREPARATION_TIME_LIMIT, LARGEST_COPY)
    asked = ["-map", "0:a:0", "-vn", *how, *NAMELESS, name]
    _read(path, streams, asked, into, limits=limits)
    from memorials.decoding.loudness import Loudness  # numpy, which most processes never need

    loudness = Loudness(streams.seconds)
    _read(path, streams, [*_as_numbers(), "pipe:1"], into, take=loudness.hear, limits=limits)
    return Prepared([Copy("sound", into / name, content_type)], loudness.points())


def _as_numbers() -> list[str]:
    return [
        "-map",
        "0:a:0",
        "-vn",
        "-ac",
        str(CHANNELS),
        "-ar",
        str(RATE),
        "-f",
        "s16le",
        "-c:a",
        "pcm_s16le",
    ]


def _looked(path: Path, into: Path) -> Streams:
    found = container_of(path)
    if found is None:
        raise FileRefused("unknown_kind")
    try:
        return look(path, found, into)
    except ffmpeg.Failed:
        raise FileRefused("broken_sound") from None
    except ffmpeg.TooHeavy:
        raise FileRefused("too_heavy") from None


def _read(path: Path, streams: Streams, asked: list[str], into: Path, **how: object) -> None:
    try:
        ffmpeg.read_media(path, streams.container.demuxer, asked, into, **how)  # type: ignore[arg-type]
    except ffmpeg.Failed:
        raise FileRefused("broken_sound") from None
    except ffmpeg.TooHeavy:
        raise FileRefused("too_heavy") from None
