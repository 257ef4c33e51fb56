"""Checks of schemathesis that are wrong for an operation or an answer of ours, each with the reason."""

from typing import Any

from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

#: Faults that no description of fields can tell: a text of spaces alone has a length, a date is taken in
#: words, Upload-Metadata is a language of its own.
BEYOND_WORDS = {"blank", "date", "metadata"}
_MEMORIAL = "/api/v1/memorials/{code}"
_SIGN_IN = "/api/v1/auth/app/v1"
#: Operations whose description cannot say all that a request must be, each with what that is.
NOT_ONLY_WORDS = {
    "POST /api/v1/access-requests/": "the code or the address of a memorial",
    "POST /api/v1/account/leave/": "the person's own password",
    "POST /api/v1/decisions/": "what really waits, and a reason where the verdict needs one",
    f"POST {_MEMORIAL}/decisions/": "the same",
    f"POST {_MEMORIAL}/consents/{{kind}}/give/": "agreed, and not the contrary",
    f"PUT {_MEMORIAL}/media/{{media}}/animations/shown/": "a take of this very photograph",
    f"PUT {_MEMORIAL}/portrait/": "a photograph of this very memorial",
    "PATCH /api/v1/account/memories/{memory}/": "photographs of that memorial",
    "PATCH /api/v1/account/media/{media}/": "an album of that memorial; words only of what speaks",
    f"PATCH {_MEMORIAL}/media/{{media}}/": "the same",
    f"PUT {_MEMORIAL}/gallery/{{period}}/": "all that is in it, each once",
    f"POST {_MEMORIAL}/invitations/": "a keeper is invited alone",
    f"POST {_MEMORIAL}/media/": "a file with something in it",
    f"POST {_MEMORIAL}/memories/": "photographs of this very memorial",
    f"PATCH {_MEMORIAL}/memories/{{memory}}/": "the same",
    f"POST {_MEMORIAL}/questions/{{question}}/answer/": "the same",
    f"POST {_MEMORIAL}/objections/{{objection}}/answer/": "a note, where the answer needs one",
    # The sign-in is allauth's: it answers 400 where the rest of the API answers 422.
    f"POST {_SIGN_IN}/account/authenticators/recovery-codes": "a second step that is switched on",
    f"POST {_SIGN_IN}/account/authenticators/totp": "the code of this half minute",
    f"POST {_SIGN_IN}/account/authenticators/webauthn": "what a real passkey has signed",
    f"PUT {_SIGN_IN}/account/authenticators/webauthn": "a passkey of one's own",
    f"DELETE {_SIGN_IN}/account/authenticators/webauthn": "passkeys of one's own",
    f"POST {_SIGN_IN}/account/email": "an address that one does not have yet",
    f"PUT {_SIGN_IN}/account/email": "an address of one's own",
    f"PATCH {_SIGN_IN}/account/email": "an address of one's own, confirmed",
    f"DELETE {_SIGN_IN}/account/email": "an address of one's own, and not the only one",
    f"POST {_SIGN_IN}/account/password/change": "the present password, and a good new one",
    f"POST {_SIGN_IN}/auth/2fa/authenticate": "the code of this half minute",
    f"POST {_SIGN_IN}/auth/2fa/reauthenticate": "the same",
    f"GET {_SIGN_IN}/auth/email/verify": "a key from a letter",
    f"POST {_SIGN_IN}/auth/email/verify": "the same",
    f"POST {_SIGN_IN}/auth/login": "the password",
    f"GET {_SIGN_IN}/auth/password/reset": "a key from a letter",
    f"POST {_SIGN_IN}/auth/password/reset": "the same",
    f"POST {_SIGN_IN}/auth/reauthenticate": "the password",
    f"DELETE {_SIGN_IN}/auth/sessions": "sign-ins of one's own",
    f"POST {_SIGN_IN}/auth/signup": "a good password",
    f"POST {_SIGN_IN}/auth/webauthn/authenticate": "what a real passkey has signed",
    f"POST {_SIGN_IN}/auth/webauthn/reauthenticate": "the same",
    f"POST {_SIGN_IN}/tokens/refresh": "a token that is valid",
}


def of(label: str, response: Any) -> list[Any]:
    excluded: list[Any] = [ignored_auth]  # Fuzzer._knock asks more exactly
    if label in NOT_ONLY_WORDS:
        excluded.append(positive_data_acceptance)
    if _faults(response) and _faults(response) <= BEYOND_WORDS:
        excluded.append(positive_data_acceptance)
    return excluded


def _faults(response: Any) -> set[str]:
    if response.status_code != 400:
        return set()
    problem = response.json()
    return {each.get("code", "") for each in problem.get("errors", [problem])}
