"""Where the host has a language model, it may join the quoted sentences, and is checked.

The quotations are on the page before it is asked. It is asked by a small thread of this process, which holds
no request and, while it waits, no connection to the database. What it says is kept only if every sentence of
it stands on what it cites; otherwise, and when the process dies meanwhile, the quotations stand alone.
"""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import cache
from threading import BoundedSemaphore

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from chat import machines
from chat.answering.joining import joined
from chat.answering.protocol import LanguageModel, Quotation
from chat.models import Turn
from chat.models.conversation import Joining
from chat.services.asking import Found

logger = logging.getLogger(__name__)
THREADS = 2
#: Answers that may wait for the model of a home machine; more would be shown when nobody reads them any more.
MOST_WAITING = 8
#: Seconds beside the model's own, for the check and the writing down.
SPARE = 5


@cache
def _threads() -> ThreadPoolExecutor:
    """Made in the process that asks, after its fork."""
    return ThreadPoolExecutor(THREADS, thread_name_prefix="joining")


_places = BoundedSemaphore(MOST_WAITING)


def join_later(turn: Turn, found: Found) -> None:
    """Nothing where there is no model, or nothing was told."""
    model = machines.language_model()
    if model is None or not found.told:
        return
    turn.joining, turn.model = Joining.WAITING, model.name
    turn.join_before = timezone.now() + timedelta(seconds=settings.LLM_SECONDS + SPARE)
    turn.save(update_fields=["joining", "model", "join_before"])
    quotations = found.answer.quotations
    transaction.on_commit(lambda: _begin(turn.pk, turn.question, quotations, model))


def settle() -> None:
    """Wait until all that was begun in this process has ended."""
    for _ in range(MOST_WAITING):
        _places.acquire()
    for _ in range(MOST_WAITING):
        _places.release()


def _begin(pk: int, question: str, quotations: tuple[Quotation, ...], model: LanguageModel) -> None:
    """Where too many wait already, the quotations stand alone at once."""
    if not _places.acquire(blocking=False):
        return _leave_alone(pk)
    try:
        _threads().submit(_join, pk, question, quotations, model)
    except RuntimeError:  # the process is ending
        _places.release()
        _leave_alone(pk)


def _leave_alone(pk: int) -> None:
    Turn.objects.filter(pk=pk, joining=Joining.WAITING).update(joining=Joining.ALONE)


def _join(pk: int, question: str, quotations: tuple[Quotation, ...], model: LanguageModel) -> None:
    try:
        sentences = joined(question, quotations, model, machines.embedder())
        kept = [[said.text, [place + 1 for place in said.quotations]] for said in sentences or ()]
        Turn.objects.filter(pk=pk, joining=Joining.WAITING).update(
            joining=Joining.JOINED if kept else Joining.ALONE, joined=kept
        )
    except Exception as error:  # the end of a thread: the page stops waiting by itself
        logger.error("a joined answer was not written down: %s", type(error).__name__)
    finally:
        connection.close()
        _places.release()
