"""Files that are none of the kinds that are kept, under names and beginnings of those that are."""

import gzip
import struct
from functools import partial

from PIL import Image

from tests.corpus.odd import SCRIPT, Odd
from tests.photos import EPS, HTML, SVG, encoded, picture

ENTITY = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
PLAYLIST = "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{}\n#EXT-X-ENDLIST\n"
#: The test puts the port of its listening server there.
PORT = "0PORT0"
REACHES = {
    "a neighbour": "original", "the passwords": "/etc/passwd", "the passwords by name": "file:///etc/passwd",
    "this machine": f"http://127.0.0.1:{PORT}/x.ts",
}  # fmt: skip


def _lists() -> list[Odd]:
    found = []
    for number, (what, address) in enumerate(REACHES.items()):
        name = ("film.mp4", "voice.mp3", "voice.wav", "film.mov")[number]
        playlist = partial(PLAYLIST.format(address).encode)
        found.append(Odd(f"playlist that reaches {what}", playlist, "unknown_kind", name))
        parts = partial(f"ffconcat version 1.0\nfile '{address}'\n".encode)
        found.append(Odd(f"list of parts that reaches {what}", parts, "unknown_kind", name))
    return found


SDP = f"v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=audio {PORT} RTP/AVP 0\n".encode()
DASH = (
    f'<MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><BaseURL>http://127.0.0.1:{PORT}/</BaseURL></MPD>'.encode()
)
ASS = b"[Script Info]\nTitle: x\n[Events]\nDialogue: 0,0:00:00.00,0:00:05.00,Default,,0,0,0,,x\n"
WMF = struct.pack("<IHhhhhHIH", 0x9AC6CDD7, 0, 0, 0, 100, 100, 96, 0, 0) + bytes(40)

PRETENDERS: tuple[Odd, ...] = (
    *_lists(),
    Odd("empty", lambda: b"", "empty"),
    Odd("one byte", lambda: b"\xff", "unknown_kind"),
    Odd("zeros", lambda: bytes(4096), "unknown_kind"),
    Odd("text", lambda: "Письмо.\n".encode(), "unknown_kind"),
    Odd("svg as jpeg", lambda: SVG, "unknown_kind"),
    Odd("svg as svg", lambda: SVG, "unknown_kind", "drawing.svg"),
    Odd("svg as a film", lambda: SVG, "unknown_kind", "film.mp4"),
    Odd("packed svg", lambda: gzip.compress(SVG), "unknown_kind", "drawing.svgz"),
    Odd("html", lambda: HTML, "unknown_kind", "photo.jpg"),
    Odd("html as pdf", lambda: HTML, "unknown_kind", "letter.pdf"),
    Odd("entities", lambda: ENTITY, "unknown_kind"),
    Odd("eps", lambda: EPS, "unknown_kind"),
    Odd("bmp", lambda: encoded(picture(), "BMP"), "unknown_kind", "photo.bmp"),
    Odd("ico", lambda: encoded(picture(), "ICO"), "unknown_kind", "photo.ico"),
    Odd("tga", lambda: encoded(picture(), "TGA"), "unknown_kind", "photo.tga"),
    Odd("ppm", lambda: encoded(picture(), "PPM"), "unknown_kind"),
    Odd("pcx", lambda: encoded(picture(), "PCX"), "unknown_kind"),
    Odd("jpeg 2000", lambda: encoded(picture(), "JPEG2000"), "unknown_kind", "photo.jp2"),
    Odd("psd", lambda: b"8BPS\0\1" + bytes(200), "unknown_kind", "photo.psd"),
    Odd("wmf", lambda: WMF, "unknown_kind", "photo.wmf"),
    Odd("dicom", lambda: bytes(128) + b"DICM" + bytes(200), "unknown_kind"),
    Odd("program for windows", lambda: b"MZ" + bytes(200), "unknown_kind", "photo.jpg.exe"),
    Odd("program for linux", lambda: b"\x7fELF" + bytes(200), "unknown_kind"),
    Odd("zip", lambda: b"PK\x03\x04" + bytes(200), "unknown_kind", "photos.zip"),
    Odd("script", lambda: f"#!/bin/sh\n# {SCRIPT}\n".encode(), "unknown_kind"),
    Odd("session description", lambda: SDP, "unknown_kind", "voice.mp3"),
    Odd("dash manifest", lambda: DASH, "unknown_kind", "film.mp4"),
    Odd("subtitles", lambda: b"1\n00:00:00,000 --> 00:00:01,000\nx\n", "unknown_kind", "film.mp4"),
    Odd("styled subtitles", lambda: ASS, "unknown_kind", "film.mp4"),
    Odd("raw pixels", lambda: Image.new("RGB", (64, 64)).tobytes(), "unknown_kind"),
)
