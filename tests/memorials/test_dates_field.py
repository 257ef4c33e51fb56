import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from memorials.forms.dates import PartialDateField


class LifeForm(forms.Form):
    born = PartialDateField(label="Born")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", ""), ("   ", ""), ("Лето 1951", "1951-22"), ("about 1943", "1943~"), ("1940-е", "194X")],
)
def test_what_is_typed_is_kept_as_edtf(typed, kept):
    form = LifeForm({"born": typed})
    assert form.is_valid() and form.cleaned_data == {"born": kept}


@pytest.mark.parametrize("typed", ["летом", "19\x0006", "9" * 10_000, "31.2.1906"])
def test_what_is_no_date_is_answered_in_one_sentence(typed):
    form = LifeForm({"born": typed})
    assert [len(messages) for messages in form.errors.values()] == [1]


def test_what_was_refused_stands_in_the_field_as_it_was_typed():
    assert 'value="31.2.1906"' in str(LifeForm({"born": "31.2.1906"})["born"])


def test_what_is_kept_stands_in_the_field_in_words():
    with translation.override("ru"):
        assert 'value="между 1940 и 1945"' in str(LifeForm(initial={"born": "[1940..1945]"})["born"])
    with translation.override("en"):
        assert 'value="between 1940 and 1945"' in str(LifeForm(initial={"born": "[1940..1945]"})["born"])


@pytest.mark.parametrize(
    ("typed", "changed"), [("между 1940 и 1945", False), ("1940", True), ("летом", True)]
)
def test_the_same_date_in_other_words_is_no_change(typed, changed):
    assert LifeForm({"born": typed}, initial={"born": "[1940..1945]"}).has_changed() is changed


def test_the_field_shows_the_ways_to_write_a_date():
    with translation.override("ru"):
        assert "9 декабря 1906, лето 1951, около 1943, 1940-е" in LifeForm().as_p()


@pytest.mark.parametrize(
    ("tag", "shown"),
    [
        ("{% dated '1906-12-09' %}", '<time datetime="1906-12-09">9 декабря 1906</time>'),
        ("{% dated '1906' %}", '<time datetime="1906">1906</time>'),
        ("{% dated '1951-22' %}", "лето 1951"),
        ("{% dated '' %}", ""),
        ("{% dated markup %}", "&lt;b&gt;"),
        (
            "{% dated '1906-11-26' old_style=True %}",
            '<time datetime="1906-12-09"><span title="по старому стилю">'
            "26 ноября (9 декабря) 1906</span></time>",
        ),
    ],
)
def test_pages_say_dates_to_people_and_to_machines(tag, shown):
    with translation.override("ru"):
        assert Template("{% load memorials %}" + tag).render(Context({"markup": "<b>"})) == shown
