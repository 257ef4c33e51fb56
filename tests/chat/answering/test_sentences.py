"""Where a sentence ends, in both languages, by cases written by hand."""

import random
from itertools import pairwise

import pytest

from chat.answering.sentences import LONGEST, sentences


def cut(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text)]


@pytest.mark.parametrize(
    "parts",
    [
        ["Она родилась в 1943 г. в Москве.", "Потом жила в Туле."],
        ["Умер дед в 1950 г.", "Семья переехала."],
        ["Служил в 1941–1945 гг. на Балтике."],
        ["Дом стоял на ул. Ленина, д. 5, кв. 12.", "Его снесли."],
        ["В г. Вологде у него был брат, т. е. мой двоюродный дед."],
        ["Сажала лук, чеснок и т. д.", "Летом жила на даче."],
        ["Любила стихи А. С. Пушкина и Ф. И. Тютчева.", "Знала их наизусть."],
        ["Родился ок. 1920 г. в с. Покровском."],
        ["Построен в XIX в.", "Потом сгорел."],
        ["Крестили её 12.05.1943, весила она 3.5 кг.", "Назвали Верой."],
        ["Стоило это 5 руб. 20 коп. за штуку."],
        ["Mr. Reed met Dr. Lowe at St. Mary's.", "They were 5 ft. 9 in. both."],
        ["He served in the U.S. Navy.", "Then he came home."],
        ["She never left the U.S.", "She loved it."],
        ["He read poets, e.g. Frost, i.e. the quiet ones."],
        ["It opened at 6 a.m. every day.", "J. R. Hale, Jr. had the key."],
        ["«Куда ты?» — спросила она.", "— Домой."],
        ["Он сказал: «Иду. Ждите.» и ушёл.", "Вернулся через год."],
        ['"I am going home."', "She meant it."],
        ["She left (it was late. Very late).", "Nobody slept."],
        ["А потом… потом ничего.", "Тишина...", "Утро."],
        ["Ах! как хорошо было летом.", "Правда?!", "Да."],
    ],
)
def test_sentences_of_one_paragraph(parts: list[str]):
    assert cut(" ".join(parts)) == parts


def test_lines_of_a_list_and_of_a_dialogue_are_sentences():
    assert cut("Пироги:\n1. С капустой\n2. С луком\n- сладкие") == [
        "Пироги:",
        "1. С капустой",
        "2. С луком",
        "сладкие",
    ]
    assert cut("— Ты где?\n— Тут я! иди сюда.") == ["— Ты где?", "— Тут я! иди сюда."]


def test_line_wrapped_by_a_mail_program_is_no_end():
    text = "She kept every letter that he wrote to her from the front, and\nMary found them. He knew."
    assert cut(text) == [text[:-9], "He knew."]


def test_short_line_without_a_stop_is_an_end_and_so_is_an_empty_line():
    assert cut("Бабушкин сад\nЯблоки мы собирали вместе") == ["Бабушкин сад", "Яблоки мы собирали вместе"]
    assert cut("она ушла в\n\nсад") == ["она ушла в", "сад"]


@pytest.mark.parametrize("nothing", ["", "  \n ", "***", "— …", "\x00"])
def test_without_letters_there_is_no_sentence(nothing: str):
    assert sentences(nothing) == ()


def test_long_sentence_stays_whole_and_an_endless_one_is_cut_at_commas():
    long = "Она помнила, " * 25 + "всё."
    assert cut(long) == [long]
    endless = "Она помнила сад, " * 60 + "всё."
    pieces = cut(endless)
    assert all(len(piece) <= LONGEST for piece in pieces)
    assert all(piece.endswith(",") for piece in pieces[:-1])
    assert " ".join(pieces) == endless
    assert max(map(len, cut("щ" * 1000))) == LONGEST


def test_any_text_is_cut_into_ordered_stretches_that_lose_no_letter():
    chance = random.Random(5)  # noqa: S311 — the same texts each time
    pieces = [
        "Аня",
        "г",
        "1943",
        "U.S",
        "т",
        "дом",
        " ",
        " ",
        "\n",
        ".",
        ".",
        "!",
        "…",
        "«",
        "»",
        "(",
        ")",
        "— ",
    ]
    for _ in range(2000):
        text = "".join(chance.choices(pieces, k=chance.randrange(1, 60)))
        spans = sentences(text)
        assert all(span.start < span.end for span in spans)
        assert all(a.end <= b.start for a, b in pairwise(spans))
        kept = "".join(letter for span in spans for letter in span.of(text) if letter.isalnum())
        assert kept == "".join(letter for letter in text if letter.isalnum())
