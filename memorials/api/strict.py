"""Fields that keep to the types of JSON: a number is no text, "yes" is not true, "5" is not a number.

The framework's own fields guess, as forms need it, where all is text; so does what is asked of lists
(`memorials.api.pages.Query`), since it stands in an address.
"""

from typing import Any, ClassVar, TypeVar

from django.db import models
from rest_framework import serializers

Row = TypeVar("Row", bound=models.Model)


class _Text:
    def to_internal_value(self, given: Any) -> str:
        if not isinstance(given, str):
            self.fail("invalid")  # type: ignore[attr-defined]
        text: str = super().to_internal_value(given)  # type: ignore[misc]
        return text


class CharField(_Text, serializers.CharField):
    pass


class EmailField(_Text, serializers.EmailField):
    pass


class URLField(_Text, serializers.URLField):
    pass


class ChoiceField(serializers.ChoiceField):
    def to_internal_value(self, given: Any) -> Any:
        """One of the values themselves, and not what looks like it as text."""
        chosen = super().to_internal_value(given)
        if chosen != given:
            self.fail("invalid_choice", input=given)
        return chosen


class BooleanField(serializers.BooleanField):
    def to_internal_value(self, given: Any) -> bool:
        if not isinstance(given, bool):
            self.fail("invalid", input=given)
        return given


class IntegerField(serializers.IntegerField):
    def to_internal_value(self, given: Any) -> int:
        """1.0 is a whole number too: JSON has but one kind."""
        if isinstance(given, bool) or not isinstance(given, int | float) or given % 1:
            self.fail("invalid")
        return super().to_internal_value(int(given))


class ModelSerializer(serializers.ModelSerializer[Row]):
    serializer_choice_field = ChoiceField
    serializer_field_mapping: ClassVar[dict[Any, Any]] = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.CharField: CharField,
        models.TextField: CharField,
        models.EmailField: EmailField,
        models.URLField: URLField,
        models.BooleanField: BooleanField,
        models.IntegerField: IntegerField,
        models.SmallIntegerField: IntegerField,
        models.PositiveIntegerField: IntegerField,
        models.PositiveSmallIntegerField: IntegerField,
    }
