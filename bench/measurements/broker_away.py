"""With the broker stopped, and with it frozen: how long asking and looking take, and when the clip comes."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bench.figures import Figure, Measurement
from bench.sites import Keeper, measured_site, scratch
from tests.e2e.own_broker import OwnBroker

PATIENCE = 1.0  # s
AWAY = 20.0  # s between the asking and the broker's return


def measure() -> Measurement:
    with _broker() as broker, measured_site(REDIS_URL=broker.url, DEMO="off") as site:
        keeper = Keeper(site.start())
        stopped = _away(keeper, "stopped", 1, broker.stop, broker.start)
        frozen = _away(keeper, "frozen", 2, lambda: _freeze(broker), lambda: _thaw(broker))
    return Measurement("broker_away", (*stopped, *frozen))


@contextmanager
def _broker() -> Iterator[OwnBroker]:
    with scratch() as folder:
        broker = OwnBroker(folder / "broker")
        broker.start()
        try:
            yield broker
        finally:
            broker.stop()


def _freeze(broker: OwnBroker) -> None:
    broker.process.send_signal(signal.SIGSTOP)


def _thaw(broker: OwnBroker) -> None:
    broker.process.send_signal(signal.SIGCONT)


def _away(
    keeper: Keeper, how: str, clips: int, leave: Callable[[], None], come_back: Callable[[], None]
) -> tuple[Figure, ...]:
    leave()
    answer = keeper.ask()
    asking = answer.history[0].elapsed.total_seconds()
    memorial, progress = _slowest_pages(keeper)
    come_back()
    began = time.monotonic()
    keeper.wait_for_clips(clips)
    return (
        Figure(f"{how}: asking", asking, "s", PATIENCE),
        Figure(f"{how}: the memorial", memorial, "s", PATIENCE),
        Figure(f"{how}: the work's page", max(progress, answer.elapsed.total_seconds()), "s", PATIENCE),
        Figure(f"{how}: clip after its return", time.monotonic() - began, "s"),
    )


def _slowest_pages(keeper: Keeper) -> tuple[float, float]:
    """Of the memorial and of the page that shows the work, asked for again and again while it is away."""
    until, memorial, progress = time.monotonic() + AWAY, 0.0, 0.0
    while time.monotonic() < until:
        memorial = max(memorial, keeper.get(keeper.memorial).elapsed.total_seconds())
        progress = max(progress, keeper.get(f"{keeper.photo}living/").elapsed.total_seconds())
        time.sleep(0.5)
    return memorial, progress
