"""One row of everything that a memorial can hold beside photographs, memories and clips.

Of what belongs to a photograph, where the memorial has one.
"""

from typing import Any

from django.utils import timezone

from animation.models import FoundFaces
from memorials.codes import new_code
from memorials.jobs.model import State
from memorials.models import (
    AccessRequest,
    Album,
    BlockedWord,
    Chapter,
    Decision,
    Invitation,
    LifeEvent,
    LinkToken,
    Memorial,
    Notice,
    Objection,
    Preparation,
    Report,
    Tribute,
    Upload,
    User,
)
from memorials.models.token import hashed, new_token
from memorials.services.api_tokens import make_token


def add_everything(memorial: Memorial, by: User, other: User, word: str) -> dict[type, Any]:
    """By model; `word` stands wherever somebody can write. The report and the objection are settled ones:
    open, each of them would change who sees what."""
    rows = [
        *_told(memorial, word),
        *_made_of(memorial),
        *_ways_in(memorial, by, other, word),
        *_settled(memorial, by, other, word),
    ]
    return {type(row): row for row in [*rows, *_beside(by)]}


def _beside(by: User) -> list[Any]:
    """What is no part of the memorial: the host's own list, and somebody's own key."""
    return [BlockedWord.objects.create(word=new_code()), make_token(owner=by, name="Копия")[0]]


def _told(memorial: Memorial, word: str) -> list[Any]:
    return [
        Album.objects.create(memorial=memorial, title=word, period="1930/1939"),
        Chapter.objects.create(memorial=memorial, title=word, text=word),
        LifeEvent.objects.create(memorial=memorial, title=word, place=word, happened="1938"),
    ]


def _made_of(memorial: Memorial) -> list[Any]:
    kept = memorial.media.order_by("pk")[:1]
    return [
        made.objects.create(**{field: media}, status=State.READY, attempt=1)
        for media in kept
        for made, field in ((Preparation, "media"), (FoundFaces, "photo"))
    ]


def _ways_in(memorial: Memorial, by: User, other: User, word: str) -> list[Any]:
    made = {"memorial": memorial, "created_by": by, "note": word}
    return [
        Invitation.objects.create(**made, token_hash=hashed(new_token())),
        LinkToken.objects.create(**made, token_hash=hashed(new_token())),
        AccessRequest.objects.create(memorial=memorial, user=other, words=word),
        Upload.objects.create(memorial=memorial, owner=by, name=word, length=9, words={"caption": word}),
        Notice.objects.create(
            memorial=memorial, recipient=by, kind=Notice.Kind.TRIBUTE, about=word, path="/"
        ),
    ]


def _settled(memorial: Memorial, by: User, other: User, word: str) -> list[Any]:
    now = timezone.now()
    tribute = Tribute.objects.create(
        memorial=memorial, author=other, kind="word", name=word, text=word, status="approved",
        token_hash=hashed(new_token()),
    )  # fmt: skip
    about = {"memorial": memorial, "tribute": tribute}
    return [
        tribute,
        Report.objects.create(**about, reason="untrue", words=word, closed_at=now, closed_by=by),
        Decision.objects.create(
            **about, was="pending", became="approved", note=word, made_by=by, made_by_name=word
        ),
        Objection.objects.create(
            memorial=memorial, kind="chat", name=word, relation=word, words=word, made_by=other,
            answered_at=now,
        ),
    ]  # fmt: skip
