"""Files without a row go once they are old, and no others; each app says which files it owns."""

import os
import time
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from memorials.jobs.model import State
from memorials.models import Media, Memorial
from memorials.services import orphans
from tests.animation.jobs import job
from tests.people import make_photo

pytestmark = pytest.mark.django_db
OLD = orphans.ORPHAN_AGE.total_seconds() + 60


def lay(name, age):
    """A file of that age in the storage."""
    kept = default_storage.save(name, ContentFile(b"x"))
    then = time.time() - age
    os.utime(default_storage.path(kept), (then, then))
    return kept


@pytest.fixture
def whole(memorial: Memorial, keeper) -> Media:
    """A photograph with its renditions, all of them old."""
    photo = make_photo(memorial, keeper)
    for name in (photo.original.name, *photo.renditions.values_list("file", flat=True)):
        then = time.time() - OLD
        os.utime(default_storage.path(name), (then, then))
    return photo


def test_only_old_files_without_a_row_are_deleted(whole, stored):
    owned = stored()
    clip, poster = lay("living/clip.mp4", OLD), lay("living/poster.webp", OLD)
    job(whole, State.READY, clip=clip, poster=poster)
    young = {lay(f"{folder}/young", OLD - 120) for folder in ("living", "originals", "renditions")}
    elsewhere = lay("probe/old", OLD)
    for folder in ("living", "originals", "renditions"):
        lay(f"{folder}/orphan", OLD)
    assert orphans.delete_orphans() == 3
    assert stored() == {*owned, clip, poster, *young, elsewhere}
    assert orphans.delete_orphans() == 0


@pytest.mark.parametrize("status", State)
def test_a_row_in_any_state_keeps_its_files(whole, stored, status):
    clip, poster = lay("living/clip.mp4", OLD), lay("living/poster.webp", OLD)
    job(whole, status, clip=clip, poster=poster)
    before = stored()
    assert orphans.delete_orphans() == 0
    assert stored() == before


def test_an_empty_storage_has_no_orphans():
    assert orphans.delete_orphans() == 0


def test_a_file_that_somebody_else_deletes_meanwhile_is_no_fault(whole, stored, monkeypatch):
    lay("living/a", OLD)
    lay("living/b", OLD)
    real = default_storage.get_modified_time

    def asked(name):
        if name == "living/a":
            default_storage.delete(name)
        return real(name)

    monkeypatch.setattr(default_storage, "get_modified_time", asked)
    assert orphans.delete_orphans() == 1
    assert {name for name in stored() if name.startswith("living/")} == set()


def test_file_without_a_row_goes_once_it_is_old_and_no_other(photo, stored, monkeypatch):
    owned = stored()
    default_storage.save("living/left-over.mp4", ContentFile(b"x"))
    assert orphans.delete_orphans() == 0  # its row may be on its way
    monkeypatch.setattr(orphans, "ORPHAN_AGE", timedelta(seconds=-5))
    assert orphans.delete_orphans() == 1
    assert stored() == owned


def test_site_without_any_file_has_nothing_to_sweep(db, stored):
    assert (orphans.delete_orphans(), stored()) == (0, set())
