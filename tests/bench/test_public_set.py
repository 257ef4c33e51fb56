"""The reader of public question sets: files in the form of SQuAD, asked with the paragraph and without it."""

import json
from pathlib import Path
from typing import Any

import pytest

from bench.chat.public import IMPOSSIBLE, TOLD, ask, figures, read, together

ARTICLES = [
    (
        "Old_Mill",
        "The mill at Tarn was built in 1790 by Jonas Reed.",
        "Who built the mill at Tarn?",
        "Jonas Reed",
    ),
    ("Old_Mill", "The mill had a wheel of oak until the flood.", "What wood was the mill's wheel?", "oak"),
    ("Bakery", "The bakery behind the mill was kept by Ann Cole.", "Who kept the mill's bakery?", "Ann Cole"),
]


def paragraph(context: str, question: str, answer: str, *, impossible: str = "") -> dict[str, Any]:
    asked: list[dict[str, Any]] = [{"question": question, "answers": [{"text": answer, "answer_start": 0}]}]
    if impossible:
        asked.append({"question": impossible, "answers": [], "is_impossible": True})
    return {"context": context, "qas": asked}


@pytest.fixture
def written(tmp_path: Path) -> Path:
    told = [paragraph(*said, impossible="Who sold the mill?") for _, *said in ARTICLES]
    data = [{"title": "Old_Mill", "paragraphs": told[:2]}, {"title": "Bakery", "paragraphs": told[2:]}]
    path = tmp_path / "small.json"
    path.write_text(json.dumps({"data": data}), "utf-8")
    return path


def test_article_becomes_a_memorial_of_its_paragraphs(written: Path):
    mill, bakery = read(written)
    assert mill.names == ("Old Mill",) and [text.text for text in mill.texts] == [
        ARTICLES[0][1],
        ARTICLES[1][1],
    ]
    asked = mill.questions[0]
    assert asked.answers == {mill.texts[0].key: "Jonas Reed"} and not mill.questions[1].answers
    assert not {text.key for text in mill.texts} & {text.key for text in bakery.texts}


def test_each_question_is_asked_with_its_paragraph_and_without_it(written: Path):
    trials = list(ask([together(read(written))], None))
    told = [trial for trial in trials if trial.surroundings == TOLD and trial.told]
    assert [trial.question for trial in told] == [question for _, _, question, _ in ARTICLES]
    assert all(trial.quoted for trial in told)
    assert not any(trial.quoted for trial in trials if not trial.told)
    assert [trial.told for trial in trials if trial.surroundings == IMPOSSIBLE] == [False] * len(ARTICLES)


def test_figures_count_the_impossible_by_themselves(written: Path):
    found = figures(list(ask([together(read(written))], None)))
    assert found["questions"] == found["recall@1"] * 3 == 3 and found["impossible"] == 3
    assert {"AUROC", "answered at 5 % false", "untold and answered by it"} <= set(found)
    assert all(0 <= value <= 1 for name, value in found.items() if name not in ("questions", "impossible"))


def test_language_of_the_questions_can_be_chosen(written: Path):
    assert len(read(written, "en")[0].questions) == 4
    with pytest.raises(ValueError, match="no question"):
        read(written, "ru")


@pytest.mark.parametrize("content", [{"data": [{"paragraphs": [{"qas": []}]}]}, {"rows": []}, [1]])
def test_file_of_another_form_is_refused(tmp_path: Path, content: Any):
    path = tmp_path / "other.json"
    path.write_text(json.dumps(content), "utf-8")
    with pytest.raises(ValueError, match="form of SQuAD"):
        read(path)
