"""Public ids. A row is known outside by a random code, never by its place in a sequence."""

import secrets

#: Without the letters that are misread when somebody copies an address from paper.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 12


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
