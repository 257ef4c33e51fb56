"""ffmpeg reads the one file that it is handed: no neighbour, no address, whatever that file asks for."""

import socket
import subprocess
from pathlib import Path

import imageio_ffmpeg
import pytest

from memorials.decoding import ffmpeg

FFMPEG = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-loglevel", "error", "-nostdin", "-y"]


@pytest.fixture
def neighbour(tmp_path: Path) -> Path:
    """A recording that lies in the same folder, of a kind that every demuxer below would take."""
    path = tmp_path / "neighbour.ts"
    made = ["-f", "lavfi", "-i", "sine=d=1", "-c:a", "aac", str(path)]
    subprocess.run([*FFMPEG, *made], check=True, capture_output=True)
    return path


def playlist(kind: str, target: str) -> str:
    if kind == "concat":
        return f"ffconcat version 1.0\nfile '{target}'\n"
    return f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{target}\n#EXT-X-ENDLIST\n"


@pytest.mark.parametrize("kind", ["hls", "concat"])
def test_a_playlist_leads_nowhere_even_if_it_were_taken_for_one(tmp_path, neighbour, kind):
    """Without our options ffmpeg opens the neighbour: that is what makes this a test."""
    path = tmp_path / "list"
    path.write_text(playlist(kind, neighbour.name))
    heard = ["-f", "s16le", "pipe:1"]
    freely = [*FFMPEG, "-allowed_extensions", "ALL"] if kind == "hls" else FFMPEG
    unlocked = subprocess.run(
        [*freely, "-f", kind, "-i", str(path), *heard], capture_output=True, cwd=tmp_path, check=False
    )
    assert len(unlocked.stdout) > 10_000
    taken = bytearray()
    with pytest.raises(ffmpeg.Failed):
        ffmpeg.read_media(path, kind, heard, tmp_path, take=taken.extend)
    assert taken == b""


def test_no_address_is_called(tmp_path):
    path = tmp_path / "list"
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.5)
        path.write_text(playlist("hls", f"http://127.0.0.1:{server.getsockname()[1]}/segment.ts"))
        with pytest.raises(ffmpeg.Failed):
            ffmpeg.read_media(path, "hls", ["-f", "null", "-"], tmp_path)
        with pytest.raises(TimeoutError):
            server.accept()
        unlocked = [*FFMPEG, "-protocol_whitelist", "file,http,tcp", "-allowed_extensions", "ALL"]
        with pytest.raises(subprocess.TimeoutExpired):  # it is called, and nobody answers
            subprocess.run(
                [*unlocked, "-f", "hls", "-i", str(path), "-f", "null", "-"], timeout=2, check=False
            )
        server.accept()[0].close()
