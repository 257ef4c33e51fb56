"""Somebody says that something is not right. The members who may moderate are told, and nobody else."""

from django.db import transaction
from django.db.models import QuerySet

from memorials.models import ITEMS, Item, Media, Memorial, Memory, Notice, Report, Tribute, User
from memorials.models.moderation import kind_of
from memorials.permissions import Word
from memorials.services.notices import notify_holders, where_it_waits
from memorials.viewer import Viewer

#: A page of a letter.
LONGEST_WORDS = 2000


def find_reported(*, viewer: Viewer, memorial: Memorial, about: str) -> Item | Memorial | None:
    """What `memory:<code>` names, behind the same door as everywhere; the memorial itself for "".

    None where it is not there, or not for this viewer.
    """
    kind, _, code = about.partition(":")
    if not kind and not code:
        return memorial
    doors: dict[str, QuerySet] = {
        "memory": Memory.objects.visible_to(viewer),
        "tribute": Tribute.objects.visible_to(viewer),
        "media": Media.objects.visible_to(viewer),
    }
    if kind not in doors or not code.isalnum():
        return None
    item: Item | None = doors[kind].filter(memorial=memorial, code=code).first()
    return item


def report(
    *, about: Item | Memorial, reporter: User | None, reason: str, words: str = "", email: str = ""
) -> Report:
    """The report as it is kept. The same one that is still open is not kept a second time."""
    memorial = about if isinstance(about, Memorial) else about.memorial
    item = {kind: about if kind == kind_of(about) else None for kind in ITEMS}
    columns = {"memorial": memorial, **item, "reporter": reporter, "reason": reason, "words": words}
    with transaction.atomic():
        known = Report.objects.open().filter(**columns, email=email).first()
        if known:
            return known
        made = Report.objects.create(**columns, email=email)
        path = where_it_waits(memorial)
        notify_holders(Word.MODERATE, memorial=memorial, kind=Notice.Kind.WAITING, path=path, but=reporter)
    return made
