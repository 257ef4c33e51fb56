"""Files that no row owns: what a process stored before it was killed. Each app says which it owns."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import timedelta
from itertools import chain

from django.core.files.storage import default_storage
from django.utils import timezone

from memorials.models import Media, Rendition, Upload
from memorials.services.media import delete_files

#: A file may be stored for a while before its row is: nothing takes longer than this to be stored.
ORPHAN_AGE = timedelta(hours=2)
Owned = Callable[[], Iterable[str]]
_owners: dict[str, Owned] = {
    "originals": lambda: Media.objects.values_list("original", flat=True),
    "renditions": lambda: Rendition.objects.values_list("file", flat=True),
    "uploads": lambda: chain.from_iterable(Upload.objects.values_list("parts", flat=True)),
}


def own_folder(folder: str, owned: Owned) -> None:
    """In this folder of the storage lie the files of `owned`, and nothing else."""
    _owners[folder] = owned


def delete_orphans() -> int:
    """Answers with how many files went."""
    orphans = [name for folder, owned in _owners.items() for name in _orphans(folder, owned)]
    delete_files(orphans)
    return len(orphans)


def _orphans(folder: str, owned: Owned) -> list[str]:
    stored = list(_stored(folder))  # before the rows: a file of that moment has its row by now, or is young
    names = set(owned()) if stored else set()
    return [name for name in stored if name not in names and _is_old(name)]


def _stored(folder: str) -> Iterator[str]:
    with suppress(FileNotFoundError):  # a folder comes with its first file; a bucket has none at all
        folders, files = default_storage.listdir(folder)
        yield from (f"{folder}/{name}" for name in files)
        for below in folders:
            yield from _stored(f"{folder}/{below}")


def _is_old(name: str) -> bool:
    """Asked only of what no row owns: in a bucket each question is a request."""
    try:
        return default_storage.get_modified_time(name) < timezone.now() - ORPHAN_AGE
    except FileNotFoundError:  # removed meanwhile
        return False
