"""What changes what was brought. The original is kept as it came; what is shown is made anew from it."""

import hashlib
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from memorials.decoding import Copy, Examined, examine
from memorials.events import Event, tell
from memorials.models import Media, Memorial, Preparation, Rendition, Status, Upload, User
from memorials.names import shown_name
from memorials.services.memories import status_of_new
from memorials.services.preparing import prepare_later
from memorials.services.room import check_size, take_room

#: Forms with files that one person may send.
SENT = "120/h"


class AlreadyKept(Exception):
    """The upload has become something already, or was given up meanwhile."""


def add_media(*, memorial: Memorial, added_by: User, upload: UploadedFile, **fields: Any) -> Media:
    """Keep a file that came with a form. Raises FileRefused or NoRoom, and then nothing is left behind."""
    with tempfile.TemporaryDirectory(prefix="rodnik-file-") as folder:
        original = Path(folder) / "original"
        return keep_file(
            memorial=memorial,
            added_by=added_by,
            original=original,
            sha256=_receive(upload, original),
            name=upload.name or "",
            **fields,
        )


def keep_file(
    *,
    memorial: Memorial,
    added_by: User,
    original: Path,
    sha256: str,
    name: str,
    arrived: Upload | None = None,
    **fields: object,
) -> Media:
    """Keep a file that lies in a temporary folder of its own, with what is made of it there.

    Decoding happens before the transaction opens. `arrived` is the upload that it came by, and becomes it.
    Raises FileRefused, NoRoom or AlreadyKept, and then nothing is left behind.
    """
    examined = examine(original, original.parent)
    size = original.stat().st_size
    check_size(size, examined.kind)
    photo = Media(
        memorial=memorial,
        added_by=added_by,
        original_name=shown_name(name),
        sha256=sha256,
        size=size,
        status=status_of_new(memorial, added_by),
        **found_out(examined),
        **fields,
    )
    return keep_files(photo, original, examined.copies, arrived=arrived)


def found_out(examined: Examined) -> dict[str, Any]:
    """The columns of the row that the file itself tells."""
    return {name: value for name, value in vars(examined).items() if name != "copies"}


def _receive(upload: UploadedFile, original: Path) -> str:
    """Write the upload down, with its size limited as it comes, and answer with its SHA-256."""
    digest, size = hashlib.sha256(), 0
    with original.open("wb") as file:
        for chunk in upload.chunks():
            size += len(chunk)
            check_size(size)
            digest.update(chunk)
            file.write(chunk)
    check_size(size)
    return digest.hexdigest()


def keep_files(
    photo: Media, original: Path, copies: Sequence[Copy], *, arrived: Upload | None = None
) -> Media:
    """Store the original and its copies, and then their rows. Whatever fails, nothing is left behind."""
    renditions = [Rendition(media=photo, **facts(copy)) for copy in copies]
    sources = [original, *(copy.path for copy in copies)]
    fields = [photo.original, *(rendition.file for rendition in renditions)]
    for field, source in zip(fields, sources, strict=True):
        field.name = field.field.generate_filename(field.instance, source.name)
    try:
        for field, source in zip(fields, sources, strict=True):
            with source.open("rb") as file:
                default_storage.save(field.name, File(file))
        _write_rows(photo, renditions, arrived)
    except BaseException:  # whatever happened, files without a row are not left behind, nor half-written ones
        delete_files([field.name for field in fields])
        raise
    return photo


def _write_rows(photo: Media, renditions: list[Rendition], arrived: Upload | None) -> None:
    """The first photograph that stands is the portrait; one that waits for approval would hide it."""
    size = photo.size + sum(rendition.size for rendition in renditions)
    with transaction.atomic():
        take_room(photo.memorial, size, kept_already=arrived.length if arrived else 0)
        photo.save()
        if arrived and not Upload.objects.finish(arrived, photo):
            raise AlreadyKept
        Rendition.objects.bulk_create(renditions)
        prepare_later(photo)
        if photo.kind == Media.Kind.PHOTO and photo.status == Status.APPROVED:
            Memorial.objects.filter(pk=photo.memorial_id, cover=None).update(cover=photo)


def facts(copy: Copy) -> dict[str, Any]:
    """The columns of a rendition that the copy itself tells."""
    columns = {name: getattr(copy, name) for name in ("name", "content_type", "width", "height")}
    return {**columns, "size": copy.path.stat().st_size}


def remove_media(*, photo: Media) -> None:
    """The photograph, its renditions and what was made from it. Files go once the rows are gone."""
    with transaction.atomic():
        tell(Event.PHOTO_REMOVED, photo=photo)
        # A worker that comes to its end just now is either before us, or finds its row gone.
        Preparation.objects.filter(media=photo).delete()
        names: list[str | None] = [photo.original.name, *photo.renditions.values_list("file", flat=True)]
        photo.delete()
        transaction.on_commit(lambda: delete_files(names), robust=True)


def delete_files(names: Iterable[str | None]) -> None:
    for name in names:
        if name:
            default_storage.delete(name)
