"""A Redis elsewhere: `rediss://`, with proof of who answers, and with a certificate of our own."""

import signal
import time

import pytest

from animation.models import Animation
from config.doctor import parts
from config.environment.broker import Broker
from memorials.jobs import handover
from tests.servers.redis_tls import RedisWithTls

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def secure_redis(tmp_path, certificates):
    server = RedisWithTls(tmp_path / "redis", certificates)
    yield server.start()
    server.stop()


@pytest.fixture
def strict_redis(tmp_path, certificates):
    server = RedisWithTls(tmp_path / "redis", certificates, asks_clients=True)
    yield server.start()
    server.stop()


def _trusting(certificates) -> str:
    return f"?ssl_ca_certs={certificates.authority}"


def test_wake_ups_travel_encrypted_and_are_counted(turn_to, secure_redis, certificates):
    named: Broker = turn_to("REDIS_URL", secure_redis.url + _trusting(certificates))
    assert named.is_verified
    assert handover.messages_waiting(Animation) == 0
    assert handover.send(Animation, 1) and handover.send(Animation, 2)
    assert handover.messages_waiting(Animation) == 2


def test_certificate_has_to_be_proved(turn_to, secure_redis, certificates):
    turn_to("REDIS_URL", secure_redis.url)  # an authority that the system does not know
    assert not handover.send(Animation, 1)
    other_name = secure_redis.url.replace("localhost", "127.0.0.1")
    turn_to("REDIS_URL", other_name + _trusting(certificates))
    assert not handover.send(Animation, 1)
    turn_to("REDIS_URL", other_name + _trusting(certificates) + "&ssl_check_hostname=false")
    assert handover.send(Animation, 1)
    turn_to("REDIS_URL", secure_redis.url + "?ssl_cert_reqs=none")
    assert handover.send(Animation, 1)


def test_given_up_proof_is_named_by_the_doctor(turn_to, secure_redis, certificates, settings):
    settings.BROKER = turn_to("REDIS_URL", secure_redis.url + "?ssl_cert_reqs=none")
    assert (parts.broker().ok, "nobody checks" in parts.broker().detail) == (True, True)
    settings.BROKER = turn_to("REDIS_URL", secure_redis.url + _trusting(certificates))
    assert (parts.broker().ok, parts.broker().detail) == (True, "answers")


def test_server_that_asks_for_our_certificate_gets_it(turn_to, strict_redis, certificates):
    turn_to("REDIS_URL", strict_redis.url + _trusting(certificates))
    assert not handover.send(Animation, 1)
    turn_to("REDIS_URL", strict_redis.url + _trusting(certificates) + strict_redis.client_options)
    assert handover.send(Animation, 1)


def test_frozen_server_is_noticed_within_a_requests_patience(turn_to, secure_redis, certificates):
    turn_to("REDIS_URL", secure_redis.url + _trusting(certificates))
    assert handover.send(Animation, 1)
    secure_redis.signal(signal.SIGSTOP)
    began = time.monotonic()
    assert not handover.send(Animation, 2)
    assert time.monotonic() - began < 3


def test_worker_takes_what_a_site_sends(production, strict_redis, certificates):
    site = production(REDIS_URL=strict_redis.url + _trusting(certificates) + strict_redis.client_options)
    site.prepare()
    site.start_worker("worker")
    assert "All workers have answered." in site.prepare("--greet-workers")
    assert set(site.doctor()) == {"beat"}  # which was not started
