import random
import time

import pytest
from django.core.exceptions import ValidationError

from memorials import dates

#: What is kept, and the ways to write it in either language.
WAYS = {
    "1906": "1906|1906 г.|1906г|1906 год|в 1906 году|в 1906-м|in 1906|1906,",
    "0988": "0988",
    "1906-12": "12.1906|1906-12|декабрь 1906|Декабрь 1906 г.|в декабре 1906|дек. 1906|December 1906|Dec 1906"
    "|dec. 1906|in December, 1906|декабря 1906",
    "1906-02": "2.1906|1906-2|февр. 1906",
    "1906-05": "май 1906|в мае 1906 года|May 1906",
    "1906-12-09": "9.12.1906|09.12.1906|9. 12. 1906|1906-12-09|1906-12-9|9 декабря 1906|9 декабря 1906 г."
    "|9 декабря 1906 года|9 декабря 1906 году|9-го декабря 1906|9 December 1906|December 9, 1906"
    "|Dec. 9th, 1906|9th of December 1906|on the 9th of December, 1906|9 ДЕКАБРЯ 1906|1906–12–09",
    "1904-02-29": "29.2.1904",
    "1900-02-29": "29.2.1900|29 февраля 1900|29 February 1900",
    "1943~": "около 1943|ок. 1943|ок.1943|ок 1943|примерно 1943|примерно в 1943 году|приблизительно 1943"
    "|about 1943|around 1943|circa 1943|c. 1943|c.1943|ca. 1943|ca 1943|~1943|~ 1943|1943~|ОКОЛО 1943 ГОДА",
    "1943-12~": "около декабря 1943|примерно в декабре 1943|about December 1943|~12.1943",
    "1943-12-09~": "около 9 декабря 1943|around December 9, 1943",
    "1943?": "возможно 1943|возможно, 1943|вероятно, 1943|предположительно 1943|может быть, в 1943"
    "|1943?|1943 ?|1943 (?)|maybe 1943|perhaps 1943|probably 1943|possibly in 1943",
    "1943-12?": "декабрь 1943?|вероятно, декабрь 1943|probably December 1943",
    "1943%": "1943%|~1943?|вероятно, около 1943|около 1943?|probably about 1943",
    "1951-21": "весна 1951|весной 1951 года|spring 1951",
    "1951-22": "лето 1951|летом 1951|Летом 1951 г.|summer 1951|summer of 1951|in the summer of 1951|1951-22",
    "1951-23": "осень 1951|осенью 1951|autumn 1951|fall of 1951",
    "1951-24": "зима 1951|зимой 1951|winter 1951",
    "194X": "1940-е|1940-х|1940-е годы|в 1940-х годах|1940‑е гг.|1940е|1940s|the 1940s|in the 1940s|1940's"
    "|40-е|сороковые|сороковые годы|в сороковых годах|40s|'40s|the forties|194X|194x|194Х",
    "184X": "1840-е|сороковые годы XIX века|40-е годы 19 века|1840s",
    "192X": "1920-е|20-е годы XX века",
    "194X~": "около 1940-х годов|примерно 1940-е|about the 1940s",
    "18XX": "XIX век|xix век|в XIX веке|XIX в.|ХIХ век|ХІХ век|19 век|19-й век|19th century|18XX"
    "|the 19th century",
    "18XX?": "вероятно, XIX век|probably the 19th century",
    "[1940..1945]": "между 1940 и 1945|между 1940 и 1945 гг.|между 1940 и 1945 годами|Между 1940 г. и 1945 г."
    "|between 1940 and 1945|[1940..1945]",
    "[1906-12..1907-03]": "между декабрём 1906 и мартом 1907|между декабрем 1906 и мартом 1907"
    "|between December 1906 and March 1907",
    "[1943-06..1943-08]": "между июнем и августом 1943|between June and August 1943",
    "1940/1945": "1940–1945|1940-1945|1940 — 1945|1940 − 1945 гг.|с 1940 по 1945|с 1940 по 1945 год"
    "|от 1940 до 1945|from 1940 to 1945|1940/1945",
    "1943-06/1943-08": "июнь–август 1943|с июня по август 1943|06.1943-08.1943|1943-06 - 1943-08",
    "1906-12-09/1906-12-12": "9–12 декабря 1906|с 9 по 12 декабря 1906|9.12.1906–12.12.1906",
    "[..1945]": "до 1945|до 1945 года|не позднее 1945|не позже 1945|before 1945|no later than 1945|[..1945]",
    "[..1945-05-09]": "до 9 мая 1945|before 9 May 1945",
    "[1945..]": "после 1945|не ранее 1945|after 1945|[1945..]",
}


@pytest.mark.parametrize(("kept", "typed"), [(kept, way) for kept in WAYS for way in WAYS[kept].split("|")])
def test_dates_as_people_write_them_are_kept_as_edtf(kept, typed):
    assert dates.parse(typed) == kept
    assert dates.parse(f" \t\u00a0{typed.replace(' ', '  ')}\n") == kept


@pytest.mark.parametrize("kept", WAYS)
def test_what_is_kept_is_its_own_spelling(kept):
    dates.validate(kept)
    assert len(kept) <= dates.LONGEST


def test_the_longest_dates_fit():
    longest = "между 29 сентября 1940 года и 30 сентября 1945 года"
    assert dates.parse(longest) == "[1940-09-29..1945-09-30]"
    assert len(longest) <= dates.LONGEST_TYPED and len(dates.parse(longest)) <= dates.LONGEST


@pytest.mark.parametrize("same", ["1940–1940", "между 1940 и 1940", "[1940..1940]", "1940/1940"])
def test_equal_ends_are_one_date(same):
    assert dates.parse(same) == "1940"


NO_FORM = """06|190|19066|9/12/1906|../1945|1945/..|1906.12|1906-|1906-12-9-1|١٩٠٦-١٣|١٩٠٦|１９０６|-1906
1 мая 45|1906 1907|до войны|летом|около|~|?|между 1940|между 1940 и|с 1940|1940-|до 1940-х|лето 1951?
около лета 1951|20-е|twenties|mid 1940s|I или II век|XIX|IIX век|век|0 век|[1940,1945]|{1940..1945}|1906-12-XX
+1906|Y12345|1e3|1940/1945/1950|[..]|[1940~..1945]|1906-12-09T10:00|'; drop table
<b>1906</b>|19\x0006|\x00|1906\x00|1906–23|1906—12|1941 – 45|1914-1918-1945"""
IMPOSSIBLE = """1906-13|13.1906|21.1951|0.1906|1906-00|31.2.1906|29.2.1903|9.0.1906|0.12.1906|32 декабря 1906
0000|000X|00XX|30 February 1904|31 ноября 1906|до 31.2.1906|между 1906 и 31.2.1907|winter 9999"""
REVERSED = """1945–1940|между 1945 и 1940|1945/1940|[1945..1940]|с декабря по июнь 1943|1940-05/1940
12–9 декабря 1906|from 9 May 1945 to 8 May 1945"""


def refused(typed: str) -> str:
    with pytest.raises(ValidationError) as refusal:
        dates.parse(typed)
    [sentence] = refusal.value.messages
    return sentence


@pytest.mark.parametrize("typed", ["", "   ", "1906\n1907", *NO_FORM.replace("\n", "|").split("|")])
def test_what_is_no_date_is_answered_with_ways_to_write_one(typed):
    assert refused(typed).startswith("Напишите дату, насколько знаете её: 9 декабря 1906")


@pytest.mark.parametrize("typed", IMPOSSIBLE.replace("\n", "|").split("|"))
def test_a_day_that_no_calendar_has_is_refused(typed):
    assert refused(typed) == f"Такой даты нет: {typed}."


@pytest.mark.parametrize("typed", REVERSED.replace("\n", "|").split("|"))
def test_reversed_ends_are_refused(typed):
    assert refused(typed) == "Первая дата позже второй."


@pytest.mark.parametrize(
    "typed", ["12.1906", "1906-2", " 1906", "около 1943", "194х", "194x", "[1940..1940]", "1940 / 1945"]
)
def test_the_model_takes_only_the_kept_form(typed):
    with pytest.raises(ValidationError):
        dates.validate(typed)


SIGNS = [
    *"0139.,-–/[]{}?~%'  XхеЁsгcвиа",
    "..",
    "19",
    "\x00",
    "\n",
    "٣",
    "²",
    "Ⅳ",
    "İ",
    "ſ",
    "🕯",
    "\u202e",
    "\ud800",
]


def noise(count: int) -> list[str]:
    """The same each time: dates with a few signs changed, two dates in one, and any signs at all."""
    chance = random.Random(1906)  # noqa: S311 - a fixed sample, no secret
    ways = [way for each in WAYS.values() for way in each.split("|")]
    texts = []
    for _ in range(count):
        signs = list(chance.choice(ways) + chance.choice(["", "", " ", chance.choice(ways)]))
        for _ in range(chance.randint(1, 2)):
            place = chance.randrange(len(signs))
            signs[place : place + chance.randint(0, 2)] = [chance.choice([*SIGNS, ""])]
        texts.append("".join(signs))
        texts.append("".join(chr(chance.randrange(0x2FFF)) for _ in range(chance.randint(1, 30))))
    return texts


def test_any_text_is_a_kept_date_or_one_plain_sentence():
    kept = set()
    for text in noise(8000):
        try:
            kept.add(dates.parse(text))
        except ValidationError as refusal:
            assert len(refusal.messages) == 1, text
    assert len(kept) > 80, "the sample holds too few dates to prove anything"
    for edtf in kept:
        dates.validate(edtf)
        dates.bounds(edtf)
        dates.bounds(edtf, old_style=True)
        dates.sort_key(edtf, old_style=True)
        assert dates.worded(edtf) and dates.worded(edtf, old_style=True) and dates.years(edtf, edtf)


@pytest.mark.parametrize("piece", [*SIGNS, "1 и ", "между ", "9 декабря ", "1-", "XIX "])
def test_long_texts_are_refused_at_once(piece):
    started = time.process_time()
    for length in (dates.LONGEST_TYPED, 10_000):
        refused((piece * length)[:length])
    assert time.process_time() - started < 0.5
