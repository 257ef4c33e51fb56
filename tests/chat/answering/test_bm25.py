"""The word part of the score."""

import math

import numpy as np
import pytest

from chat.answering.bm25 import BM25, ByScript

TEXTS = [["сад", "яблон", "сад"], ["сад", "рек"], ["рек", "лодк", "лодк", "весл"], ["дом"] * 8]


def test_rare_words_weigh_more_and_repetition_saturates():
    bm25 = BM25(TEXTS)
    assert bm25.rarity("яблон") > bm25.rarity("сад")
    assert bm25.rarity("никогда") > bm25.rarity("яблон")
    once, twice = bm25.scores(["сад"])[[1, 0]]
    assert once < twice < 2 * once
    assert bm25.scores(["сад"])[2] == 0


def test_score_is_that_of_the_formula():
    length = 1.2 * (1 - 0.75 + 0.75 * 2 / ((3 + 2 + 4 + 8) / 4))
    rarity = math.log(1 + (20 - 2 + 0.5) / 2.5)
    assert BM25(TEXTS).scores(["рек"])[1] == pytest.approx(rarity * 2.2 / (1 + length))


def test_what_is_found_of_a_question_weighs_as_much_as_it_is_rare():
    bm25, words = BM25(TEXTS), ["лодк", "весл", "никогда", "лодк"]
    assert bm25.found(words).tolist() == [0, 0, bm25.rarity("лодк") + bm25.rarity("весл"), 0]
    assert bm25.asked(words) == pytest.approx(bm25.found(words)[2] + bm25.rarity("никогда"))
    assert bm25.asked([]) == 0


@pytest.mark.parametrize("texts", [[], [[]], [["сад"]]])
def test_few_or_empty_texts_divide_by_nothing(texts: list[list[str]]):
    bm25 = BM25(texts)
    for found in (bm25.scores(["сад"]), bm25.found(["сад"]), bm25.found([])):
        assert found.shape == (len(texts),) and np.isfinite(found).all()


def test_word_of_the_only_memory_is_not_common():
    assert BM25([["сад"]]).rarity("сад") > 2


def test_each_script_is_counted_by_itself():
    both = ByScript([["river"], *TEXTS, ["boat", "river"]], np.array([False, *[True] * 4, False]))
    for words in (["сад"], ["рек", "весл", "никогда"]):
        alone = BM25(TEXTS)
        assert both.scores(words, cyrillic=True).tolist() == [0, *alone.scores(words), 0]
        assert both.found(words, cyrillic=True).tolist() == [0, *alone.found(words), 0]
        assert both.asked(words, cyrillic=True) == alone.asked(words)
    assert not both.scores(["сад"], cyrillic=False).any()
