"""python -m tests.parts [WORDS…]: all tests, in three parts side by side, each beside services of its own.

The parts share the tests out while they run: tests/sharing.py. WORDS are for each pytest.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

from config.embedded.kinship import before_exec
from tests.sharing import COLLECTED

BASE_DIR = Path(__file__).resolve().parent.parent
#: One more than the processors of a small machine: sites that start make their tests wait.
PARTS = ("first part", "second part", "third part")
#: Several parts would disturb each other in the one database or broker that these name.
GIVEN = ("TEST_DATABASE_URL", "TEST_REDIS_URL")
UNDIVIDED = ("all",)
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PAUSE = 0.2


class Part:
    """One pytest with its services. What it says is kept in a file, and told by `follow`."""

    process: "subprocess.Popen[bytes]"

    def __init__(self, name: str, folder: Path, database: str, words: list[str]) -> None:
        self.name, self.output, self.results = name, folder / f"{name}.txt", folder / f"{name}.xml"
        self.command = [
            sys.executable, "-m", "tests.services", "--database", database,
            sys.executable, "-m", "pytest", "-p", "tests.sharing", f"--shared-in={folder}", *words,
            f"--junitxml={self.results}",
        ]  # fmt: skip

    def start(self) -> None:
        """In a session of its own: Ctrl-C reaches it through us, and only once."""
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                self.command, cwd=BASE_DIR, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                start_new_session=True, preexec_fn=before_exec(os.getpid(), signal.SIGTERM),
            )  # fmt: skip

    def follow(self) -> int:
        """Tells what has been said so far, goes on until the end, and answers with the exit code."""
        with self.output.open("rb") as output:
            ended = False
            while not ended:
                ended = self.process.poll() is not None  # asked first, so that the last words are read too
                sys.stdout.buffer.write(output.read())
                sys.stdout.flush()
                time.sleep(0 if ended else PAUSE)
        code = self.process.returncode
        return code if code >= 0 else 128 - code

    def counts(self) -> Counter[str]:
        """How many passed, failed (errors too) and were skipped. OSError if pytest did not get so far."""
        told = ET.parse(self.results).getroot()[0].attrib  # noqa: S314 (our own pytest has written it)
        failed, skipped = int(told["failures"]) + int(told["errors"]), int(told["skipped"])
        return Counter(passed=int(told["tests"]) - failed - skipped, failed=failed, skipped=skipped)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.parts", description=__doc__)
    parser.add_argument("--database", choices=("postgres", "sqlite"), default="postgres")
    wanted, words = parser.parse_known_args()
    names = UNDIVIDED if any(os.environ.get(name) for name in GIVEN) else PARTS
    with tempfile.TemporaryDirectory(prefix="rodnik-parts-") as folder:
        parts = [Part(name, Path(folder), wanted.database, words or ["tests"]) for name in names]
        return max(_run(parts), _tell(parts, Path(folder) / COLLECTED))


def _run(parts: list[Part]) -> int:
    """The worse exit code. A signal is passed on to all parts, which stop in order."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)  # until there is whom to pass it on to
    for part in parts:
        part.start()

    def stop(*_: object) -> None:
        for part in parts:
            part.process.send_signal(signal.SIGTERM)

    for number in STOPPING:
        signal.signal(number, stop)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
    return max([part.follow() for part in parts])


def _tell(parts: list[Part], collected: Path) -> int:
    """One line for each part, and the sum alone on the last; 1 if a part has left no results, or all parts
    together have left a test out."""
    total, lines, code = Counter[str](), [], 0
    for part in parts:
        try:
            counts = part.counts()
        except OSError:
            code, said = 1, "ended before its tests did"
        else:
            total, said = total + counts, _in_words(counts)
        lines.append(f"{part.name}: {said}\n")
    if not collected.exists() or int(collected.read_text()) != sum(total.values()):
        code = 1
        lines.append("These are not all tests.\n")
    sys.stdout.writelines([*lines, f"{_in_words(total)}\n"])
    return code


def _in_words(counts: Counter[str]) -> str:
    return ", ".join(f"{counts[name]} {name}" for name in ("passed", "failed", "skipped"))


if __name__ == "__main__":
    sys.exit(main())
