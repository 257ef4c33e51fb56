import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from rest_framework.test import APIClient

from memorials.models import User

METHODS = {"get", "put", "post", "patch", "delete"}


@pytest.fixture(scope="session")
def schema(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The API's description of itself, valid and made without a warning."""
    file = tmp_path_factory.mktemp("schema") / "schema.json"
    call_command(
        "spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", "--file", str(file)
    )
    return json.loads(file.read_text())


def operations(schema: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """(method, path) to what is told of it."""
    return {
        (method, path): operation
        for path, item in schema["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    }


@pytest.fixture
def app() -> Callable[[User | None], APIClient]:
    """An app in which this person, or nobody, has signed in."""

    def signed_in(user: User | None = None) -> APIClient:
        client = APIClient()
        client.default_format = "json"
        if user:
            client.force_authenticate(user)
        return client

    return signed_in
