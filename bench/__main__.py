"""python -m bench [NAME…]: takes the measurements, says each in one line, and keeps it as one JSON file."""

import argparse
import signal
import sys

from bench import registry
from bench.figures import BrokenPromise, surroundings


def main() -> int:
    wanted = _arguments()
    if wanted.list:
        for name in registry.NAMES:
            _say(f"{name:<13} {registry.about(name)}")
        return 0
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    kept = [_take(name) for name in wanted.names or registry.NAMES]
    return 0 if all(kept) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these; without a name all")
    parser.add_argument("--list", action="store_true", help="the names, and what each measures")
    wanted = parser.parse_args()
    unknown = [name for name in wanted.names if name not in registry.NAMES]
    if unknown:
        parser.error(f"there is no measurement {', '.join(unknown)}; there are {', '.join(registry.NAMES)}")
    return wanted


def _take(name: str) -> bool:
    around = surroundings()  # before it: the measurement's own work must not count as others' load
    try:
        measured = registry.measure(name)
    except BrokenPromise as broken:
        sys.stderr.write(f"{name:<13} {broken}\n")
        return False
    measured.write(around)
    _say(measured.line())
    return True


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _end(number: int, _: object) -> None:
    """A signal leaves by the same door as everything else, so that no site is left running."""
    sys.exit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
