"""Secrets that are given away once and kept only as their hash: a copy of the database opens no door."""

import hashlib
import secrets


def new_token() -> str:
    """256 bits, in letters that may stand in an address."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """SHA-256 in hexadecimal. A token of 256 random bits needs neither salt nor slowness."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
