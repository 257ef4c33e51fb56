"""Memory and processor of a whole site in a quiet minute, after its examples were brought to life."""

import time

from bench import processes
from bench.figures import Figure, Measurement
from bench.sites import MeasuredSite, measured_site, wait_for_examples, wait_for_readings

MOST_MEMORY, MOST_CPU, MOST_PEAK = 700.0, 2.0, 350.0  # MB; per cent of one core; MB
SETTLING, QUIET = 15.0, 60.0  # seconds


def measure() -> Measurement:
    with measured_site() as site:
        site.start()
        wait_for_examples(site)
        wait_for_readings(site)
        time.sleep(SETTLING)
        busy = _cpu_of_a_quiet_minute(site)
        held = {name: processes.proportional_mb(pids) for name, pids in site.by_part().items()}
        peak = processes.peak_mb(site.by_part()["worker-animation"])
    return Measurement(
        "rest",
        (
            Figure("memory", sum(held.values()), "MB", MOST_MEMORY),
            Figure("processor", sum(busy.values()), "% of a core", MOST_CPU),
            Figure("worker's peak", peak, "MB", MOST_PEAK),
            *(Figure(f"{part} memory", value, "MB", detail=True) for part, value in sorted(held.items())),
            *(Figure(f"{part} processor", value, "%", detail=True) for part, value in sorted(busy.items())),
        ),
    )


def _cpu_of_a_quiet_minute(site: MeasuredSite) -> dict[str, float]:
    """Per cent of one core by part."""
    parts, began = site.by_part(), time.monotonic()
    before = {name: processes.cpu_seconds(pids) for name, pids in parts.items()}
    time.sleep(QUIET)
    lasted = time.monotonic() - began
    return {name: 100 * (processes.cpu_seconds(pids) - before[name]) / lasted for name, pids in parts.items()}
