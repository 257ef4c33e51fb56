"""python -m bench.chat.joinings: which thresholds tell faithful sentences of a model from unfaithful ones.

The set (sets/joinings.json) is written by hand: quotations, sentences that say what they say, and sentences
that a model might make of them. Writes the figures beside the thresholds, into chat/answering/data.
"""

import json
import sys
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from chat.answering.data import FOLDER
from chat.answering.local_embedder import LocalEmbedder
from chat.answering.protocol import Embedder
from chat.answering.support import Support, support

SET = Path(__file__).resolve().parent / "sets" / "joinings.json"
FILE = FOLDER / "support.json"
#: Every word: in a long sentence a share would hide one that is wrong.
OVERLAP = 1.0
ORDERS = [round(0.5 + 0.05 * step, 2) for step in range(11)]
COSINES = [round(0.84 + 0.01 * step, 2) for step in range(13)]


@dataclass(frozen=True)
class Judged:
    faithful: bool
    by_quotation: list[Support]

    def passes(self, least: dict[str, float]) -> bool:
        return any(each.reaches(**least) for each in self.by_quotation)


def main() -> int:
    kept = json.loads(FILE.read_text("utf-8"))
    for name, embedder in (("with_vectors", LocalEmbedder()), ("words_only", None)):
        judged = judge(embedder)
        thresholds = best(judged, COSINES if embedder else [1.0])
        kept["thresholds"][name] = thresholds
        kept.setdefault("figures", {})[name] = figures(judged, thresholds)
    text = json.dumps(kept, indent=1, ensure_ascii=False)
    FILE.write_text(text + "\n", "utf-8")
    sys.stdout.write(text + "\n")
    return 0


def judge(embedder: Embedder | None) -> list[Judged]:
    return [
        Judged(faithful, [support(said, each, case["question"], embedder) for each in case["quotations"]])
        for case in json.loads(SET.read_text("utf-8"))
        for faithful in (True, False)
        for said in case["faithful" if faithful else "unfaithful"]
    ]


def best(judged: list[Judged], cosines: list[float]) -> dict[str, float]:
    """No unfaithful sentence more than can be kept out, then the most faithful ones; then the strictest."""

    def merit(least: dict[str, float]) -> tuple[float, float, float]:
        found = figures(judged, least)
        return -found["unfaithful let through"], found["faithful let through"], sum(least.values())

    tried = product([OVERLAP], ORDERS, cosines)
    return max((dict(zip(("overlap", "order", "cosine"), each, strict=True)) for each in tried), key=merit)


def figures(judged: list[Judged], least: dict[str, float]) -> dict[str, Any]:
    good = [each.passes(least) for each in judged if each.faithful]
    bad = [each.passes(least) for each in judged if not each.faithful]
    return {
        "faithful": len(good),
        "faithful let through": sum(good),
        "unfaithful": len(bad),
        "unfaithful let through": sum(bad),
    }


if __name__ == "__main__":
    sys.exit(main())
