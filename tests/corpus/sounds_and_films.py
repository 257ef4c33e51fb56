"""Films and recordings, made by the bundled ffmpeg once a run, and what is wrong with some of them."""

import struct
import subprocess
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import imageio_ffmpeg
from PIL import Image

from tests.corpus.odd import CANARY, SCRIPT, Odd
from tests.photos import jpeg, picture

FILM = ("-f", "lavfi", "-i", "testsrc2=s=160x120:d=1:r=10")
TONE = ("-f", "lavfi", "-i", "sine=f=440:d=1:r=44100")
HEVC = ("-c:v", "libx265", "-pix_fmt", "yuv420p10le", "-preset", "ultrafast")
HLG = ("-color_trc", "arib-std-b67", "-color_primaries", "bt2020", "-colorspace", "bt2020nc")
VP9 = ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8")
H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
#: The place and the words of a stranger that a telephone may write into a film.
WORDS = (
    "-metadata", f"title={SCRIPT}", "-metadata", f"comment={CANARY.decode()}",
    "-metadata", f"location=+55.7558+037.6173/{CANARY.decode()}", "-movflags", "use_metadata_tags",
)  # fmt: skip


@cache
def made(ending: str, *words: str) -> bytes:
    """What ffmpeg makes of these words."""
    with tempfile.TemporaryDirectory(prefix="rodnik-tests-film-") as folder:
        path = Path(folder) / f"made.{ending}"
        command = [str(imageio_ffmpeg.get_ffmpeg_exe()), "-loglevel", "error", "-y", *words, str(path)]
        subprocess.run(command, check=True, capture_output=True, stdin=subprocess.DEVNULL)
        return path.read_bytes()


def film(ending: str, *words: str) -> Callable[[], bytes]:
    return lambda: made(ending, *FILM, *TONE, *words, "-shortest")


def silent(ending: str, *words: str) -> Callable[[], bytes]:
    return lambda: made(ending, *FILM, *words)


def voice(ending: str, *words: str) -> Callable[[], bytes]:
    return lambda: made(ending, *TONE, *words)


#: How a film lies in its file whose note says to turn it by so many degrees to the left.
LYING = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}


def lying(how: Image.Transpose, *note: str) -> bytes:
    """The four fields, lying in the film, with a note that says how to show them, as telephones film."""
    with tempfile.TemporaryDirectory(prefix="rodnik-tests-film-") as folder:
        still, film_of_it = Path(folder) / "still.png", Path(folder) / "film.mp4"
        picture(240, 160).transpose(how).save(still)
        film_of_it.write_bytes(made("mp4", "-loop", "1", "-t", "1", "-r", "10", "-i", str(still), *H264))
        return made("mp4", *note, "-i", str(film_of_it), "-c", "copy")


def turned(degrees: int) -> Callable[[], bytes]:
    return lambda: lying(LYING[degrees], "-display_rotation", str(degrees))


def with_cover() -> bytes:
    """A recording with a picture for its cover, and HTML for a title."""
    with tempfile.NamedTemporaryFile(suffix=".jpg", prefix="rodnik-tests-cover-") as cover:
        Path(cover.name).write_bytes(jpeg(200, 200))
        return made(
            "mp3", *TONE, "-i", cover.name, "-map", "0:a", "-map", "1:v", "-c:v", "copy",
            "-disposition:v", "attached_pic", "-metadata", f"title={SCRIPT}",
        )  # fmt: skip


def two_songs() -> bytes:
    """One behind the other, each with a number of its own."""
    return b"".join(made("ogg", *TONE, "-c:a", "libvorbis", "-serial_offset", number) for number in "17")


def cut(make: Callable[[], bytes], share: float) -> Callable[[], bytes]:
    return lambda: make()[: int(len(make()) * share)]


def patched(make: Callable[[], bytes], at: bytes, after: int, other: bytes) -> Callable[[], bytes]:
    """Other bytes `after` the end of the first place of `at`."""

    def make_it() -> bytes:
        whole = make()
        place = whole.index(at) + len(at) + after
        return whole[:place] + other + whole[place + len(other) :]

    return make_it


PLAIN = film("mp4", *H264, "-c:a", "aac")
QUICK_START = film("mp4", *H264, "-c:a", "aac", "-movflags", "+faststart")
WAV = voice("wav")
BILLIONS = struct.pack(">I", 2**32 - 1)

FILMS: tuple[Odd, ...] = (
    Odd("film of a telephone", film("mp4", *H264, "-c:a", "aac", *WORDS), "video", "VID_0001.mp4"),
    Odd("film named as a photograph", PLAIN, "video", "photo.jpg"),
    Odd("quicktime", film("mov", *H264, "-c:a", "aac", *WORDS), "video", "IMG_0001.MOV"),
    Odd("hevc of ten bits", silent("mov", *HEVC), "video", "film.mov"),
    Odd("brighter than screens", silent("mov", *HEVC, *HLG), "video", "film.mov"),
    Odd("webm", film("webm", *VP9, "-c:a", "libopus"), "video", "film.webm"),
    Odd("matroska", film("mkv", *H264, "-c:a", "libmp3lame"), "video", "film.mkv"),
    Odd("motion jpeg", film("avi", "-c:v", "mjpeg"), "video", "film.avi"),
    Odd("3gp", silent("3gp", "-c:v", "h263", "-s", "176x144"), "video", "film.3gp"),
    Odd("film without sound", silent("mp4", *H264), "video", "film.mp4"),
    Odd("film turned left", turned(90), "video", "film.mp4", True),
    Odd("film upside down", turned(180), "video", "film.mp4", True),
    Odd("film of one picture", silent("mp4", *H264, "-frames:v", "1"), "video", "film.mp4"),
    Odd("film of odd size", silent("mp4", "-c:v", "libx264", "-pix_fmt", "yuv444p", "-vf", "scale=97:71"),
        "video", "film.mp4"),
    Odd("film of two pixels", silent("mp4", *H264, "-vf", "scale=2:2"), "video", "film.mp4"),
    Odd("film of pixels that are not square", silent("mp4", *H264, "-vf", "setsar=2/1"), "video", "film.mp4"),
    Odd("film cut behind its index", cut(QUICK_START, 0.9), "broken_film", "film.mp4"),
    Odd("film cut before its index", cut(PLAIN, 0.9), "broken_film", "film.mp4"),
    Odd("film cut in its head", cut(QUICK_START, 0.02), "broken_film", "film.mp4"),
    Odd("film of a beginning alone", lambda: PLAIN()[:32], "broken_film", "film.mp4"),
    Odd("film of zeros", lambda: PLAIN()[:32] + bytes(20_000), "broken_film", "film.mp4"),
    Odd("film that counts billions", patched(QUICK_START, b"stsz", 8, BILLIONS), "broken_film", "film.mp4"),
    Odd("film whose data are elsewhere", patched(QUICK_START, b"url ", 0, bytes(4)), "video", "film.mp4"),
    Odd("webm of a beginning alone", lambda: film("webm", "-c:v", "libvpx", "-c:a", "libopus")()[:60],
        "broken_film", "film.webm"),
    Odd("html that begins as a film", lambda: b"\0\0\0\x18ftypisom" + SCRIPT.encode() * 50, "broken_film"),
)  # fmt: skip

SOUNDS: tuple[Odd, ...] = (
    Odd("m4a", voice("m4a", "-c:a", "aac", *WORDS), "audio", "voice.m4a"),
    Odd("sound alone in an mp4", voice("mp4", "-c:a", "aac"), "audio", "voice.mp4"),
    Odd("mp3 with a cover", with_cover, "audio", "voice.mp3"),
    Odd("mp3 with an enormous tag", lambda: b"ID3\x04\0\0\0\x20\0\0" + bytes(2**19) + voice("mp3")(), "audio",
        "voice.mp3"),
    Odd("ogg", voice("ogg", "-c:a", "libvorbis", "-metadata", f"title={SCRIPT}"), "audio", "voice.ogg"),
    Odd("opus", voice("ogg", "-c:a", "libopus"), "audio", "voice.opus"),
    Odd("two songs in one ogg", two_songs, "audio", "voice.ogg"),
    Odd("wav", WAV, "audio", "voice.wav"),
    Odd("wav of 24 bits", voice("wav", "-c:a", "pcm_s24le"), "audio", "voice.wav"),
    Odd("wav of fractions", voice("wav", "-c:a", "pcm_f32le"), "audio", "voice.wav"),
    Odd("wav of eight channels", voice("wav", "-ac", "8"), "audio", "voice.wav"),
    Odd("wav that lies about its length", patched(WAV, b"data", 0, b"\xff" * 4), "audio", "voice.wav"),
    Odd("recording of a browser", voice("webm", "-c:a", "libopus", "-live", "1"), "audio", "voice.webm"),
    Odd("flac", voice("flac"), "audio", "voice.flac"),
    Odd("bare aac", voice("aac"), "audio", "voice.aac"),
    Odd("mp3 cut", cut(voice("mp3"), 0.5), "audio", "voice.mp3"),
    Odd("wav of a head alone", lambda: WAV()[:44], "broken_sound", "voice.wav"),
    Odd("ogg of a head alone", lambda: voice("ogg", "-c:a", "libvorbis")()[:58], "broken_sound", "voice.ogg"),
    Odd("html that begins as mp3", lambda: b"ID3\x03\0\0\0\0\0\0" + SCRIPT.encode() * 50, "broken_sound"),
)  # fmt: skip
