"""Staff see how preparations stand, of what they may see, and start failed ones once more."""

import pytest
from django.urls import reverse

from memorials.jobs.model import State
from memorials.models import Preparation
from tests.people import make_memorial, make_photo
from tests.photos import jpeg

pytestmark = pytest.mark.django_db
LIST = "/admin/memorials/preparation/"


@pytest.fixture
def failed(memorial, keeper):
    media = make_photo(memorial, keeper, jpeg(1700, 20), caption="Покос")
    Preparation.objects.update(status=State.FAILED, failure="too_heavy")
    return media.preparation


def once_more(client, *preparations):
    return client.post(LIST, {"action": "once_more", "_selected_action": [each.pk for each in preparations]})


@pytest.mark.parametrize("person", ["moderator", "admin"])
def test_staff_see_why_it_failed_and_start_it_once_more(cast, browser, failed, person):
    client = browser(getattr(cast, person))
    listed = client.get(LIST).content.decode()
    assert "too_heavy" in listed and "Покос" in listed
    assert once_more(client, failed).status_code == 302
    failed.refresh_from_db()
    assert (failed.status, failed.failure) == (State.QUEUED, "")


def test_of_a_closed_memorial_nothing_is_seen_and_nothing_started(cast, browser, failed):
    hidden = make_photo(make_memorial(cast), cast.keeper, jpeg(1700, 20), caption="Наше")
    Preparation.objects.update(status=State.FAILED)
    client = browser(cast.admin)
    assert "Наше" not in client.get(LIST).content.decode()
    shown = reverse("admin:memorials_preparation_change", args=[hidden.preparation.pk])
    assert client.get(shown).status_code == 302  # as one that is not there
    once_more(client, hidden.preparation)
    assert Preparation.objects.get(media=hidden).status == State.FAILED


@pytest.mark.parametrize("person", ["keeper", "stranger", "visitor"])
def test_others_do_not_come_in(cast, browser, failed, person):
    client = browser(getattr(cast, person))
    assert client.get(LIST).status_code in (302, 404)
    assert once_more(client, failed).status_code in (302, 404)
    failed.refresh_from_db()
    assert failed.status == State.FAILED
