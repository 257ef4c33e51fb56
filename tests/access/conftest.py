from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import transaction
from django.test import override_settings

from memorials.models import User
from tests.access import admin_pages, contents, parcels
from tests.people import Cast, make_person


@pytest.fixture
def admin_world(cast: Cast) -> tuple[dict[type, Any], dict[type, Any]]:
    """What stands in a public memorial, and the same in a hidden one, by model."""
    return admin_pages.open_and_hidden(cast)


@pytest.fixture
def staff(cast: Cast) -> dict[str, User]:
    """An administrator, a moderator to whom everything was permitted, and one to whom nothing was."""
    trusted = make_person("trusted", is_staff=True)
    trusted.user_permissions.set(Permission.objects.all())
    return {"admin": cast.admin, "trusted": trusted, "moderator": cast.moderator}


@pytest.fixture
def two_families(cast: Cast) -> dict[str, dict[str, Any]]:
    """One of everything in a memorial of the keeper ("mine") and in a private one of others ("foreign")."""
    return parcels.mine_and_foreign(cast)


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker, tmp_path_factory):
    """The world, made once: each test works in a transaction within this one."""
    folder = tmp_path_factory.mktemp("world")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder), transaction.atomic():
        yield folder, contents.build()
        transaction.set_rollback(True)


@pytest.fixture
def world(built, settings):
    settings.MEDIA_ROOT, found = built
    return found
