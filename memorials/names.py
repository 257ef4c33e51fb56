"""A file's name as it may be shown, and offered when the file is fetched. It is never used as a path here."""

import re
import unicodedata

LONGEST = 120
UNNAMED = "photograph"
#: More marks than this on one letter are no writing, and cover the lines above and below.
MOST_MARKS = 3
#: Whoever fetches the file on Windows could not keep it under one of these.
DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)")


def shown_name(name: str) -> str:
    """NFC, one line, without signs that control or turn what stands beside them, without a path, not of dots
    alone, no name of a device, at most 120 long with its ending kept."""
    # Composed only now: what stood between a letter and its mark kept them apart.
    clean = unicodedata.normalize("NFC", "".join(sign for sign in name if _is_plain(sign)))
    clean = _without_piles(clean).replace("\\", "/").rsplit("/", 1)[-1].strip()
    if not clean.strip(". "):
        return UNNAMED
    if DEVICES.match(clean):
        clean = f"_{clean}"
    return _shortened(clean)


def _is_plain(sign: str) -> bool:
    """No control, format, surrogate, private or unassigned sign, and no break of a line or paragraph."""
    category = unicodedata.category(sign)
    return category[0] != "C" and category not in ("Zl", "Zp")


def _without_piles(text: str) -> str:
    kept, marks = [], 0
    for sign in text:
        marks = marks + 1 if unicodedata.category(sign)[0] == "M" else 0
        if marks <= MOST_MARKS:
            kept.append(sign)
    return "".join(kept)


def _shortened(name: str) -> str:
    if len(name) <= LONGEST:
        return name
    stem, dot, suffix = name.rpartition(".")
    keep = LONGEST - len(suffix) - 1
    return f"{stem[:keep]}.{suffix}" if dot and keep > 0 else name[:LONGEST]
