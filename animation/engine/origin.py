"""What a clip says of itself inside its file: that a machine made it, by what, from which photograph."""

from dataclasses import dataclass

TITLE = "A photograph brought to life by a machine"
COMMENT = "Made by a machine from a photograph. The movement is invented; it was never filmed."


@dataclass(frozen=True)
class Origin:
    """`photograph`: SHA-256 of its file, which names nobody; `day`: ISO date, or empty for none."""

    photograph: str
    engine: str
    version: str
    day: str = ""

    @property
    def tags(self) -> dict[str, str]:
        """Names that MP4 knows and players show; the facts stand in `description`, one to a word."""
        facts = f"photograph=sha256:{self.photograph} engine={self.engine} version={self.version}"
        dated = {"date": self.day} if self.day else {}
        return {"title": TITLE, "comment": COMMENT, "description": facts} | dated
