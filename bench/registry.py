"""Every measurement by its name, in the order in which `make bench` takes them."""

from collections.abc import Callable
from importlib import import_module

from bench.figures import Measurement

NAMES = ("engine", "chat", "files", "pages", "api", "rest", "broker_away", "worker_killed", "start")


def about(name: str) -> str:
    return (_module(name).__doc__ or "").partition("\n")[0]


def measure(name: str) -> Measurement:
    run: Callable[[], Measurement] = _module(name).measure
    return run()


def _module(name: str):  # type: ignore[no-untyped-def]  # what a module holds has no type
    return import_module(f"bench.measurements.{name}")
