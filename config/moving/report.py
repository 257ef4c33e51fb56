from collections.abc import Callable
from dataclasses import dataclass, field

from config.moving.files import NamedFiles

Say = Callable[[str], None]


@dataclass
class Report:
    """What was moved, and what the host should know of it."""

    source: str
    target: str
    rows: dict[str, int] = field(default_factory=dict)  # label of a model -> how many
    files: NamedFiles = field(default_factory=NamedFiles)
    mended: list[str] = field(default_factory=list)  # values that PostgreSQL could not hold as they were
    left_out: dict[str, str] = field(default_factory=dict)  # table -> why

    def as_dict(self) -> dict[str, object]:
        return {
            "source": self.source,
            "target": self.target,
            "rows": sum(self.rows.values()),
            "models": self.rows,
            "files": {
                "named": self.files.named,
                "missing": self.files.missing,
                "examples": self.files.examples,
            },
            "mended": self.mended,
            "left_out": self.left_out,
        }
