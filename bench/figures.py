"""What a measurement answers with: figures, each with its unit and, where there is one, its bar."""

import json
import os
import platform
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parent / "results"


class BrokenPromise(Exception):
    """Something that is no matter of speed did not hold, so that there is nothing to measure."""


@dataclass(frozen=True)
class Figure:
    name: str
    value: float
    unit: str
    bar: float | None = None  # the most that it may be
    detail: bool = False  # only in the file: the line has room for what matters

    @property
    def share(self) -> float | None:
        """Of the bar; above 1 the bar is missed."""
        return None if not self.bar else self.value / self.bar

    def in_words(self) -> str:
        said = f"{self.name} {_short(self.value)} {self.unit}".rstrip()
        if self.share is None:
            return said
        return f"{said} ({self.share:.0%} of {_short(self.bar or 0)})"


@dataclass(frozen=True)
class Measurement:
    name: str
    figures: tuple[Figure, ...]

    def line(self) -> str:
        return f"{self.name:<13} " + " · ".join(each.in_words() for each in self.figures if not each.detail)

    def record(self, surroundings: dict[str, Any]) -> dict[str, Any]:
        figures = [{**asdict(each), "share": each.share} for each in self.figures]
        return {"name": self.name, "figures": figures, **surroundings}

    def write(self, surroundings: dict[str, Any], folder: Path = RESULTS) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{self.name}.json"
        text = json.dumps(self.record(surroundings), indent=2, ensure_ascii=False)
        path.write_text(text + "\n", encoding="utf-8")
        return path


def surroundings() -> dict[str, Any]:
    """Where and when it was measured. A load near the number of cores means that others were at work."""
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _short(value: float) -> str:
    """Three figures are as much as a noisy machine can tell."""
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"
