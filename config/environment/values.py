"""Single words and numbers."""

import math
import os
import zoneinfo
from email.utils import parseaddr

from django.core.exceptions import ImproperlyConfigured

YES, NO = ("on", "true", "yes", "1"), ("off", "false", "no", "0")


def given(name: str, default: str = "") -> str:
    """What the environment says. An empty value is none: files for containers pass on what is not set."""
    return os.environ.get(name, "").strip() or default


def one_of(name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = given(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}, not {value!r}.")
    return value


def flag(name: str, *, default: bool) -> bool:
    value = given(name, "on" if default else "off").lower()
    if value not in YES + NO:
        raise ImproperlyConfigured(f"{name} must be on or off, not {value!r}.")
    return value in YES


def whole(name: str, default: int, *, least: int, most: int) -> int:
    value = given(name, str(default))
    if not (value.isascii() and value.isdigit() and len(value) < 10 and least <= int(value) <= most):
        raise ImproperlyConfigured(f"{name} must be a number from {least} to {most}, not {value!r}.")
    return int(value)


def seconds(name: str, default: float, *, least: float, most: float) -> float:
    value = given(name, f"{default:g}")
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not least <= number <= most:  # which is also so for nan
        raise ImproperlyConfigured(
            f"{name} must be a number of seconds from {least:g} to {most:g}, not {value!r}."
        )
    return number


def time_zone(name: str, default: str) -> str:
    value = given(name, default).lstrip(":")
    try:
        zoneinfo.ZoneInfo(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ImproperlyConfigured(
            f"{name} must be a time zone such as Europe/Moscow, not {value!r}."
        ) from None
    return value


def sender(name: str, default: str) -> str:
    """An address for letters, with or without a name before it."""
    value = given(name, default)
    box, _, host = parseaddr(value)[1].partition("@")
    if not box or not host or not value.isprintable():
        raise ImproperlyConfigured(f"{name} must be an address such as rodnik@memory.example, not {value!r}.")
    return value
