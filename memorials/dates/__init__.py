"""Dates as far as a family knows them: a day, «лето 1951», «около 1943», «между 1940 и 1945».

They are kept as EDTF text (ISO 8601-2); `memorials.dates.kept` says which forms of it. People type and
read them in words, Russian or English. Nothing here knows the database.
"""

from memorials.dates.extent import bounds, decade, is_before, sort_key
from memorials.dates.kept import LONGEST
from memorials.dates.typed import LONGEST_TYPED, parse, validate
from memorials.dates.wording import DIED_BEFORE_BORN, machine_readable, style_note, worded, years

__all__ = [
    "DIED_BEFORE_BORN",
    "LONGEST",
    "LONGEST_TYPED",
    "bounds",
    "decade",
    "is_before",
    "machine_readable",
    "parse",
    "sort_key",
    "style_note",
    "validate",
    "worded",
    "years",
]
