"""How often something may be done: counted by where a request really comes from."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import RequestFactory
from django.utils.translation import override

from memorials import limits
from memorials.limits import address_of, limited

pytestmark = pytest.mark.django_db


def come(address="203.0.113.7", **headers):
    return RequestFactory().post("/", REMOTE_ADDR=address, headers=headers)


def outcome(times, rate="3/h", request=None, **whose):
    refused = (limited(request or come(), "ask", rate, **whose) for _ in range(times))
    return [answer.status_code if answer else None for answer in refused]


def test_so_many_go_through_and_no_more():
    assert outcome(5) == [None, None, None, 429, 429]


def test_each_place_and_each_purpose_has_a_count_of_its_own():
    outcome(3)
    assert outcome(1, request=come("203.0.113.8")) == [None]
    assert limited(come(), "report", "3/h") is None
    assert outcome(1, whose="account 7") == [None]


def test_answer_says_when_again():
    outcome(3)
    with override("ru"):
        refused = limited(come(), "ask", "3/h")
    assert 3590 <= int(refused["Retry-After"]) <= 3600
    assert "Подождите немного" in refused.content.decode()


def test_a_place_is_free_again_when_its_time_is_over(monkeypatch):
    monkeypatch.setitem(limits._SECONDS, "h", 1)
    assert outcome(4) == [None, None, None, 429]
    time.sleep(1.1)
    assert outcome(1) == [None]


@pytest.mark.parametrize(
    ("proxies", "passed", "counted"),
    [
        (0, "198.51.100.1", "203.0.113.7"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        (2, "6.6.6.6, 198.51.100.1, 10.0.0.1", "198.51.100.1"),
        (2, "198.51.100.1", "203.0.113.7"),
        (1, "198.51.100.1:4711", "198.51.100.1"),
        (1, "[2001:db8::1]:4711", "2001:db8::/64"),
        (1, "::ffff:198.51.100.1", "198.51.100.1"),
        (1, "nonsense", "nonsense"),
    ],
)
def test_forged_address_is_not_believed(settings, proxies, passed, counted):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    assert address_of(come(**{"X-Forwarded-For": passed})) == counted


def test_addresses_of_one_network_count_as_one():
    assert (
        address_of(come("2001:db8::1"))
        == address_of(come("2001:db8::ffff"))
        != address_of(come("2001:db8:0:1::1"))
    )


def test_a_socket_without_an_address_is_counted_too():
    assert outcome(4, request=come("")) == [None, None, None, 429]


def test_others_cannot_throw_a_count_out_of_the_table():
    outcome(3)
    cache.set_many({f"filler-{number}": 1 for number in range(400)})
    assert outcome(1) == [429]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_take_no_more_places_than_there_are(clean_cache):
    def one(_):
        try:
            return limited(come(), "ask", "3/h")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(one, range(16))).count(None) == 3
