"""The memorial itself."""

from typing import Any

from rest_framework import serializers

from memorials import dates
from memorials.api.serializers.dates import PartialDate
from memorials.models import Memorial


class MemorialSerializer(serializers.ModelSerializer[Memorial]):
    born = PartialDate()
    died = PartialDate()

    class Meta:
        model = Memorial
        fields = [
            "code",
            "name",
            "born",
            "died",
            "summary",
            "epitaph",
            "epitaph_note",
            "language",
            "visibility",
            "created",
        ]
        read_only_fields = ["code", "created"]

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        born = given.get("born", self.instance.born if self.instance else "")
        died = given.get("died", self.instance.died if self.instance else "")
        if dates.is_before(died, born):
            raise serializers.ValidationError({"died": dates.DIED_BEFORE_BORN})
        return given
