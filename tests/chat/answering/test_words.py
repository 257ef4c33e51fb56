"""Which words meet, and which do not."""

import threading

import pytest

from chat.answering.words import folded, is_cyrillic, names_of, terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("училась", "УЧИЛСЯ"),
        ("ёлка", "Елкой"),
        ("бабушка", "бабули"),
        ("Grandma's", "grandmother"),
        ("Маша", "Марией"),
        ("Molly", "Mary’s"),
        ("studied", "studies"),
        ("моло́ко", "молока"),
        ("ба\u00adбуш\u00adка", "бабушке"),
        ("и\u0306од", "йода"),
        ("Аню", "Анне"),
    ],
)
def test_forms_of_one_word_meet(one: str, other: str):
    assert terms(one) == terms(other) != []


@pytest.mark.parametrize(("one", "other"), [("мама", "мать"), ("дед", "бабушка"), ("Ола", "Ольга")])
def test_kin_meets_its_own_kind_only(one: str, other: str):
    assert (terms(one) == terms(other)) is (one == "мама")


def test_words_of_a_question_that_say_nothing_are_left_out():
    assert terms("Когда и где она это делала, what did she do there?") == ["дела"]
    assert terms("12.05.1943 — ?") == ["12", "05", "1943"]


def test_names_are_terms_without_initials():
    assert names_of(["Мария И. Орлова", "бабушка"]) == {"=мария", "орлов", "=grandmother"}
    assert names_of([]) == frozenset()


def test_script_is_that_of_most_letters():
    assert is_cyrillic("Он работал в IBM")
    assert not is_cyrillic("She said «да»")
    assert not is_cyrillic("1943") and not is_cyrillic("")


def test_folding_keeps_и_and_й_apart():
    assert folded("ЙОД Ёж") == "йод еж"


def test_threads_stem_side_by_side():
    wrong: list[str] = []

    def stem_many() -> None:
        wrong.extend(word for word in map(str, range(3000)) if terms(f"училась{word}") != [f"училась{word}"])

    threads = [threading.Thread(target=stem_many) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
