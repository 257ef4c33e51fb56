import pytest

from memorials.waveform import MOST, drawing, strokes


def test_each_stroke_is_the_loudest_of_its_stretch():
    loud = [0] * 200
    loud[57] = 80
    drawn = strokes(loud)
    assert (len(drawn), max(drawn), drawn.index(80)) == (MOST, 80, 28)


@pytest.mark.parametrize("length", [1, 7, 99, 100, 101, 200])
def test_as_many_strokes_as_there_are_values_up_to_the_most(length):
    assert len(strokes([50] * length)) == min(length, MOST)


def test_strokes_stand_about_the_middle_and_silence_is_seen():
    assert drawing([0, 100]) == (8, "M2 48v4M6 1v98")


def test_nothing_known_is_nothing_drawn():
    assert drawing([]) == (0, "")
    assert strokes([-5, 400]) == [0, 100]
