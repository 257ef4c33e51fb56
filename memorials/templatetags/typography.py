"""Non-breaking spaces of Russian setting, for the few large lines where a bad break is seen."""

import re

from django import template
from django.utils.translation import get_language

register = template.Library()

NBSP = "\N{NO-BREAK SPACE}"
# A preposition, a conjunction or a particle stays with the word that follows: «и никуда», «с него».
_SHORT_WORD = re.compile(
    r"(?<![\w-])([А-Яа-яЁё]{1,2}|где|что|как|без|для|под|над|при|про|или|нет) (?=\S)", re.IGNORECASE
)
_DASH = re.compile(r" (?=[—–] )")
_PARTICLE = re.compile(r" (?=(?:же|ли|бы|б|ж)(?!\w))", re.IGNORECASE)
# «кто-то», «где-нибудь», «кое-что»: a line must not begin with half of a word of this size.
_HYPHEN = re.compile(r"(?<=[А-Яа-яЁё])-(?=(?:то|либо|нибудь|ка)(?!\w))|(?<=\bкое)-", re.IGNORECASE)
_NUMBER = re.compile(r"(?<=\d) (?=[А-Яа-яЁё%])")


@register.filter
def nbsp_ru(text: object) -> str:
    """`{{ heading|nbsp_ru }}`. Other languages are left alone, and escaping is left to the template."""
    words = str(text)
    if not (get_language() or "").startswith("ru"):
        return words
    for pattern, replacement in (
        (_SHORT_WORD, rf"\1{NBSP}"),
        (_DASH, NBSP),
        (_PARTICLE, NBSP),
        (_NUMBER, NBSP),
        (_HYPHEN, "\N{NON-BREAKING HYPHEN}"),
    ):
        words = pattern.sub(replacement, words)
    return words
