import re

import pytest

from memorials.prose import to_html, to_text


def test_story_is_set_in_paragraphs_lists_and_quotations():
    story = "Она *пела*.\n\n> Пой.\n\n- раз\n- два\n\n1. три"
    assert to_html(story) == (
        "<p>Она <em>пела</em>.</p>\n<blockquote>\n<p>Пой.</p>\n</blockquote>\n"
        "<ul>\n<li>раз</li>\n<li>два</li>\n</ul>\n<ol>\n<li>три</li>\n</ol>\n"
    )


def test_heading_in_a_chapter_lies_below_the_chapter():
    assert to_html("# Дом\n\n## Сад") == "<h3>Дом</h3>\n<h4>Сад</h4>\n"


def test_link_leads_out_without_telling_where_from():
    assert to_html("[сайт](https://example.org/)") == (
        '<p><a href="https://example.org/" rel="nofollow noopener noreferrer">сайт</a></p>\n'
    )


ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&#58;alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "![x](https://elsewhere.example/pixel.png)",
    '[x](https://example.org/"onmouseover="alert(1))',
    "<https://example.org/<script>>",
    "<div style='position:fixed'>x</div>",
    "[x]: javascript:alert(1)\n\n[x]",
    "`<script>`",
    "<a href='javascript:alert(1)'>x</a>",
    "\u202e<svg/onload=alert(1)>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_text_becomes_a_script_a_picture_or_a_style(attack):
    tags = re.findall(r"<[^>]*>", to_html(attack).lower())
    assert {re.sub(r"</?(\w+).*", r"\1", tag) for tag in tags} <= {"p", "a"}
    assert [tag for tag in tags if re.search(r"\s(on\w+|style)=|(javascript|data):", tag)] == []


def test_words_alone_have_no_marks():
    assert to_text("# Дом\n\nОна *пела* & [шила](https://x.example).") == "Дом Она пела & шила."


def test_long_and_deep_text_is_rendered_in_reasonable_depth():
    assert to_html("> " * 5000 + "x").count("<blockquote>") <= 100
    assert to_html("[" * 20_000).startswith("<p>")
