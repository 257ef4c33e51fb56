from chat.models.archive import Archive
from chat.models.conversation import Citation, Conversation, Turn
from chat.models.question import OpenQuestion, WrongAnswer
from chat.models.reading import KINDS, Passage, Reading, Text

__all__ = [
    "KINDS",
    "Archive",
    "Citation",
    "Conversation",
    "OpenQuestion",
    "Passage",
    "Reading",
    "Text",
    "Turn",
    "WrongAnswer",
]
