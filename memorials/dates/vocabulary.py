"""The words in which people name months, seasons, decades and centuries, as patterns for small letters.

Russian without ё (е stands for it), English, and the forms that both take in a sentence.
"""

import re

_RUSSIAN_MONTHS = (
    ("январ|янв", "ь|я|е|ем"),
    ("феврал|февр|фев", "ь|я|е|ем"),
    ("март|мар", "а|е|ом"),
    ("апрел|апр", "ь|я|е|ем"),
    ("май|мая|мае|маем", ""),
    ("июн", "ь|я|е|ем"),
    ("июл", "ь|я|е|ем"),
    ("август|авг", "а|е|ом"),
    ("сентябр|сент|сен", "ь|я|е|ем"),
    ("октябр|окт", "ь|я|е|ем"),
    ("ноябр|нояб|ноя", "ь|я|е|ем"),
    ("декабр|дек", "ь|я|е|ем"),
)
_ENGLISH_MONTHS = (
    "january|jan",
    "february|feb",
    "march|mar",
    "april|apr",
    "may",
    "june|jun",
    "july|jul",
    "august|aug",
    "september|sept|sep",
    "october|oct",
    "november|nov",
    "december|dec",
)
_MONTHS = [
    re.compile(rf"(?:(?:{stems})(?:{endings})?|{english})\.?")
    for (stems, endings), english in zip(_RUSSIAN_MONTHS, _ENGLISH_MONTHS, strict=True)
]
_SEASONS = {
    21: re.compile(r"весн(?:а|ы|е|у|ой|ою)|spring"),
    22: re.compile(r"лет(?:о|а|е|ом)|summer"),
    23: re.compile(r"осен(?:ь|и|ью)|autumn|fall"),
    24: re.compile(r"зим(?:а|ы|е|у|ой|ою)|winter"),
}
#: From the thirties on: earlier ones, named alone, may belong to either of two centuries.
_DECADES = {
    3: re.compile(r"тридцат(?:ые|ых|ым|ыми)|thirties"),
    4: re.compile(r"сороков(?:ые|ых|ым|ыми)|forties"),
    5: re.compile(r"пятидесят(?:ые|ых|ым|ыми)|fifties"),
    6: re.compile(r"шестидесят(?:ые|ых|ым|ыми)|sixties"),
    7: re.compile(r"семидесят(?:ые|ых|ым|ыми)|seventies"),
    8: re.compile(r"восьмидесят(?:ые|ых|ым|ыми)|eighties"),
    9: re.compile(r"девяност(?:ые|ых|ым|ыми)|nineties"),
}
_TENS = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC")
_UNITS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
ROMAN = [tens + units for tens in _TENS for units in _UNITS]
#: Letters of both alphabets that look alike: «ХIХ век» is often typed with Russian ones.
_LATIN = str.maketrans("хіс", "xic")


def month_named(word: str) -> int | None:
    return next((i for i, forms in enumerate(_MONTHS, 1) if forms.fullmatch(word)), None)


def season_named(word: str) -> int | None:
    return next((number for number, forms in _SEASONS.items() if forms.fullmatch(word)), None)


def decade_named(word: str) -> int | None:
    return next((tens for tens, forms in _DECADES.items() if forms.fullmatch(word)), None)


def century_named(number: str) -> int | None:
    """`19`, `XIX`, `xix` → 19."""
    if number.isdecimal():
        return int(number)
    roman = number.translate(_LATIN).upper()
    return ROMAN.index(roman) if roman in ROMAN else None


def as_roman(number: int) -> str:
    return ROMAN[number]
