"""Places on the pages of memorials where other apps put their own pieces.

An app registers a function in its `AppConfig.ready()`; the page calls all functions of a slot by the
template tag `{% slot "name" … %}`. Each returns HTML that it rendered from its own template, or "".
"""

from collections import defaultdict
from collections.abc import Callable
from enum import StrEnum

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe


class Slot(StrEnum):
    PORTRAIT = "portrait"  # beside the portrait; memorial, photo
    GALLERY = "gallery"  # further plates of the gallery; memorial, photos
    ARCHIVE = "archive"  # low on the memorial's page; memorial
    PHOTO = "photo"  # under one photograph on its own page; memorial, photo


Filler = Callable[..., str]
_fillers: dict[Slot, list[Filler]] = defaultdict(list)


def fill(slot: Slot, filler: Filler) -> None:
    if filler not in _fillers[slot]:
        _fillers[slot].append(filler)


def render(slot: Slot, request: HttpRequest, **about: object) -> SafeString:
    pieces = [filler(request, **about) for filler in _fillers[slot]]
    return mark_safe("".join(pieces))  # noqa: S308 (each piece is a rendered template, escaped there)
