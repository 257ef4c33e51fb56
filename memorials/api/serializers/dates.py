"""Dates as far as they are known."""

from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from rest_framework import serializers

from memorials import dates
from memorials.api import strict


class PartialDate(strict.CharField):
    """A date as far as it is known. Answers are EDTF text: 1906-12-09, 1906-12, 1906, 1943~ (about),
    1943? (perhaps), 1951-22 (summer; 21 is spring), 194X, 18XX, 1940/1945 (all that time), [1940..1945]
    (some day in it), [..1945] (then or before), [1945..] (then or later). Taken in words too."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            **{"max_length": dates.LONGEST_TYPED, "required": False, "allow_blank": True, **options}
        )

    def to_internal_value(self, value: Any) -> str:
        text = super().to_internal_value(value)
        try:
            return dates.parse(text) if text else ""
        except DjangoValidationError as error:
            raise serializers.ValidationError(error.messages, code="date") from None
