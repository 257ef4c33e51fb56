"""What changes files on their way in. They come in parts, and become media once they are whole."""

import hashlib
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from memorials.errors import Refusal
from memorials.jobs.workplace import workplace
from memorials.models import Media, Memorial, Upload, User
from memorials.models.upload import UploadQuerySet, part_path
from memorials.names import shown_name
from memorials.services.media import AlreadyKept, delete_files, keep_file
from memorials.services.room import check_size, take_room

#: Files that one person may have half-sent at a time; a page sends two.
MOST_AT_ONCE = 50
#: So many parts are enough for the largest file in parts of half a megabyte.
MOST_PARTS = 5000
CHUNK = 256 * 2**10


class TooManyUploads(Refusal):
    code = "too_many_uploads"
    status = 429
    sentence = _("Too many files are on their way already. Please wait until some of them have come.")


class TooManyParts(Refusal):
    code = "too_many_parts"
    status = 413
    sentence = _("This file comes in too many small parts. Please send it again.")


class OffsetMoved(Refusal):
    code = "offset_moved"
    status = 409
    sentence = _("The file has come further, or less far, than was said.")


class ChecksumWrong(Refusal):
    code = "checksum_wrong"
    status = 460
    sentence = _("This part came damaged and was not kept. Please send it again.")


class BeingJoined(Refusal):
    code = "being_joined"
    status = 423
    sentence = _("The file is here, and is being looked at. Please ask again in a moment.")


class PastRefusal(Refusal):
    """What was refused once, told again."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True)
class Checksum:
    """What the bytes of one part must come to."""

    algorithm: str
    value: bytes

    def fits(self, digest: Any) -> bool:
        return bool(digest.digest() == self.value)


def begin_upload(
    *, memorial: Memorial, owner: User, name: str, length: int, words: dict[str, str], told_as: str = ""
) -> Upload:
    """Room for all of it is taken now. Raises FileRefused, TooManyUploads or NoRoom."""
    check_size(length)
    with transaction.atomic():
        list(User.objects.select_for_update(no_key=True).filter(pk=owner.pk).values_list("pk"))
        if Upload.objects.unfinished().filter(owner=owner).count() >= MOST_AT_ONCE:
            raise TooManyUploads
        take_room(memorial, length)
        return Upload.objects.create(
            memorial=memorial, owner=owner, name=shown_name(name), length=length, words=words, told_as=told_as
        )


def receive_part(*, upload: Upload, pieces: Iterable[bytes], checksum: Checksum | None = None) -> None:
    """Keep what comes as the next part. Of two that come at once, one is kept.

    Raises OffsetMoved, ChecksumWrong or TooManyParts, and then nothing of the part is kept.
    """
    if len(upload.parts) >= MOST_PARTS:
        raise TooManyParts
    with tempfile.TemporaryFile(prefix="rodnik-part-") as file:
        size = _write_down(pieces, file, checksum)
        if size:
            _keep_part(upload, file, size)


def _write_down(pieces: Iterable[bytes], file: IO[bytes], checksum: Checksum | None) -> int:
    digest = hashlib.new(checksum.algorithm, usedforsecurity=False) if checksum else None
    for piece in pieces:
        file.write(piece)
        if digest:
            digest.update(piece)
    if checksum and not checksum.fits(digest):
        raise ChecksumWrong
    return file.tell()


def _keep_part(upload: Upload, file: IO[bytes], size: int) -> None:
    file.seek(0)
    name = part_path()
    try:
        default_storage.save(name, File(file))
        if not Upload.objects.advance(upload, size=size, part=name):
            raise OffsetMoved
    except BaseException:  # whatever happened, a part that no row names is not left behind
        delete_files([name])
        raise
    upload.refresh_from_db()


def finish_upload(*, upload: Upload) -> Media:
    """What has become of a whole upload; the first call makes it, each further one finds it.

    Raises the refusal where it cannot be kept, then and again, or BeingJoined where somebody else is at it.
    """
    upload.refresh_from_db()
    if upload.media:
        return upload.media
    if upload.refused:
        raise PastRefusal(upload.refused, upload.told)
    if not Upload.objects.claim(upload):
        raise BeingJoined
    parts = list(upload.parts)
    try:
        media = _keep_whole(upload)
    except AlreadyKept:  # it took longer than anybody expected, and somebody else has made it meanwhile
        upload.refresh_from_db()
        return finish_upload(upload=upload)
    except Refusal as refusal:
        Upload.objects.refuse(upload, code=refusal.code, sentence=str(refusal.sentence))
        delete_files(parts)
        raise
    except BaseException:  # a fault of ours, and not of the file: the next one may try at once
        Upload.objects.release(upload)
        raise
    delete_files(parts)
    return media


def _keep_whole(upload: Upload) -> Media:
    with workplace() as folder:
        original = folder / "original"
        return keep_file(
            memorial=upload.memorial,
            added_by=upload.owner,
            original=original,
            sha256=_join(upload, original),
            name=upload.name,
            arrived=upload,
            **upload.words,
        )


def _join(upload: Upload, original: Path) -> str:
    """Write all parts into one file, and answer with its SHA-256."""
    digest = hashlib.sha256()
    with original.open("wb") as whole:
        for name in upload.parts:
            with default_storage.open(name) as part:
                for piece in part.chunks(CHUNK):
                    digest.update(piece)
                    whole.write(piece)
    return digest.hexdigest()


def discard_uploads(uploads: UploadQuerySet) -> int:
    """Gone with their parts; what has become media stays. The parts go once the rows are gone."""
    with transaction.atomic():
        rows = list(uploads.select_for_update(of=("self",)))
        names = [name for upload in rows for name in upload.parts]
        Upload.objects.filter(pk__in=[upload.pk for upload in rows]).delete()
        transaction.on_commit(lambda: delete_files(names), robust=True)
    return len(rows)


def finish_left_over() -> int:
    """What came whole and was left by a process that ended. A periodic task calls it."""
    finished = 0
    for upload in Upload.objects.left_whole().select_related("memorial", "owner"):
        with override(upload.owner.language or None), suppress(Refusal, Upload.DoesNotExist):
            finish_upload(upload=upload)
            finished += 1
    return finished
