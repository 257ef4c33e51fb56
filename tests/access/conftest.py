from typing import Any

import pytest


@pytest.fixture
def quick_passwords(settings: Any) -> None:
    """Passwords are hashed as on a site, only not a million times."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
