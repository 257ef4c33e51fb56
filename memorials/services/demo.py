"""The example: two linked memorials of Grace Hopper, loaded once in the life of a site.

A milestone says that it was done, so that a host who deletes the example does not get it back.
"""

import json
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from memorials.events import Event, tell
from memorials.models import Consent, Media, Memorial, Memory, Milestone, Status, User, Visibility
from memorials.services.consent import give_consent
from memorials.services.media import add_media
from memorials.services.memorials import create_memorial, link_twins, remove_memorial

FOLDER = Path(__file__).resolve().parent.parent / "demo"
MILESTONE = "demo-loaded"
KEEPER = "demo@localhost.localdomain"


def load_demo() -> list[Memorial]:
    """The memorials that were made; none when this was done before."""
    if Milestone.objects.filter(name=MILESTONE).exists():
        return []
    keeper = _keeper()
    memorials = [_load(language, keeper) for language in ("ru", "en")]
    link_twins(*memorials)
    with transaction.atomic():
        Milestone.objects.create(name=MILESTONE)
        for memorial in memorials:
            memorial.refresh_from_db()
            memorial.published = True
            memorial.save(update_fields=["published"])
            tell(Event.DEMO_LOADED, memorial=memorial, keeper=keeper)
    return memorials


def _keeper() -> User:
    """The example is kept by an account that nobody can sign in to."""
    keeper, _ = User.objects.get_or_create(email=KEEPER, defaults={"name": "Rodnik"})
    return keeper


def _load(language: str, keeper: User) -> Memorial:
    """One memorial. What an interrupted start left of it is removed first."""
    for half_loaded in Memorial.objects.filter(is_demo=True, language=language):
        remove_memorial(memorial=half_loaded)
    demo = json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    memorial = create_memorial(
        keeper=keeper, visibility=Visibility.PUBLIC, published=False, is_demo=True, **demo["memorial"]
    )
    for photo in demo["photographs"]:
        _add_photo(memorial, keeper, photo)
    Memory.objects.bulk_create(_memory(memorial, told) for told in demo["memories"])
    for kind in Consent.Kind:
        give_consent(memorial=memorial, kind=kind, by=keeper)
    return memorial


def _add_photo(memorial: Memorial, keeper: User, photo: dict[str, str]) -> Media:
    upload = SimpleUploadedFile(photo["file"], (FOLDER / photo["file"]).read_bytes())
    words = {name: photo.get(name, "") for name in ("caption", "credit", "people", "place", "taken")}
    return add_media(memorial=memorial, added_by=keeper, upload=upload, **words)


def _memory(memorial: Memorial, told: dict[str, Any]) -> Memory:
    names = ("title", "text", "happened", "source_name", "source_url")
    fields = {name: told.get(name, "") for name in names}
    return Memory(memorial=memorial, status=Status.APPROVED, **fields)
