"""Which file answers to /files/media/…: a copy for showing, the untouched original, or what is said."""

from django.db.models import QuerySet

from memorials import captions
from memorials.files import PrivateFile, StoredFile, WrittenFile
from memorials.models import Media
from memorials.permissions import Word, may
from memorials.viewer import Viewer

#: How copies are called for whoever keeps one.
_ENDINGS = {
    "image/webp": "webp",
    "image/jpeg": "jpg",
    "video/mp4": "mp4",
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
}


def find_media(viewer: Viewer, code: str, name: str) -> PrivateFile | None:
    """For whoever sees it, or decides on it while others do not see it."""
    media = _media(Media.objects.visible_to(viewer), code) or _media(Media.objects.moderated_by(viewer), code)
    if media is None:
        return None
    if name == "original":
        return _original(viewer, media)
    if name == "captions":
        return _captions(media)
    shown = media.rendition(name)
    if shown is None:
        return None
    ending = _ENDINGS.get(shown.content_type, "bin")
    return StoredFile(shown.file, shown.content_type, f"{media.code}-{name}.{ending}")


def may_look_inside(viewer: Viewer, media: Media) -> bool:
    """A camera writes into its files where they were taken: that is for editors and whoever brought them."""
    own = viewer.user is not None and media.added_by_id == viewer.user.pk
    return own or may(viewer, Word.EDIT, media.memorial)


def may_have_original(viewer: Viewer, media: Media) -> bool:
    """A paper has no other copy: it goes to whoever sees it."""
    return media.kind == Media.Kind.DOCUMENT or may_look_inside(viewer, media)


def _original(viewer: Viewer, media: Media) -> StoredFile | None:
    if not may_have_original(viewer, media):
        return None
    return StoredFile(media.original, media.content_type, media.original_name, as_attachment=True)


def _captions(media: Media) -> WrittenFile | None:
    cues = captions.cues_in(media.transcript)
    return WrittenFile(captions.to_webvtt(cues), "text/vtt", f"{media.code}.vtt") if cues else None


def _media(media: QuerySet[Media], code: str) -> Media | None:
    return media.select_related("memorial").filter(code=code).first()
