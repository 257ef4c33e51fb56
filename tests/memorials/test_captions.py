"""Subtitles as people paste them: read strictly, written anew."""

import time

import pytest

from memorials import captions
from memorials.captions import Cue, NotCaptions

VTT = """WEBVTT - Анна

NOTE снято на вокзале

STYLE
::cue { color: red }

прощание
00:01.000 --> 00:02.500 align:start position:10%
<v.loud Анна Ильина>Пишите <i>письма</i> &amp; телеграммы

01:00:00.000 --> 01:00:01.250
Обязательно.
<00:01.100>Напишем.
"""
SRT = """1
00:00:01,000 --> 00:00:02,500
<b>Лёд</b> трещал.

2
00:00:03,000 --> 00:00:04,000
Шли по одному.
""".replace("\n", "\r\n")


def test_webvtt_is_read_without_its_looks():
    assert captions.read(VTT) == [
        Cue(1.0, 2.5, "Анна Ильина: Пишите письма & телеграммы"),
        Cue(3600.0, 3601.25, "Обязательно.\nНапишем."),
    ]


def test_srt_is_read_too():
    assert captions.read(SRT) == [Cue(1.0, 2.5, "Лёд трещал."), Cue(3.0, 4.0, "Шли по одному.")]


@pytest.mark.parametrize("text", [VTT, SRT, "\ufeff" + VTT, "\n\n" + SRT])
def test_what_is_written_anew_is_read_the_same(text):
    cues = captions.read(text)
    assert captions.read(captions.to_webvtt(cues)) == cues


def test_marks_in_the_words_stay_words():
    cues = captions.read("WEBVTT\n\n00:01.000 --> 00:02.000\n5 &lt; 6 &gt; 4 -> & <script>alert(1)</script>")
    assert cues == [Cue(1.0, 2.0, "5 < 6 > 4 -> & alert(1)")]
    assert "5 &lt; 6 &gt; 4 -&gt; &amp; alert(1)" in captions.to_webvtt(cues)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("WEBVTT", 1),
        ("WEBVTT\n\nNOTE только заметка", 1),
        ("WEBVTT\n\n00:02.000 --> 00:01.000\nназад", 3),
        ("WEBVTT\n\n00:01.000 --> 00:61.000\nминута", 3),
        ("WEBVTT\n\n00:01,000 -> 00:02,000\nстрелка", 4),
        ("1\n00:00:01,000 --> 00:00:02,000\nЛёд.\n\nпросто текст", 5),
        ("1\n00:00:01,000 --> 00:00:02,000\nЛёд.\n00:00:03,000 --> 00:00:04,000\nбез пустой строки", 2),
    ],
)
def test_the_first_line_that_cannot_be_read_is_named(text, line):
    with pytest.raises(NotCaptions) as refused:
        captions.read(text)
    assert refused.value.line == line
    assert captions.are_meant(text)
    assert captions.cues_in(text) == []


@pytest.mark.parametrize(
    "text", ["", "Она пела.", "1\n\nпервая строка", "WEBVTTA\n\n00:01.000", "1943\nзима"]
)
def test_a_text_like_any_other_is_no_captions(text):
    assert not captions.are_meant(text)
    assert captions.cues_in(text) == []


@pytest.mark.parametrize(
    "evil", ["<v" + " " * 99_000, "<a " * 33_000, "<c" + ".a" * 49_000, "</" * 49_000, "1" * 99_000]
)
def test_hostile_lines_are_read_as_fast_as_others(evil):
    began = time.monotonic()
    captions.cues_in("WEBVTT\n\n00:01.000 --> 00:02.000\n" + evil)
    captions.are_meant(evil)
    assert time.monotonic() - began < 1


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.4, "0:00"), (7, "0:07"), (750.9, "12:30"), (3723, "1:02:03")]
)
def test_a_moment_is_written_as_players_do(seconds, said):
    assert Cue(seconds, seconds + 1, "").clock == said
