"""Films, recordings and papers as the site keeps them, made of the smallest files that will do."""

import hashlib
import tempfile
from pathlib import Path
from typing import Any

from memorials.decoding import Copy
from memorials.models import Media, Memorial, User
from memorials.services.media import keep_files
from memorials.services.memories import status_of_new
from tests.photos import jpeg

FILM, SOUND, PAPER = b"film " * 200, b"sound " * 200, b"%PDF-1.4\n%%EOF\n"
#: Two lines of subtitles, as somebody would paste them.
SUBTITLES = "WEBVTT\n\n00:00.100 --> 00:00.900\n<v Анна>Пишите.\n\n00:01.000 --> 00:01.800\nНапишем.\n"


def make_film(memorial: Memorial, by: User, *, film: bytes | None = FILM, **fields: Any) -> Media:
    """With `film=None` only its poster is made yet."""
    copies = [("thumb", "image/jpeg", jpeg(64, 36)), ("view", "image/jpeg", jpeg(160, 90))]
    made = [*copies, ("film", "video/mp4", film)] if film else copies
    told = {"width": 160, "height": 90, "seconds": 2.0, "content_type": "video/mp4", "name": "VID_0042.MP4"}
    return _keep(memorial, by, Media.Kind.VIDEO, FILM, made, {**told, **fields})


def make_recording(memorial: Memorial, by: User, *, sound: bytes | None = SOUND, **fields: Any) -> Media:
    """With `sound=None` it cannot be listened to yet."""
    made = [("sound", "audio/mp4", sound)] if sound else []
    told = {"seconds": 2.0, "content_type": "audio/mp4", "name": "голос.m4a", "waveform": [0, 50, 100, 50]}
    return _keep(memorial, by, Media.Kind.AUDIO, SOUND, made, {**told, **fields})


def make_paper(memorial: Memorial, by: User, **fields: Any) -> Media:
    told = {"content_type": "application/pdf", "name": "письмо.pdf"}
    return _keep(memorial, by, Media.Kind.DOCUMENT, PAPER, [], {**told, **fields})


#: By kind, beside photographs.
MAKERS = {"video": make_film, "audio": make_recording, "document": make_paper}


def _keep(
    memorial: Memorial,
    by: User,
    kind: str,
    original: bytes,
    made: list[tuple[str, str, bytes]],
    fields: dict[str, Any],
) -> Media:
    status = fields.pop("status", status_of_new(memorial, by))
    media = Media(
        memorial=memorial, added_by=by, kind=kind, original_name=fields.pop("name"), size=len(original),
        sha256=hashlib.sha256(original).hexdigest(), status=status, **fields,
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        return keep_files(
            media, _written(folder, "original", original), [_copy(folder, *each) for each in made]
        )


def _copy(folder: str, name: str, content_type: str, content: bytes) -> Copy:
    size = (None, None) if content_type.startswith("audio") else (160, 90)
    return Copy(name, _written(folder, name, content), content_type, *size)


def _written(folder: str, name: str, content: bytes) -> Path:
    path = Path(folder) / name
    path.write_bytes(content)
    return path
