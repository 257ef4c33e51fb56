"""What a service refuses. The site and the API each put it into words at one place."""

import re
from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


def with_gaps(sentence: str | Promise) -> str:
    """As it is shown where nothing has happened yet."""
    return re.sub(r"%\(\w+\)[sd]", "…", str(sentence))


class Refusal(Exception):
    """A request that cannot be done as asked: a stable code, and a sentence for the person who asked."""

    code = "refused"
    status = 422  # of the answer
    pointer = ""  # the field of the request that is refused, as a JSON pointer, where it is one
    retry_after = 0  # s; how soon it may be asked again, where waiting helps
    sentence: str | Promise = _("This cannot be done.")

    def __init__(self, sentence: str | Promise | None = None) -> None:
        self.sentence = sentence or self.sentence
        super().__init__(self.code)

    @classmethod
    def told(cls) -> Iterator[tuple[str, int, str]]:
        """(code, status, sentence) of what this class can refuse; `…` stands for what differs each time."""
        if "code" in cls.__dict__:
            yield cls.code, cls.status, with_gaps(cls.sentence)


class FileRefused(Refusal):
    """A file that is not kept. `reason` is one of SENTENCES."""

    SENTENCES = {
        "unknown_kind": _(
            "This file is none of the kinds that can be kept here: photographs (JPEG, PNG, WebP, GIF, HEIC,"
            " AVIF, TIFF), films (MP4, MOV, WebM), recordings (M4A, MP3, OGG, WAV) and papers (PDF)."
        ),
        "broken_picture": _("This photograph is damaged: it ends too early or cannot be read."),
        "broken_film": _("This film is damaged, or of a kind that cannot be shown."),
        "broken_sound": _("This recording is damaged, or of a kind that cannot be played."),
        "broken_paper": _("This paper is damaged: it is no whole PDF file."),
        "nothing_inside": _("There is neither a picture nor a sound in this file."),
        "too_long": _("This is longer than can be kept here: at most %(hours)s hours."),
        "too_many_pixels": _("This photograph is too large: at most 60 megapixels, 20,000 on a side."),
        "too_large": _("This file is too large: at most %(megabytes)s MB."),
        "empty": _("This file is empty."),
        "too_heavy": _("This file needs more memory or time than this server gives to one file."),
    }

    @classmethod
    def told(cls) -> Iterator[tuple[str, int, str]]:
        for reason, sentence in cls.SENTENCES.items():
            yield reason, cls.status, with_gaps(sentence)

    def __init__(self, reason: str, **values: object) -> None:
        self.code = reason
        super().__init__(self.SENTENCES[reason] % values if values else self.SENTENCES[reason])
