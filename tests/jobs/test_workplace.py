"""Where a run works, and what becomes of it."""

from memorials.jobs import workplace


def test_the_folder_of_a_killed_run_is_removed_by_the_next_one(tmp_path, monkeypatch):
    monkeypatch.setattr(workplace, "YOUNG", -1)
    monkeypatch.setattr(workplace.tempfile, "tempdir", str(tmp_path))
    left = tmp_path / f"{workplace.PREFIX}left"
    (left / "made").mkdir(parents=True)
    (left / workplace.HELD).write_bytes(b"")
    other = tmp_path / "somebody-elses"
    other.mkdir()
    with workplace.workplace() as first, workplace.workplace() as second:
        (first / "original").write_bytes(b"x")
        assert not left.exists() and other.exists()
        assert first.exists() and second.exists()
    assert list(tmp_path.iterdir()) == [other]


def test_a_young_folder_without_a_lock_is_somebody_s_who_begins_just_now(tmp_path, monkeypatch):
    monkeypatch.setattr(workplace.tempfile, "tempdir", str(tmp_path))
    begun = tmp_path / f"{workplace.PREFIX}begun"
    begun.mkdir()
    workplace.clear_abandoned()
    assert begun.exists()
