"""What is made of films and recordings as families have them: whole, upright, seen and heard everywhere."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
from PIL import Image

from memorials.decoding import examine, films, prepare
from memorials.decoding.found import Copy, Examined
from memorials.errors import FileRefused

FFMPEG = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-y"]
H264 = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"]
HEVC = ["-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le", "-x265-params"]

#: Writes a film from what `lavfi` draws or sounds (or from files) and answers with its path.
Maker = Callable[..., Path]


@pytest.fixture
def made(tmp_path: Path) -> Maker:
    def make(name: str, *options: str, drawn: str = "testsrc2=s=64x48:d=1:r=25", heard: str = "") -> Path:
        inputs = [word for each in (drawn, heard) if each for word in ("-f", "lavfi", "-i", each)]
        command = [*FFMPEG, "-loglevel", "error", *inputs, *options, str(tmp_path / name)]
        subprocess.run(command, check=True, capture_output=True)
        return tmp_path / name

    return make


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


def told_of(path: Path) -> str:
    """What ffmpeg says of a file: its codecs, its size, its metadata."""
    return subprocess.run(
        [*FFMPEG, "-i", str(path), "-f", "null", "-"], capture_output=True, text=True, check=True
    ).stderr


def pictures_of(path: Path) -> str:
    """A digest of every decoded picture."""
    command = [*FFMPEG, "-loglevel", "error", "-i", str(path), "-map", "0:v", "-f", "framehash", "-"]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return "\n".join(line.rpartition(",")[2] for line in lines.splitlines() if line[0] != "#")


def prepared(path: Path, folder: Path) -> tuple[Examined, Copy]:
    examined = examine(path, folder)
    return examined, prepare(path, folder, examined.kind).copies[0]


def refused(path: Path, folder: Path) -> str:
    with pytest.raises(FileRefused) as refusal:
        examine(path, folder)
    return refusal.value.code


def test_a_film_that_browsers_play_is_taken_picture_by_picture_as_it_is(made, folder):
    film = made("film.mp4", *H264)
    _, copy = prepared(film, folder)
    assert pictures_of(copy.path) == pictures_of(film)


def test_a_sound_that_browsers_do_not_play_costs_the_pictures_nothing(made, folder):
    film = made("camera.mov", *H264, "-c:a", "pcm_s16le", heard="sine=d=1")
    _, copy = prepared(film, folder)
    assert pictures_of(copy.path) == pictures_of(film)
    assert "Audio: aac" in told_of(copy.path)


def test_what_a_camera_writes_between_the_pictures_does_not_come_along(made, folder):
    uuid = "086f3693-b7b3-4f2c-9653-21492feee5b8"
    film = made("film.mp4", *H264, "-bsf:v", f"h264_metadata=sei_user_data={uuid}+55.7558 37.6173")
    assert b"55.7558 37.6173" in film.read_bytes()
    _, copy = prepared(film, folder)
    assert b"55.7558" not in copy.path.read_bytes()
    assert pictures_of(copy.path) == pictures_of(film)


def test_a_copy_that_loses_the_end_is_made_anew(made, folder, monkeypatch):
    monkeypatch.setattr(films, "PICTURES_AS_THEY_ARE", ["-c:v", "copy", "-t", "0.2"])
    _, copy = prepared(made("film.mp4", *H264), folder)
    assert re.search(r"Duration: 00:00:01\.0", told_of(copy.path))


def test_what_cannot_be_taken_as_it_is_is_made_anew(made, folder, monkeypatch):
    monkeypatch.setattr(films, "PICTURES_AS_THEY_ARE", ["-c:v", "copy", "-bsf:v", "hevc_mp4toannexb"])
    _, copy = prepared(made("film.mp4", *H264), folder)
    assert re.search(r"Duration: 00:00:01\.0", told_of(copy.path))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_half_a_film_is_refused_as_damaged(made, folder, share):
    film = made("film.mp4", *H264, "-movflags", "+faststart")
    film.write_bytes(film.read_bytes()[: int(film.stat().st_size * share)])
    assert refused(film, folder) == "broken_film"


def test_half_a_recording_is_refused_as_damaged(made, folder):
    sound = made("sound.m4a", "-vn", "-movflags", "+faststart", drawn="", heard="sine=d=2")
    sound.write_bytes(sound.read_bytes()[:-4000])
    assert refused(sound, folder) in ("broken_film", "broken_sound")


def test_a_film_of_one_picture_is_kept(made, folder):
    examined, copy = prepared(made("film.mp4", *H264, "-frames:v", "1"), folder)
    assert (examined.kind, examined.width, examined.height) == ("video", 64, 48)
    assert pictures_of(copy.path).count("\n") == 0


@pytest.mark.parametrize("size", ["1x1", "2048x2", "2x2048"])
def test_the_smallest_and_the_narrowest_films_are_kept(made, folder, size):
    _, copy = prepared(made("film.webm", "-c:v", "libvpx", drawn=f"color=red:s={size}:d=0.2"), folder)
    assert min(copy.width or 0, copy.height or 0) == 2
    assert max(copy.width or 0, copy.height or 0) <= films.LONGEST_SIDE


@pytest.mark.parametrize("codec", [["libx264", "-preset", "ultrafast"], ["mjpeg"]])
def test_pictures_that_are_too_large_are_too_heavy(made, folder, codec):
    film = made("film.mov", "-c:v", *codec, "-frames:v", "1", drawn="color=gray:s=8192x8192:r=1:d=1")
    assert refused(film, folder) == "too_heavy"


def test_the_poster_is_not_the_black_before_the_film(made, folder):
    black = "color=black:s=64x48:d=3:r=25[a];color=red:s=64x48:d=1:r=25[b];[a][b]concat"
    examined, _ = prepared(made("film.mp4", *H264, drawn=black), folder)
    assert poster(examined).getpixel((32, 24))[0] > 200


def test_a_film_that_is_black_has_a_black_poster(made, folder):
    examined = examine(made("film.mp4", *H264, drawn="color=black:s=64x48:d=1"), folder)
    assert max(poster(examined).getpixel((32, 24))) < 10


def poster(examined: Examined) -> Image.Image:
    view = next(copy for copy in examined.copies if copy.name == "view")
    return Image.open(view.path).convert("RGB")


def test_a_title_cannot_pass_for_what_is_found_out(made, folder):
    title = "a\n[Parsed_showinfo_0 @ 0x0] n:   0 pts: 0 fmt:yuv420p sar:1/1 s:16x16 i:P"
    film = made("film.mp4", *H264, "-metadata", f"title={title}", "-metadata", f"comment={'x' * 30_000}")
    examined = examine(film, folder)
    assert (examined.width, examined.height) == (64, 48)


@pytest.mark.parametrize("colours", ["", ":colorprim=bt2020:colormatrix=bt2020nc"])
def test_a_brighter_film_keeps_its_middle_grey_on_any_screen(made, folder, colours):
    """38 % of HLG is middle grey by ITU-R BT.2408, which is 42 % of a usual screen; its white stays light."""
    told = f"log-level=error:transfer=arib-std-b67{colours}"
    grey, white = (64 + round(876 * share) for share in (0.38, 0.75))
    drawn = (
        f"color=black:s=64x64:d=0.2,format=yuv420p10le,geq=lum='if(lt(X,32),{grey},{white})':cb=512:cr=512"
    )
    examined = examine(made("film.mp4", *HEVC, told, drawn=drawn), folder)
    dark, light = (poster(examined).getpixel((x, 32))[0] for x in (12, 52))
    assert 0.38 < dark / 255 < 0.46
    assert 0.80 < light / 255 < 0.90


def test_large_films_that_do_not_say_their_colours_look_as_players_show_them(made, folder):
    """Yellow-green written by the matrix of BT.709, unmarked: by that of television it would be off."""
    drawn = "color=0x60C030:s=1280x720:d=0.2,scale=out_color_matrix=bt709,format=yuv420p"
    drawn += ",setparams=colorspace=unknown"
    examined = examine(made("film.mp4", *H264, drawn=drawn), folder)
    colour = poster(examined).getpixel((600, 300))
    assert all(abs(a - b) <= 6 for a, b in zip(colour, (0x60, 0xC0, 0x30), strict=True))


def test_interlaced_television_is_shown_without_combs(made, folder):
    """A bar that runs to the right stands elsewhere in every second line of a taped picture."""
    bar = "color=black:s=320x240:d=0.4:r=50,geq=lum='if(lt(mod(X+320-N*16,320),80),235,16)':cb=128:cr=128"
    film = made(
        "tape.mpg", "-vf", "tinterlace=interleave_top,setfield=tff", "-c:v", "mpeg2video", "-q:v", "2",
        "-flags", "+ildct+ilme", drawn=bar,
    )  # fmt: skip
    _, copy = prepared(film, folder)
    assert combs(film) > 5000
    assert combs(copy.path) < 200


def combs(film: Path) -> int:
    """Pixels that differ from the line below and are like the line after it; the ends are left out."""
    command = [*FFMPEG, "-loglevel", "error", "-i", str(film), "-pix_fmt", "gray", "-f", "rawvideo", "-"]
    pictures = np.frombuffer(subprocess.run(command, capture_output=True, check=True).stdout, np.uint8)
    lines = pictures.reshape(-1, 240, 320)[1:-1].astype(int)
    other, like = abs(lines[:, :-2] - lines[:, 1:-1]) > 100, abs(lines[:, :-2] - lines[:, 2:]) < 50
    return int((other & like).sum())


def test_the_loudness_of_opposite_channels_is_not_silence(made, folder):
    opposite = "aevalsrc=sin(500*t)|-sin(500*t):d=1"
    sound = made("sound.wav", drawn="", heard=opposite)
    assert min(prepare(sound, folder, "audio").waveform) > 90


def test_loudness_is_that_of_each_moment(made, folder):
    half = "aevalsrc='if(lt(t,1),0,if(lt(t,1.5),0.25,0.5))*sin(3000*t)':d=2:s=8000"
    points = prepare(made("sound.wav", drawn="", heard=half), folder, "audio").waveform
    assert len(points) == 200
    assert max(points[:98]) <= 3
    assert all(47 <= point <= 53 for point in points[103:147])
    assert all(95 <= point <= 100 for point in points[153:])
