"""What is inside a film or a recording, as the first decoded frames and the last packet tell it.

Nothing is believed of what a header says about length: the packets are counted to the end. What is told
about the pictures comes from the first of them, decoded and turned upright.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from memorials.decoding import ffmpeg
from memorials.decoding.containers import Container
from memorials.decoding.wholeness import ends_early

#: One packet of each stream is described by ffmpeg's `framecrc`; more than this has no honest file.
LONGEST_DESCRIPTION = 2**20
BRIGHTER_THAN_SCREENS = ("smpte2084", "arib-std-b67")  # PQ and HLG
FACT = re.compile(rb"^#(media_type|codec_id|channel_layout_name) (\d+): (\S+)", re.M)
#: A title of several lines cannot pass for one of these: all but its first stand indented.
FRAME = re.compile(
    r"^\[Parsed_showinfo_0 @ \w+\] n: *0 pts:.*? fmt:(?P<format>\S+) .*?"
    r"sar:(?P<sar_width>\d+)/(?P<sar_height>\d+) s:(?P<width>\d+)x(?P<height>\d+) i:(?P<order>[PTB])",
    re.M,
)
COLOURS = re.compile(
    r"^\[Parsed_showinfo_0 @ \w+\] "
    r"color_range:\S+ color_space:(\S+) color_primaries:(\S+) color_trc:(\S+)",
    re.M,
)
TIME = re.compile(rb"^out_time_us=(\d+)", re.M)


@dataclass(frozen=True)
class Picture:
    """Width and height are upright and of square pixels. `transfer` is ffmpeg's name of the curve."""

    codec: str
    width: int
    height: int
    pixel_format: str
    is_interlaced: bool
    transfer: str
    matrix: str
    primaries: str

    @property
    def is_hdr(self) -> bool:
        return self.transfer in BRIGHTER_THAN_SCREENS


@dataclass(frozen=True)
class Sound:
    codec: str
    layout: str  # "mono", "stereo", "5.1"


@dataclass(frozen=True)
class Streams:
    """The first picture and the first sound, and the length of both in seconds."""

    container: Container
    picture: Picture | None
    sound: Sound | None
    seconds: float


def look(path: Path, container: Container, into: Path) -> Streams:
    """Raises ffmpeg.Failed where nothing can be read or the end is missing, and ffmpeg.TooHeavy."""
    if ends_early(path, container.demuxer):
        raise ffmpeg.Failed("it ends early")
    described = _describe(path, container, into)
    kinds = {facts.get("media_type"): facts for facts in reversed(described)}
    shown, heard = kinds.get("video"), kinds.get("audio")
    return Streams(
        container,
        picture=_first_picture(path, container, into, shown["codec_id"]) if shown else None,
        sound=Sound(heard["codec_id"], heard.get("channel_layout_name", "")) if heard else None,
        seconds=_length(path, container, into) if described else 0,
    )


def _describe(path: Path, container: Container, into: Path) -> list[dict[str, str]]:
    """The streams that are pictures or sound, in their order; a cover is neither."""
    asked = ["-map", "0:V?", "-map", "0:a?", "-c", "copy", "-frames", "1", "-f", "framecrc", "pipe:1"]
    written = bytearray()

    def take(chunk: bytes) -> None:
        if len(written) < LONGEST_DESCRIPTION:
            written.extend(chunk)

    try:
        ffmpeg.read_media(path, container.demuxer, asked, into, take=take)
    except ffmpeg.Failed as failure:
        if "does not contain any stream" in str(failure):
            return []
        raise
    streams: dict[bytes, dict[str, str]] = {}
    for name, number, value in FACT.findall(bytes(written)):
        streams.setdefault(number, {})[name.decode()] = value.decode(errors="replace")
    return list(streams.values())


def _first_picture(path: Path, container: Container, into: Path, codec: str) -> Picture:
    # What the file says of itself is not repeated for the output: it would follow, and hide, what is asked.
    asked = ["-map", "0:V:0", "-map_metadata", "-1", "-map_chapters", "-1", "-frames:v", "1"]
    asked += ["-vf", "showinfo=checksum=0", "-f", "null", "-"]
    said = ffmpeg.read_media(path, container.demuxer, asked, into)
    frame, colours = FRAME.search(said), COLOURS.search(said)
    if not frame:
        raise ffmpeg.Failed(said)
    sides = _square(*(int(frame[side]) for side in ("width", "height", "sar_width", "sar_height")))
    matrix, primaries, transfer = colours.groups() if colours else ("", "", "")
    is_interlaced = frame["order"] != "P"
    return Picture(codec, *sides, frame["format"], is_interlaced, transfer, matrix, primaries)


def _square(width: int, height: int, sar_width: int, sar_height: int) -> tuple[int, int]:
    """Pixels that are not square are stretched on the longer way: nothing is lost."""
    if sar_width <= 0 or sar_height <= 0 or not 0.1 < sar_width / sar_height < 10:
        return width, height
    if sar_width > sar_height:
        return round(width * sar_width / sar_height), height
    return width, round(height * sar_height / sar_width)


def _length(path: Path, container: Container, into: Path) -> float:
    """Seconds until the last packet ends."""
    asked = ["-map", "0:V:0?", "-map", "0:a:0?", "-c", "copy", "-progress", "pipe:1", "-f", "null", "-"]
    last = bytearray()

    def take(chunk: bytes) -> None:
        last.extend(chunk)
        del last[:-4096]

    ffmpeg.read_media(path, container.demuxer, asked, into, take=take)
    times = TIME.findall(bytes(last))
    return int(times[-1]) / 1_000_000 if times else 0
