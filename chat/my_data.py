"""What the archive of somebody's own data tells of their questions. The answers are the words of others."""

from typing import Any

from chat.models import OpenQuestion, Turn
from memorials.models import User


def asked_by(user: User) -> list[dict[str, Any]]:
    turns = Turn.objects.filter(conversation__asker=user).order_by("pk")
    sent = set(OpenQuestion.objects.filter(asker=user).values_list("turn", flat=True))
    return [
        {"conversation": turn.conversation.code, "question": turn.question, "asked": turn.created,
         "answered": turn.quoted > 0, "sent_to_the_family": turn.pk in sent}
        for turn in turns.select_related("conversation")
    ]  # fmt: skip
