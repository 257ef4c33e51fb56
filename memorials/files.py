"""Private files: what is stored, under which name it is shown, and who may have it.

Each kind of file has a finder. A finder starts from `visible_to`, so that a file is open to exactly
those who see its row. How the file then travels is the business of memorials/delivery.py.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.db.models.fields.files import FieldFile
from django.http import Http404
from django.urls import reverse

from memorials.viewer import Viewer


@dataclass(frozen=True)
class StoredFile:
    """A file that the viewer may have: where it is stored, and how it is named to them."""

    file: FieldFile
    content_type: str
    shown_name: str
    as_attachment: bool = False

    @property
    def name(self) -> str:
        """The random name under which it is stored."""
        return str(self.file.name)

    @property
    def etag(self) -> str:
        """Names are random and files never change, so the name says which file it is."""
        return '"' + self.name.rsplit("/", 1)[-1] + '"'


@dataclass(frozen=True)
class WrittenFile:
    """A small text that is kept in a row and read as a file: sent as it is, whichever way files travel."""

    text: str
    content_type: str
    shown_name: str
    as_attachment: bool = False

    @cached_property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.text.encode()).hexdigest()[:32]}"'


PrivateFile = StoredFile | WrittenFile
Finder = Callable[[Viewer, str, str], PrivateFile | None]
_finders: dict[str, Finder] = {}


def serve_kind(kind: str, finder: Finder) -> None:
    _finders[kind] = finder


def site_address(kind: str, code: str, name: str) -> str:
    return reverse("memorials:file", args=[kind, code, name])


def find(viewer: Viewer, kind: str, code: str, name: str) -> PrivateFile:
    finder = _finders.get(kind)
    found = finder(viewer, code, name) if finder else None
    if found is None:
        raise Http404
    return found
