"""Films and recordings of every other codec and container; what comes along with them; what none can play."""

import random
import tempfile
from functools import partial
from pathlib import Path

from PIL import Image

from tests.corpus.odd import CANARY, SCRIPT, Odd
from tests.corpus.papers import BODY, pdf
from tests.corpus.sounds_and_films import (
    FILM,
    H264,
    TONE,
    VP9,
    WAV,
    cut,
    film,
    lying,
    made,
    silent,
    turned,
    voice,
)
from tests.photos import jpeg

NAMED = (f"handler_name={CANARY.decode()}", f"title={SCRIPT}", f"encoder={CANARY.decode()}")
#: The names of each track, which copies take over unless they are told not to.
TRACKS = [word for each in NAMED for word in ("-metadata:s", each)]
PARTS = ("-movflags", "frag_keyframe+empty_moov", "-g", "2")
NOTHING = ("-f", "lavfi", "-t", "1", "-i", "anullsrc=r=44100:cl=stereo")
CHAPTER = f";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=500\ntitle={CANARY.decode()}\n"
SUBTITLE = f"1\n00:00:00,000 --> 00:00:01,000\n{SCRIPT}\n"
PLAYLIST = b"#EXTM3U\n#EXTINF:9,\n/etc/passwd\n"


def with_words() -> bytes:
    """Subtitles and chapters."""
    with tempfile.TemporaryDirectory(prefix="rodnik-tests-film-") as folder:
        said, chapters = Path(folder) / "said.srt", Path(folder) / "chapters.txt"
        said.write_text(SUBTITLE)
        chapters.write_text(CHAPTER)
        inputs = [*FILM, *TONE, "-i", str(said), "-f", "ffmetadata", "-i", str(chapters)]
        maps = ["-map", "0", "-map", "1", "-map", "2", "-map_metadata", "3", "-map_chapters", "3"]
        return made("mp4", *inputs, *maps, *H264, "-c:a", "aac", "-c:s", "mov_text", "-shortest")


def with_a_page() -> bytes:
    with tempfile.NamedTemporaryFile(suffix=".html", prefix="rodnik-tests-film-") as page:
        Path(page.name).write_text(SCRIPT)
        return made("mkv", *FILM, *H264, "-attach", page.name, "-metadata:s:t", "mimetype=text/html")


def with_cover() -> bytes:
    with tempfile.NamedTemporaryFile(suffix=".jpg", prefix="rodnik-tests-cover-") as cover:
        Path(cover.name).write_bytes(jpeg(200, 200))
        along = ["-i", cover.name, "-map", "0", "-map", "1", "-c:v", "copy", "-disposition:v", "attached_pic"]
        return made("m4a", *TONE, *along, "-c:a", "aac")


def mirrored() -> bytes:
    return lying(Image.Transpose.FLIP_LEFT_RIGHT, "-display_hflip")


def wav_head(at: int, other: bytes) -> bytes:
    whole = WAV()
    return whole[:at] + other + whole[at + len(other) :]


def frames_of_noise() -> bytes:
    return b"\xff\xfb\x90\x00" + random.Random(5).randbytes(300_000)  # noqa: S311 (no secret)


OTHER_FILMS: tuple[Odd, ...] = (
    Odd("film whose tracks have names", film("mp4", *H264, "-c:a", "aac", *TRACKS), "video", "film.mp4"),
    Odd("film with a place", silent("mov", *H264, "-metadata", "location=+55.75+037.61/"), "video", "a.mov"),
    Odd("film with subtitles and chapters", with_words, "video", "film.mp4"),
    Odd("film with a page attached", with_a_page, "video", "film.mkv"),
    Odd("film in parts", film("mp4", *H264, "-c:a", "aac", *PARTS), "video", "film.mp4"),
    Odd("film in parts, cut", cut(film("mp4", *H264, "-c:a", "aac", *PARTS), 0.5), "broken_film", "film.mp4"),
    Odd("film of a browser, cut", cut(film("webm", *VP9, "-c:a", "libopus", "-live", "1"), 0.6), "video",
        "film.webm"),
    Odd("film turned right", turned(270), "video", "film.mp4", True),
    Odd("film in a mirror", mirrored, "video", "film.mp4", True),
    Odd("film of pictures that stand", silent("mp4", "-r", "1/20", *H264), "video", "film.mp4"),
    Odd("film that slows down", silent("mp4", *H264, "-vf", "setpts=N*N/10/TB", "-fps_mode", "vfr"), "video",
        "film.mp4"),
    Odd("hevc", silent("mp4", "-c:v", "libx265", "-preset", "ultrafast"), "video", "film.mp4"),
    Odd("av1", silent("mp4", "-c:v", "libsvtav1", "-preset", "12"), "video", "film.mp4"),
    Odd("prores", silent("mov", "-c:v", "prores_ks"), "video", "film.mov"),
    Odd("mpeg-4 of old", film("avi", "-c:v", "mpeg4", "-c:a", "libmp3lame"), "video", "film.avi"),
    Odd("vp8", film("webm", "-c:v", "libvpx", "-c:a", "libvorbis"), "video", "film.webm"),
    Odd("theora", film("ogv", "-c:v", "libtheora", "-c:a", "libvorbis"), "video", "film.ogv"),
    Odd("film of a disc", film("mpg", "-c:v", "mpeg2video", "-r", "25"), "video", "film.mpg"),
    Odd("pictures without a codec", silent("avi", "-c:v", "rawvideo"), "broken_film", "film.avi"),
    Odd("pictures of png", silent("mov", "-c:v", "png"), "broken_film", "film.mov"),
    Odd("film of a broadcast", film("ts", *H264), "unknown_kind", "film.ts"),
    Odd("flash", film("flv", *H264, "-c:a", "aac"), "unknown_kind", "film.flv"),
    Odd("windows media", film("wmv"), "unknown_kind", "film.wmv"),
)  # fmt: skip

OTHER_SOUNDS: tuple[Odd, ...] = (
    Odd("m4a with a cover", with_cover, "audio", "voice.m4a"),
    Odd("m4a whose track has a name", voice("m4a", "-c:a", "aac", *TRACKS), "audio", "voice.m4a"),
    Odd("silence", partial(made, "wav", *NOTHING), "audio", "voice.wav"),
    Odd("wav of one kilohertz", voice("wav", "-ar", "1000"), "audio", "voice.wav"),
    Odd("wav of 192 kilohertz", voice("wav", "-ar", "192000"), "audio", "voice.wav"),
    Odd("wav of a telephone", voice("wav", "-ar", "8000", "-c:a", "pcm_alaw"), "audio", "voice.wav"),
    Odd("wav for files beyond 4 GB", voice("wav", "-rf64", "always"), "audio", "voice.wav"),
    Odd("aiff", voice("aiff"), "audio", "voice.aiff"),
    Odd("caf", voice("caf"), "audio", "voice.caf"),
    Odd("amr", voice("amr", "-ar", "8000", "-ac", "1", "-b:a", "12.2k"), "audio", "voice.amr"),
    Odd("alac", voice("m4a", "-c:a", "alac"), "audio", "voice.m4a"),
    Odd("mp2", voice("mp2"), "audio", "voice.mp2"),
    Odd("flac, cut", cut(voice("flac"), 0.5), "audio", "voice.flac"),
    Odd("m4a, cut", cut(voice("m4a", "-c:a", "aac"), 0.5), "broken_sound", "voice.m4a"),
    Odd("wav of no samples a second", partial(wav_head, 24, bytes(4)), "broken_sound", "voice.wav"),
    Odd("wav of billions of samples a second", partial(wav_head, 24, b"\xff\xff\xff\x7f"), "too_heavy",
        "voice.wav"),
    Odd("wav of 65,535 channels", partial(wav_head, 22, b"\xff\xff"), "broken_sound", "voice.wav"),
    Odd("tag of 256 MB that is not there", lambda: b"ID3\4\0\0\x7f\x7f\x7f\x7f", "broken_sound", "voice.mp3"),
    Odd("tag with zeros behind it", lambda: b"ID3\3\0\0\0\0\0\0" + bytes(500_000), "broken_sound",
        "voice.mp3"),
    Odd("playlist behind a tag", lambda: b"ID3\3\0\0\0\0\0\0" + PLAYLIST, "broken_sound", "voice.mp3"),
    Odd("playlist in a wav", lambda: b"RIFF\xff\0\0\0WAVE" + PLAYLIST, "broken_sound", "voice.wav"),
    Odd("frames of noise", frames_of_noise, "broken_sound", "voice.mp3"),
    Odd("windows sound", voice("wma"), "unknown_kind", "voice.wma"),
    Odd("sound of a cinema", voice("ac3"), "unknown_kind", "voice.ac3"),
)  # fmt: skip

OTHER_PAPERS: tuple[Odd, ...] = (
    Odd("pdf and zip", lambda: pdf() + b"PK\3\4" + bytes(100), "document", "letter.pdf"),
    Odd("pdf and jpeg", lambda: pdf(jpeg() + BODY), "document", "letter.pdf"),
    Odd("pdf with a page in its middle", lambda: pdf(bytes(2000) + SCRIPT.encode() + BODY), "document",
        "letter.pdf"),
    Odd("pdf of five bytes", lambda: b"%PDF-", "broken_paper", "letter.pdf"),
)  # fmt: skip
