import pytest
from django.template import Context, Template
from django.utils import translation

from memorials.templatetags.typography import nbsp_ru

BEFORE_AND_AFTER = {
    "Место, где помнят одного человека": "Место, где\u00a0помнят одного человека",
    "и никуда с него не уходит": "и\u00a0никуда с\u00a0него не\u00a0уходит",
    "О том, кого больше нет, и о нас": "О\u00a0том, кого больше нет, и\u00a0о\u00a0нас",
    "1906 — 1992": "1906\u00a0— 1992",
    "так ли это": "так\u00a0ли\u00a0это",
    "9 декабря": "9\u00a0декабря",
    "кто-то пришёл": "кто\u2011то пришёл",
    "кое-что и где-нибудь": "кое\u2011что и\u00a0где\u2011нибудь",
    "Воскресенская-Тоцкая": "Воскресенская-Тоцкая",
    "": "",
}


@pytest.mark.parametrize(("before", "after"), BEFORE_AND_AFTER.items())
def test_short_words_and_dashes_hold_to_their_neighbours(before: str, after: str) -> None:
    with translation.override("ru"):
        assert nbsp_ru(before) == after


def test_english_is_left_alone() -> None:
    with translation.override("en"):
        assert nbsp_ru("A place to remember — 9 people") == "A place to remember — 9 people"


def test_the_template_still_escapes() -> None:
    template = Template("{% load typography %}{{ text|nbsp_ru }}")
    with translation.override("ru"):
        assert template.render(Context({"text": "<b> и я"})) == "&lt;b&gt; и\u00a0я"
