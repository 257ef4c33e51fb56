"""The key of a conversation, for whoever has no account.

The site holds such a conversation in the browser's session. An app has none: with the first answer it is told
a key, once, and sends it along in X-Conversation-Key; without it the conversation is as one that never was.
Several keys stand one after another with commas between. The key is the conversation's code under the
signature of this server, so that nothing has to be kept of it: a copy of the database opens nothing. It ends
with its conversation. It does not open the conversation of somebody who has an account.
"""

from django.core.signing import BadSignature, Signer
from rest_framework.request import Request

from chat.models import Conversation

HEADER = "X-Conversation-Key"
MOST_HELD = 20


def key_of(conversation: Conversation) -> str:
    return _signer().sign(conversation.code)


def held(request: Request) -> list[str]:
    """The codes of the conversations whose keys the request brings. A key that is none opens nothing."""
    keys = request.headers.get(HEADER, "").split(",")[:MOST_HELD]
    return [code for key in keys if (code := _code(key.strip()))]


def _code(key: str) -> str:
    try:
        return _signer().unsign(key)
    except BadSignature:
        return ""


def _signer() -> Signer:
    return Signer(salt="chat.conversation")
