"""Somebody says that something is not right. The members who may moderate are told, and nobody else."""

from django.db import transaction

from memorials.models import ITEMS, Item, Memorial, Notice, Report, User
from memorials.models.moderation import kind_of
from memorials.permissions import Word
from memorials.services.notices import notify_holders, where_it_waits


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
