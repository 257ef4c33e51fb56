from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from config import static_files


@pytest.fixture
def source(settings, tmp_path, monkeypatch):
    """A static folder with one file, and a count of how often it was packed."""
    folder = tmp_path / "static"
    folder.mkdir()
    (folder / "a.css").write_text("a {}")
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.DATA_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "collected"
    finders.get_finder.cache_clear()
    yield folder / "a.css"
    finders.get_finder.cache_clear()


def packed(settings) -> float:
    return (Path(settings.STATIC_ROOT) / "staticfiles.json").stat().st_mtime_ns


def test_unchanged_sources_are_packed_once(source, settings):
    static_files.collect()
    first = packed(settings)
    static_files.collect()
    assert packed(settings) == first


def test_changed_source_is_packed_again(source, settings):
    static_files.collect()
    first = packed(settings)
    source.write_text("a { b: c }")
    static_files.collect()
    assert packed(settings) > first


def test_lost_result_is_packed_again(source, settings):
    static_files.collect()
    (Path(settings.STATIC_ROOT) / "staticfiles.json").unlink()
    static_files.collect()
    assert packed(settings)
