"""What is quoted: whole sentences, a neighbour where one points back, three at most, none twice."""

import pytest

from chat.answering import Index, Source, Span, divide
from chat.answering.quoting import FURTHEST, LONGEST, _add, choose
from chat.answering.scoring import score

TEXT = (
    "Дед построил дом в Туле. Там он прожил сорок лет. "
    "Сад был большой и старый, с яблонями и грушами. Да. Печь сложил сосед."
)


def quote(text: str, ranked: list[int], question: str = "дом") -> list[str]:
    index = Index.of([Source("a", text, divide(text))])
    return [said.text for said in choose(index, score(question, index, None, None), ranked)]


def test_sentence_that_stands_alone_is_quoted_alone():
    assert quote(TEXT, [2]) == ["Сад был большой и старый, с яблонями и грушами."]


@pytest.mark.parametrize(
    ("sentence", "quoted"),
    [
        (1, "Дед построил дом в Туле. Там он прожил сорок лет."),
        (3, "Сад был большой и старый, с яблонями и грушами. Да."),
    ],
)
def test_sentence_that_points_back_or_is_very_short_brings_the_one_before(sentence: int, quoted: str):
    assert quote(TEXT, [sentence]) == [quoted]


def test_first_sentence_has_none_before_it():
    assert quote("Она пела в хоре при клубе. Дом был далеко.", [0]) == ["Она пела в хоре при клубе."]


def test_neighbours_melt_into_one_and_nothing_is_quoted_twice():
    assert quote(TEXT, [1, 0]) == ["Дед построил дом в Туле. Там он прожил сорок лет."]
    assert quote(TEXT, [1, 0, 2]) == [TEXT[: TEXT.index(" Да.")]]


def test_three_sentences_are_quoted_and_not_the_whole_memory():
    """Not even where the next best are of the same memory."""
    text = " ".join(f"Дом номер {n} стоял у реки, и сад при нём был хорош." for n in range(9))
    [said] = quote(text, [4, 5, 3, 6, 2, 7, 1, 8, 0])
    assert said == " ".join(text.split(". ")[n] + "." for n in (3, 4, 5))


def test_what_is_far_below_the_best_is_no_second_opinion():
    sources = [Source(n, words, divide(words)) for n, words in enumerate(["Дом стоял у реки.", "Кот спал."])]
    index = Index.of(sources)
    scored = score("дом", index, None, None)
    assert [said.key for said in choose(index, scored, [0, 1])] == [0, 1]
    scored.sentence_total[1] = scored.sentence_total[0] - FURTHEST - 0.1
    assert [said.key for said in choose(index, scored, [0, 1])] == [0]


def test_three_at_most_from_different_memories():
    sources = [
        Source(n, f"Дом номер {n} был построен.", divide(f"Дом номер {n} был построен.")) for n in range(5)
    ]
    index = Index.of(sources)
    said = choose(index, score("дом", index, None, None), [4, 2, 0, 1, 3])
    assert [each.key for each in said] == [4, 2, 0]


def test_quotation_does_not_grow_without_end():
    text = " ".join(f"Она сказала {n} раз, что дом стоит у реки и сад при нём хорош." for n in range(30))
    said = quote(text, [10, 11, 12, 13, 14, 9, 8, 7])
    assert all(len(each) <= LONGEST for each in said)
    assert len(said) == len(set(said)) and not any(a in b for a in said for b in said if a != b)


def test_no_sentence_is_quoted_twice_however_its_neighbours_come():
    chosen: list[tuple[int, Span]] = [(0, Span(200, 380)), (0, Span(0, 90))]
    _add(chosen, 0, Span(91, 201))
    assert chosen == [(0, Span(0, 380))]
    _add(chosen, 0, Span(370, 500))
    assert chosen == [(0, Span(0, 380))]
    _add(chosen, 1, Span(0, 10))
    assert chosen == [(0, Span(0, 380)), (1, Span(0, 10))]
