from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from memorials.models import User


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
