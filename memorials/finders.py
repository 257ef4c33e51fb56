"""Which stored file answers to /files/media/…: a rendition, or the untouched original."""

from django.db.models import QuerySet

from memorials.files import StoredFile
from memorials.models import Media
from memorials.permissions import Word, may
from memorials.viewer import Viewer


def find_media(viewer: Viewer, code: str, name: str) -> StoredFile | None:
    """Renditions for whoever sees the photograph, or decides on it while others do not see it; the original,
    which may tell a place, for editors."""
    photo = _photo(Media.objects.visible_to(viewer), code) or _photo(Media.objects.moderated_by(viewer), code)
    if photo is None:
        return None
    if name == "original":
        if not may(viewer, Word.EDIT, photo.memorial):
            return None
        return StoredFile(photo.original, photo.content_type, photo.original_name, as_attachment=True)
    shown = photo.rendition(name)
    return StoredFile(shown.file, shown.content_type, f"{photo.code}-{name}.webp") if shown else None


def _photo(photos: QuerySet[Media], code: str) -> Media | None:
    return photos.select_related("memorial").filter(code=code).first()
