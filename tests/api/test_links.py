"""An app has no session: it brings the secret of a link along with each request."""

import pytest
from django.utils import timezone

from memorials.codes import new_code
from memorials.models import LinkToken, Visibility
from memorials.models.token import hashed
from tests.people import make_memorial

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_link(cast):
    memorial = make_memorial(cast, visibility=Visibility.LINK)
    token = new_code()
    LinkToken.objects.create(memorial=memorial, token_hash=hashed(token))
    return memorial, {"X-Link-Token": token}


@pytest.mark.parametrize("who", [None, "stranger"])
def test_a_link_opens_its_memorial(app, cast, by_link, who):
    memorial, link = by_link
    asker, home = app(who and getattr(cast, who)), f"/api/v1/memorials/{memorial.code}/"
    assert asker.get(home).status_code == 404
    assert asker.get(home, headers=link).status_code == 200
    assert asker.get(f"{home}media/", headers=link).status_code == 200
    assert asker.patch(home, {"epitaph": "моё"}, headers=link).status_code == (403 if who else 401)
    listed = asker.get("/api/v1/memorials/", headers=link).json()["results"]
    assert listed == []


@pytest.mark.parametrize("change", ["revoked", "expired", "private", "elsewhere"])
def test_a_link_that_does_not_count_opens_nothing(app, cast, by_link, change):
    memorial, link = by_link
    if change == "revoked":
        LinkToken.objects.update(revoked_at=timezone.now())
    elif change == "expired":
        LinkToken.objects.update(expires=timezone.now())
    elif change == "private":
        memorial.visibility = Visibility.PRIVATE
        memorial.save()
    else:
        memorial = make_memorial(cast, visibility=Visibility.LINK)
    home = f"/api/v1/memorials/{memorial.code}/"
    assert app().get(home, headers=link).status_code == 404
