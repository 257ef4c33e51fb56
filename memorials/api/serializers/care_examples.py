"""Answers about what people leave and what is decided on it, with people who never lived."""

from typing import Any

from drf_spectacular.utils import OpenApiExample


def in_both(russian: dict[str, Any], english: dict[str, Any]) -> list[OpenApiExample]:
    """Examples of an answer."""
    told = {"Русский": russian, "English": english}
    return [OpenApiExample(name, value=value, response_only=True) for name, value in told.items()]


_LETTER = {
    "code": "b7f2k9x4m1q6",
    "kind": "word",
    "name": "Ольга Снегова",
    "text": "Дорогая Анна,\nспасибо за песни у реки.",
    "status": "approved",
    "burns": False,
    "lit_until": None,
    "is_own": False,
    "created": "2026-03-01T09:30:00Z",
}
_CANDLE = {
    "code": "t5w8c3z6n2r9",
    "kind": "candle",
    "name": "Martha Lowe",
    "text": "",
    "status": "pending",
    "burns": True,
    "lit_until": "2026-03-08T09:30:00Z",
    "is_own": True,
    "created": "2026-03-01T09:30:00Z",
}
_PRIVATE = "Zx3kQ0u1W7b9T5m2R8c6V4n0L1p7D3f9G5h2J8a6S4e"
_SECRET = {"token": _PRIVATE, "private_url": f"https://memory.example/t/{_PRIVATE}/"}
TRIBUTE = in_both(_LETTER, _CANDLE)
LEFT_TRIBUTE = in_both(_LETTER | _SECRET, _CANDLE | _SECRET)

_ANNA = {"code": "k3x9w2m7p4q8", "name": "Анна Снегова"}
_HENRY = {"code": "d6g1j8s5v3y0", "name": "Henry Lowe"}


def _own(left: dict[str, Any], memorial: dict[str, str] | None) -> dict[str, Any]:
    told = {name: value for name, value in left.items() if name != "is_own"}
    return {**told, "memorial": memorial}


OWN_TRIBUTE = in_both(_own(_LETTER, _ANNA), _own(_CANDLE, None))
_WHY = {"sentence": "It tells something that the family would rather keep to itself.", "note": ""}
ONE_OWN_TRIBUTE = in_both(
    {**_own(_LETTER, _ANNA), "why": None},
    {**_own(_CANDLE, _HENRY), "status": "declined", "why": _WHY},
)

WAITING = in_both(
    {
        "name": "memory:q1w2e3r4t5y6", "mark": "memory:q1w2e3r4t5y6:0f1e2d3c4b5a6978", "kind": "memory",
        "code": "q1w2e3r4t5y6", "memorial": _ANNA, "title": "Часы", "status": "pending",
        "author": "Вера Снегова", "created": "2026-03-01T09:30:00Z", "since": "2026-03-01T09:30:00Z",
        "reports": [], "tribute": None, "media": [],
        "memory": {
            "title": "Часы", "text": "Она заводила их каждое утро.", "teller": "", "relation": "внучка",
            "happened": "1951", "source_name": "", "source_url": "",
        },
    },
    {
        "name": "tribute:t5w8c3z6n2r9", "mark": "tribute:t5w8c3z6n2r9:1122334455667788", "kind": "tribute",
        "code": "t5w8c3z6n2r9", "memorial": _HENRY, "title": "Martha Lowe", "status": "approved",
        "author": None, "created": "2026-03-01T09:30:00Z", "since": "2026-03-02T18:05:00Z",
        "reports": [
            {
                "code": "r8t6y4u2i0o9", "reason": "untrue", "words": "He never lived there.",
                "reporter": None, "email": "thomas@lowe.example", "created": "2026-03-02T18:05:00Z",
            }
        ],
        "memory": None, "media": [],
        "tribute": {"kind": "word", "name": "Martha Lowe", "text": "Dear Henry,\nthe lake is still there."},
    },
)  # fmt: skip

DECISION = in_both(
    {
        "code": "h4j6k8l0z2x4", "memorial": _ANNA, "kind": "memory", "item": "q1w2e3r4t5y6", "title": "Часы",
        "was": "pending", "became": "declined", "is_kept": False, "reason": "untrue",
        "reason_label": "Здесь неточность", "note": "Спросите, пожалуйста, Веру.",
        "made_by": "Пётр Снегов", "made_at": "2026-03-03T11:00:00Z", "can_be_undone": True,
        "taken_back": None,
    },
    {
        "code": "n7b5v3c1x9z0", "memorial": _HENRY, "kind": "tribute", "item": "t5w8c3z6n2r9",
        "title": "Martha Lowe", "was": "pending", "became": "approved", "is_kept": False, "reason": "",
        "reason_label": "", "note": "", "made_by": "Thomas Lowe", "made_at": "2026-03-03T11:00:00Z",
        "can_be_undone": False, "taken_back": {"by": "Clara Lowe", "at": "2026-03-04T08:00:00Z"},
    },
)  # fmt: skip
