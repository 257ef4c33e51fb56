"""Where something stands."""

from typing import Any

from rest_framework import serializers


class WhereSerializer(serializers.Serializer[Any]):
    """The memorial that something belongs to."""

    code = serializers.CharField()
    name = serializers.CharField()
