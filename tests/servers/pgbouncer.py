"""PgBouncer before the PostgreSQL of the test run, in the mode that shares the fewest connections best."""

import os
import shutil
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg2

from tests.e2e.launched import free_port
from tests.installed import program
from tests.servers.programs import Server, unprivileged_user


class PgBouncer(Server):
    def __init__(self, folder: Path, database_url: str) -> None:
        folder.mkdir()
        self.port = free_port()
        self.name = urlsplit(database_url).path.removeprefix("/")
        settings = folder / "settings.ini"
        settings.write_text(self._settings(database_url))
        super().__init__(folder, [program("pgbouncer"), str(settings)], self.is_there)
        self.user = unprivileged_user()
        if self.user:
            shutil.chown(settings, self.user)
            for passed in (folder, *folder.parents):  # the tests' own folders are closed to other users
                if passed.stat().st_uid == os.getuid() and "pytest" in str(passed):
                    passed.chmod(0o755)

    def _settings(self, database_url: str) -> str:
        parts = urlsplit(database_url)
        host = parse_qs(parts.query).get("host", [parts.hostname or "127.0.0.1"])[0]
        behind = f"host={host} port={parts.port or 5432} user={parts.username}"
        if parts.password:
            behind += f" password={parts.password}"
        return (
            f"[databases]\n{self.name} = {behind}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n"
            f"listen_port = {self.port}\nunix_socket_dir =\nauth_type = any\npool_mode = transaction\n"
            "default_pool_size = 2\nmax_client_conn = 100\n"
        )

    @property
    def url(self) -> str:
        return f"postgres://rodnik@127.0.0.1:{self.port}/{self.name}"

    def is_there(self) -> bool:
        try:
            psycopg2.connect(self.url).close()
        except psycopg2.OperationalError:
            return False
        return True
