"""A memorial goes at once for everybody, comes back for thirty days, and then goes for good."""

from datetime import timedelta

import pytest
from django.utils import timezone

from memorials.models import Membership, Memorial, Role
from memorials.services.memorials import remove_past_grace
from tests.people import make_photo


@pytest.fixture
def deleted(browser, memorial, keeper):
    answer = browser(keeper).post(f"{memorial.get_absolute_url()}delete/")
    assert (answer.status_code, answer["Location"]) == (302, "/mine/")
    return memorial


def age(memorial, **span):
    Memorial.objects.filter(pk=memorial.pk).update(deleted_at=timezone.now() - timedelta(**span))


def test_deleted_memorial_is_there_for_nobody(browser, memorial, photo, cast, deleted):
    picture = f"/files/media/{photo.code}/view"
    paths = (memorial.get_absolute_url(), photo.get_absolute_url(), picture)
    for person in cast.items().values():
        assert [browser(person).get(path).status_code for path in paths] == [404] * 3


def test_keeper_brings_it_back_with_everything_in_it(browser, memorial, photo, keeper, deleted):
    assert memorial.name in browser(keeper).get("/mine/").content.decode()
    answer = browser(keeper).post(f"{memorial.get_absolute_url()}restore/")
    assert answer["Location"] == memorial.get_absolute_url()
    assert browser().get(photo.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("who", ["editor", "contributor", "reader", "stranger", "moderator", "admin"])
def test_nobody_else_brings_it_back(browser, memorial, cast, deleted, who):
    assert browser(getattr(cast, who)).post(f"{memorial.get_absolute_url()}restore/").status_code == 404
    assert Memorial.objects.get().deleted_at is not None


def test_after_thirty_days_it_cannot_be_brought_back_and_goes_for_good(
    browser, memorial, keeper, stored, django_capture_on_commit_callbacks
):
    make_photo(memorial, keeper)
    age(memorial, days=29, hours=23)
    assert remove_past_grace() == 0
    age(memorial, days=30, minutes=1)
    assert browser(keeper).post(f"{memorial.get_absolute_url()}restore/").status_code == 404
    assert stored() != set()
    with django_capture_on_commit_callbacks(execute=True):
        assert remove_past_grace() == 1
    assert (Memorial.objects.count(), stored()) == (0, set())


def test_keeper_who_came_later_may_bring_it_back_too(browser, memorial, cast, deleted):
    Membership.objects.filter(memorial=memorial, user=cast.editor).update(role=Role.KEEPER)
    assert browser(cast.editor).post(f"{memorial.get_absolute_url()}restore/").status_code == 302
