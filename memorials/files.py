"""Private files: what is stored, under which name it is shown, and who may have it.

Each kind of file has a finder. A finder starts from `visible_to`, so that a file is open to exactly
those who see its row. How the file then travels is the business of memorials/delivery.py.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models.fields.files import FieldFile
from django.http import Http404

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


Finder = Callable[[Viewer, str, str], StoredFile | None]
_finders: dict[str, Finder] = {}


def serve_kind(kind: str, finder: Finder) -> None:
    _finders[kind] = finder


def find(viewer: Viewer, kind: str, code: str, name: str) -> StoredFile:
    finder = _finders.get(kind)
    found = finder(viewer, code, name) if finder else None
    if found is None:
        raise Http404
    return found
