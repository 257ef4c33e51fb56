import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.deploy.stack import Stack
from tests.e2e.visitor import Visitor
from tests.fresh_postgres import fresh_database
from tests.installed import program


@pytest.fixture(scope="package")
def stack() -> Iterator[Stack]:
    """All services of the compose file, running and well; a test that stops one starts it again."""
    for name in ("redis-server", "redis-cli", "nginx", "envsubst", "wget"):
        program(name)
    folder = Path(tempfile.mkdtemp(prefix="rodnik-compose-"))
    folder.chmod(0o755)  # nginx runs as another user, who has to pass
    with fresh_database() as url:
        started = Stack(folder, url)
        try:
            started.start_all()
            yield started
        finally:
            started.end()


@pytest.fixture
def visit(stack: Stack) -> Iterator[Callable[[], Visitor]]:
    """New visitors of the site, who come in by nginx."""
    come: list[Visitor] = []

    def new() -> Visitor:
        come.append(Visitor(stack))
        return come[-1]

    yield new
    for visitor in come:
        visitor.http.close()
