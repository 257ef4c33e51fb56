"""The one door to the EDTF library, which takes a tenth of a second to load and is loaded when asked."""

from functools import lru_cache

#: year, month, day: no calendar is implied yet
Day = tuple[int, int, int]


@lru_cache(maxsize=512)
def first_and_last(edtf: str) -> tuple[Day, Day]:
    """The first and the last day of a year, month, day, season, decade or century.

    ValueError for all else: on odd input the library raises whatever happens to break inside it.
    """
    from edtf import EDTFParseException, parse_edtf

    try:
        found = parse_edtf(edtf)
        first, last = found.lower_strict(), found.upper_strict()
    except (EDTFParseException, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as odd:
        raise ValueError(f"not a date: {edtf!r}") from odd
    return (first.tm_year, first.tm_mon, first.tm_mday), (last.tm_year, last.tm_mon, last.tm_mday)
