"""Checks of schemathesis that are wrong for an operation or an answer of ours, each with the reason."""

from typing import Any

from schemathesis.specs.openapi.checks import ignored_auth, negative_data_rejection, positive_data_acceptance

#: Faults that no description of fields can tell: a text of spaces alone has a length, a date is taken in
#: words, Upload-Metadata is a language of its own.
BEYOND_WORDS = {"blank", "date", "metadata"}
_MEMORIAL = "/api/v1/memorials/{code}"
#: Operations whose description cannot say all that a request must be, each with what that is.
NOT_ONLY_WORDS = {
    "POST /api/v1/access-requests/": "the code or the address of a memorial",
    "POST /api/v1/account/leave/": "the person's own password",
    "POST /api/v1/decisions/": "what really waits, and a reason where the verdict needs one",
    f"POST {_MEMORIAL}/decisions/": "the same",
    f"POST {_MEMORIAL}/consents/{{kind}}/give/": "agreed, and not the contrary",
    f"PUT {_MEMORIAL}/media/{{media}}/animations/shown/": "a take of this very photograph",
    f"PUT {_MEMORIAL}/portrait/": "a photograph of this very memorial",
    "PATCH /api/v1/account/media/{media}/": "an album of that memorial; words only of what speaks",
    f"PATCH {_MEMORIAL}/media/{{media}}/": "the same",
    f"PUT {_MEMORIAL}/gallery/{{period}}/": "all that is in it, each once",
    f"POST {_MEMORIAL}/memories/": "photographs of this very memorial",
    f"PATCH {_MEMORIAL}/memories/{{memory}}/": "the same",
    f"POST {_MEMORIAL}/questions/{{question}}/answer/": "the same",
    f"POST {_MEMORIAL}/objections/{{objection}}/answer/": "a note, where the answer needs one",
}


def of(label: str, response: Any, body: Any) -> list[Any]:
    excluded: list[Any] = [ignored_auth]  # Fuzzer._knock asks more exactly
    if label in NOT_ONLY_WORDS:
        excluded.append(positive_data_acceptance)
    if isinstance(body, dict) and any(isinstance(value, int | float) for value in body.values()):
        excluded.append(negative_data_rejection)  # the framework takes a number for its text
    if _faults(response) and _faults(response) <= BEYOND_WORDS:
        excluded.append(positive_data_acceptance)
    return excluded


def _faults(response: Any) -> set[str]:
    if response.status_code != 400:
        return set()
    problem = response.json()
    return {each.get("code", "") for each in problem.get("errors", [problem])}
