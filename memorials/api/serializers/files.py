"""Where files are."""

from typing import Any

from rest_framework import serializers


class FileAddress(serializers.CharField):
    """The address of a stored file, on the same server. It is asked for with the same token as all else."""

    def __init__(self, **options: Any) -> None:
        super().__init__(read_only=True, **options)

    def to_representation(self, value: Any) -> str:
        return api_address(str(value))


def api_address(site_address: str) -> str:
    """The twin of an address of the site that opens by token."""
    return f"/api/v1{site_address}"
