"""Texts of several lines."""

from typing import Any

from memorials.api import strict


class Words(strict.CharField):
    """A line's end counts as one sign, however the system of whoever writes it spells it."""

    def to_internal_value(self, value: Any) -> str:
        return super().to_internal_value(value).replace("\r\n", "\n")
