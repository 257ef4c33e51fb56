"""What memorials tell the other apps, which they may not import.

An app that wants to hear of an event adds a listener in its `AppConfig.ready()`; the services here
call `tell` by name, inside their own transaction. No Django signals: a reader follows these names.
"""

from collections import defaultdict
from collections.abc import Callable
from enum import StrEnum
from typing import Any


class Event(StrEnum):
    PHOTO_REMOVED = "photo_removed"  # photo: Media, still in the database
    CONSENT_WITHDRAWN = "consent_withdrawn"  # consent: Consent
    CONSENT_SUSPENDED = "consent_suspended"  # objection: Objection, which waits for the keeper's answer
    ACCOUNT_LEAVING = "account_leaving"  # user: User, still in the database
    #: texts: a list of Memory, Tribute, Chapter, perhaps not yet in the database. Told outside of any
    #: transaction, before their words may be read by others: what takes time is done here.
    TEXTS_TO_STAND = "texts_to_stand"
    TEXT_STANDS = "text_stands"  # text: its words are read by others from this transaction on
    TEXT_WITHDRAWN = "text_withdrawn"  # text: from now on they are not; a row that goes says nothing
    DEMO_LOADED = "demo_loaded"  # memorial: Memorial, keeper: User


_listeners: dict[Event, list[Callable[..., None]]] = defaultdict(list)


def listen(event: Event, listener: Callable[..., None]) -> None:
    if listener not in _listeners[event]:
        _listeners[event].append(listener)


def tell(event: Event, **about: Any) -> None:
    for listener in _listeners[event]:
        listener(**about)
