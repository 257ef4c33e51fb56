from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from animation import housekeeping


def test_file_without_a_row_goes_once_it_is_old_and_no_other(photo, stored, monkeypatch):
    owned = stored()
    default_storage.save("living/left-over.mp4", ContentFile(b"x"))
    assert housekeeping.delete_orphans() == 0  # its row may be on its way
    monkeypatch.setattr(housekeeping, "ORPHAN_AGE", timedelta(seconds=-5))
    assert housekeeping.delete_orphans() == 1
    assert stored() == owned


def test_site_without_any_file_has_nothing_to_sweep(db, stored):
    assert (housekeeping.delete_orphans(), stored()) == (0, set())
