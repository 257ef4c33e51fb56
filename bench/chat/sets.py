"""The question sets: memorials of invented people, places and things, with questions told and untold.

A file holds memorials. `= name | what else they are called`; `# title` (or `#` alone) and below it the text
of a memory; `? question = answer` where the answer stands word for word in the memory above; `! question`
about the same person that nobody has told. `@ article` marks long paragraphs whose questions name what they
are about. `@ demo` stands for the texts of the site's example, each there in two languages: its questions
name the text, and give the answer in both, parted by a bar.
"""

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "sets"
DEMO = Path(__file__).resolve().parents[2] / "memorials" / "demo"
#: Fitted on; only reported, but known by now; read to choose what to try; only reported.
TUNING, ASIDE, CHOOSING, SEALED = "tuning", "aside", "choosing", "sealed"


@dataclass(frozen=True)
class Text:
    key: str
    title: str
    text: str


@dataclass(frozen=True)
class Question:
    text: str
    #: Key of each text that answers it, with the words that do; empty: nobody has told it.
    answers: dict[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Told:
    """A memorial of the set."""

    name: str
    names: tuple[str, ...]
    texts: tuple[Text, ...]
    questions: tuple[Question, ...]
    #: Its questions are clear wherever they are asked; «Где она работала?» is not.
    of_family: bool


@cache
def memorials(folder: str) -> tuple[Told, ...]:
    files = sorted((FOLDER / folder).glob("*.txt"))
    return tuple(memorial for path in files for memorial in _memorials(path))


def _memorials(path: Path) -> list[Told]:
    blocks = path.read_text("utf-8").removeprefix("= ").split("\n= ")
    return [
        _memorial(f"{path.parent.name}/{path.stem}/{number}", block) for number, block in enumerate(blocks)
    ]


def _memorial(key: str, block: str) -> Told:
    head, *lines = block.splitlines()
    name, _, others = head.partition(" | ")
    texts = _demo() if "@ demo" in lines else _texts(key, lines)
    asked = _questions(lines, [text.key for text in texts], of_demo="@ demo" in lines)
    of_family = not any(line.startswith("@ ") for line in lines)
    return Told(name, (name, *others.split(", ")), texts, asked, of_family)


def _texts(key: str, lines: list[str]) -> tuple[Text, ...]:
    told: list[list[str]] = []
    for line in lines:
        if _begins_text(line):
            told.append([line[2:]])
        elif not line.startswith(("? ", "! ", "@ ")):
            told[-1].append(line)
    return tuple(Text(f"{key}/{n}", title, "\n".join(text)) for n, (title, *text) in enumerate(told))


def _begins_text(line: str) -> bool:
    """With a title, or without one."""
    return line == "#" or line.startswith("# ")


def _demo() -> tuple[Text, ...]:
    shown = [json.loads((DEMO / f"{language}.json").read_text("utf-8")) for language in ("ru", "en")]
    return tuple(Text(each["ref"], each["title"], each["text"]) for of in shown for each in of["memories"])


def _questions(lines: list[str], keys: list[str], *, of_demo: bool) -> tuple[Question, ...]:
    asked, place = [], -1
    for line in lines:
        place += _begins_text(line)
        question, _, answer = line[2:].partition(" = ")
        if line.startswith("! "):
            asked.append(Question(question))
        elif line.startswith("? ") and of_demo:
            number, _, question = question.partition(" ")
            asked.append(Question(question, _in_both(number, answer)))
        elif line.startswith("? "):
            asked.append(Question(question, {keys[place]: answer}))
    return tuple(asked)


def _in_both(number: str, answer: str) -> dict[str, str]:
    russian, english = answer.split(" | ")
    return {f"ru-{number}": russian, f"en-{number}": english}
