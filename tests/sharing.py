"""A plugin for pytest: several runs over the same tests share them out. `--shared-in FOLDER` says where they
tell each other: a module goes to the run that comes to it first, and the others pass it over.

So no run is idle while another one has much before it, whatever the tests of each module come to cost.
"""

import hashlib
from pathlib import Path

import pytest

COLLECTED = "collected"
#: Fixtures that are made once a run, and take long: who uses the same one stays in one run.
KEPT_TOGETHER = ("stack", "filled_site", "made", "schema")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--shared-in", type=Path, required=True)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(_Shared(config.getoption("--shared-in")))


class _Shared:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ours: dict[str, bool] = {}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """What takes long begins early, so that all runs end at about the same time."""
        items.sort(key=lambda item: not _takes_long(item))

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """All runs come to the same number; tests/parts.py insists that together they have run as many."""
        (self.folder / COLLECTED).write_text(str(len(session.items)))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """As pytest's own, which goes on where there is nothing to run. It has to be known which test comes
        next in this run: what that one does not need is taken down before it."""
        if session.testsfailed or session.config.option.collectonly:
            return None
        ours = (item for item in session.items if self._is_ours(_share(item)))
        item = next(ours, None)
        while item is not None:
            following = next(ours, None)
            session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if session.shouldfail:
                raise session.Failed(session.shouldfail)
            if session.shouldstop:
                raise session.Interrupted(session.shouldstop)
            item = following
        return True

    def _is_ours(self, share: str) -> bool:
        if share not in self.ours:
            mark = self.folder / hashlib.sha256(share.encode()).hexdigest()
            try:
                mark.touch(exist_ok=False)
            except FileExistsError:
                self.ours[share] = False
            else:
                self.ours[share] = True
        return self.ours[share]


def _share(item: pytest.Item) -> str:
    named = [name for name in KEPT_TOGETHER if name in _fixtures(item)]
    return named[0] if named else str(item.path)


def _takes_long(item: pytest.Item) -> bool:
    """Sites and servers do; but what uses the database of the run stays in the order in which it was."""
    marked = any(item.get_closest_marker(name) for name in ("e2e", "servers"))
    of_the_run = {"db", "transactional_db"} & {*_fixtures(item)} or item.get_closest_marker("django_db")
    return (marked or _share(item) in KEPT_TOGETHER) and not of_the_run


def _fixtures(item: pytest.Item) -> list[str]:
    found: list[str] = getattr(item, "fixturenames", [])
    return found
