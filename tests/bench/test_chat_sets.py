"""The question sets are what they claim to be, and the figures drawn from them add up."""

import numpy as np
import pytest

from bench.chat import judging
from bench.chat.fit import FEATURES, fit
from bench.chat.sets import ASIDE, CHOOSING, SEALED, TUNING, memorials
from bench.chat.trials import Examiner, Trial
from chat.answering.confidence import MODES, WORDS, fitted_for, logistic
from chat.answering.local_embedder import LocalEmbedder
from chat.answering.words import is_cyrillic

FOLDERS = (TUNING, CHOOSING, ASIDE, SEALED)


def trial(sure: float, told: bool, question: str = "q", rank: int = 0) -> Trial:
    return Trial(question, "own", WORDS, {"margin": sure}, told, rank if told else -1, told and rank == 0)


@pytest.mark.parametrize("folder", FOLDERS)
def test_each_answer_stands_word_for_word_in_its_text(folder: str):
    missing = [
        (question.text, answer)
        for memorial in memorials(folder)
        for question in memorial.questions
        for key, answer in question.answers.items()
        if answer not in {text.key: text.text for text in memorial.texts}[key]
    ]
    assert missing == []


def test_sets_are_large_enough_a_third_untold_and_share_nothing():
    told = {folder: memorials(folder) for folder in FOLDERS}
    questions = [question for of in told.values() for each in of for question in each.questions]
    short = [text for of in told.values() for each in of if each.of_family for text in each.texts]
    assert len(short) >= 220 and len(questions) >= 1_500
    of_families = [each for of in told.values() for life in of if life.of_family for each in life.questions]
    assert 1 / 3 <= np.mean([not question.answers for question in of_families]) < 1 / 2
    everything = [text.text for of in told.values() for each in of for text in each.texts]
    assert len(everything) == len(set(everything))


@pytest.mark.parametrize("folder", [CHOOSING, SEALED])
@pytest.mark.parametrize("cyrillic", [True, False])
def test_newer_sets_have_sixty_of_each_kind_in_each_language(folder: str, cyrillic: bool):
    asked = [
        bool(question.answers)
        for memorial in memorials(folder)
        for question in memorial.questions
        if is_cyrillic(question.text) is cyrillic
        and cyrillic in {is_cyrillic(text.text) for text in memorial.texts}
    ]
    assert asked.count(True) >= 60 and asked.count(False) >= 60


def test_every_question_is_asked_with_its_answer_and_without():
    asked = list(Examiner(None).trials(ASIDE))
    assert {each.surroundings for each in asked} == {"own", "1", "4", "crowd"}
    assert {each.told for each in asked} == {True, False}
    assert all((each.rank >= 0) is each.told for each in asked)
    assert not any(each.quoted for each in asked if not each.told)


def test_file_of_the_product_has_every_mode_and_no_feature_that_is_not_measured():
    known = set(next(Examiner(None).trials(ASIDE)).features)
    for mode in MODES:
        fitted = fitted_for(LocalEmbedder.name, mode)
        assert fitted is not None
        assert set(fitted["weights"]) == set(FEATURES[mode]) <= known
        assert 0 < fitted["threshold"] < 1


def test_fit_finds_what_tells_the_told_from_the_untold():
    chance = np.random.default_rng(1)
    names = FEATURES[WORDS]
    trials = []
    for number in range(400):
        told = number % 2 == 0
        features = {name: float(chance.normal()) for name in names} | {"coverage": chance.normal() + 3 * told}
        trials.append(Trial(str(number), "own", WORDS, features, told, 0 if told else -1, told))
    fitted = fit(trials, WORDS)
    assert max(fitted["weights"], key=fitted["weights"].get) == "coverage"
    untold = [logistic(fitted, each.features) >= fitted["threshold"] for each in trials if not each.told]
    assert 0.02 <= np.mean(untold) <= 0.04


def test_figures_of_ranks():
    trials = [trial(1, True, rank=0), trial(1, True, rank=3), trial(1, False)]
    assert judging.recall(trials, 1) == judging.quoted(trials) == 0.5
    assert judging.recall(trials, 5) == 1
    assert judging.reciprocal_rank(trials) == pytest.approx((1 + 1 / 4) / 2)


def test_area_counts_pairs_and_a_tie_half():
    assert judging.area([True, True, False], np.array([3.0, 1.0, 1.0])) == 0.75


def test_question_in_several_surroundings_counts_once():
    trials = [trial(1, True), trial(1, True), trial(1, False), trial(1, True, "other")]
    assert judging.weights(trials).tolist() == [0.5, 0.5, 1, 1]


def test_threshold_lets_through_no_more_than_the_share():
    sure, weights = np.linspace(0, 1, 101), np.ones(101)
    for share in (0.0, 0.05, 0.5, 1.0):
        threshold = judging.careful_threshold(sure, weights, share)
        assert judging.answered(sure, threshold) <= share + 0.01
    assert judging.answered(sure, judging.careful_threshold(sure, weights, 0.05)) > 0.03
