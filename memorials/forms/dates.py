"""A date as people write it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from memorials import dates


class PartialDateField(forms.CharField):
    """A date as far as it is known, in the ways in which people write it; kept as EDTF, shown in words."""

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "help_text", _("As you know it: 9 December 1906, summer 1951, about 1943, the 1940s.")
        )
        super().__init__(**{"required": False, "max_length": dates.LONGEST_TYPED, **options})

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return dates.parse(text) if text else ""

    def prepare_value(self, value: Any) -> Any:
        """`[1940..1945]` comes back as «между 1940 и 1945»; what was refused, as it was typed."""
        return dates.worded(value) if isinstance(value, str) else value
