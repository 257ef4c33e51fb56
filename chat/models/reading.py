"""Texts as the archive has read them: cut into passages, with vectors where there is an embedder.

All of this can be made anew from the texts (`manage.py reindex`). Nothing is quoted from here: a quotation
is cut out of the text itself, behind the text's own door, and only while it is still what was read.
"""

from __future__ import annotations

import hashlib

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from memorials.models import Chapter, Memorial, Memory, Tribute

Text = Memory | Tribute | Chapter
#: What can be quoted: the column of a row that names the text, which is also its name for the API.
KINDS: dict[str, type[Text]] = {"memory": Memory, "tribute": Tribute, "chapter": Chapter}


def kind_of(text: Text) -> str:
    return next(kind for kind, model in KINDS.items() if isinstance(text, model))


def title_of(text: Text) -> str:
    """What helps to find a text and is never quoted; of a tribute nothing."""
    return "" if isinstance(text, Tribute) else text.title


def hash_of(text: Text) -> str:
    """Of all that goes into the vectors."""
    return hashlib.sha256(f"{title_of(text)}\0{text.text}".encode("utf-8", "surrogatepass")).hexdigest()


def one_text() -> Q:
    """Exactly one of the columns is filled."""
    ways = Q()
    for kind in KINDS:
        ways |= Q(**{f"{other}__isnull": other != kind for other in KINDS})
    return ways


class Reading(models.Model):
    """That a text was read, in which state of its words, and by which embedder."""

    memorial = models.ForeignKey(Memorial, on_delete=models.CASCADE, related_name="+")
    memory = models.OneToOneField(Memory, null=True, on_delete=models.CASCADE, related_name="reading")
    tribute = models.OneToOneField(Tribute, null=True, on_delete=models.CASCADE, related_name="reading")
    chapter = models.OneToOneField(Chapter, null=True, on_delete=models.CASCADE, related_name="reading")
    text_hash = models.CharField(max_length=64)
    embedder = models.CharField(max_length=120, blank=True)  # "" where only words were read
    read_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        constraints = [models.CheckConstraint(condition=one_text(), name="reading_of_one_text")]

    def __str__(self) -> str:
        return f"{self.memory_id or self.tribute_id or self.chapter_id} · {self.embedder}"


class Passage(models.Model):
    """A stretch of the text that is found as one, and its sentences.

    `sentences` are pairs [start, end] in the text. `vector` is one row of the embedder's dimensions,
    `sentence_vectors` one row a sentence, one after another, as chat/answering/vectors.py packs them.
    """

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="passages")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    sentences = models.JSONField()
    vector = models.BinaryField(null=True)
    sentence_vectors = models.BinaryField(null=True)

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ["start"]

    def __str__(self) -> str:
        return f"{self.start}–{self.end}"
