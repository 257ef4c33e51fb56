"""Another broker by its address: RabbitMQ, open and with TLS, frozen, killed and started anew."""

import signal
import time

import pytest
from celery import current_app

from animation.models import Animation
from config import health
from config.doctor import parts
from config.environment.broker import Broker
from memorials.jobs import handover
from tests.servers.production import Production

pytestmark = pytest.mark.django_db(transaction=True)
#: A site's page must not wait for a frozen broker; the thread that hands over may, for a little.
SOON, AFTER_A_WHILE = 2.0, 10.0


@pytest.fixture
def on_rabbit(turn_to, rabbit):
    turn_to("AMQP_URL", rabbit.url)
    current_app.control.purge()
    yield rabbit
    rabbit.server.signal(signal.SIGCONT)
    if not rabbit.answers():
        rabbit.server.stop()
        rabbit.start()


def test_wake_ups_lie_in_the_queue_and_are_counted(on_rabbit):
    assert handover.messages_waiting(Animation) == 0
    assert handover.send(Animation, 1) and handover.send(Animation, 2)
    assert handover.messages_waiting(Animation) == 2
    assert parts.broker().ok


def test_wrong_password_is_a_broker_that_is_away(turn_to, rabbit):
    turn_to("AMQP_URL", rabbit.url.replace("rodnik:in", "rodnik:out"))
    assert not handover.send(Animation, 1)
    with pytest.raises(health.AWAY):
        health.ask_broker()
    assert not parts.broker().ok


def test_frozen_broker_is_noticed_and_the_wake_up_is_not_counted_as_sent(on_rabbit):
    assert handover.send(Animation, 1)  # a line to it is open
    on_rabbit.server.signal(signal.SIGSTOP)
    began = time.monotonic()
    with pytest.raises(health.AWAY):
        health.ask_broker()
    assert time.monotonic() - began < SOON
    began = time.monotonic()
    assert not handover.send(Animation, 2)
    assert time.monotonic() - began < AFTER_A_WHILE


def test_after_a_new_start_the_same_process_sends_again(on_rabbit):
    assert handover.send(Animation, 1)
    on_rabbit.server.stop()
    assert not handover.send(Animation, 2)
    on_rabbit.start()
    assert handover.send(Animation, 3) or handover.send(
        Animation, 3
    )  # the open line was cut; the sweeper comes twice, too
    assert handover.messages_waiting(Animation) >= 1


@pytest.mark.parametrize("way", ["open", "encrypted"])
def test_worker_takes_what_a_site_sends(production, rabbit, certificates, way):
    authority = f"?ssl_ca_certs={certificates.authority}"
    url = rabbit.url if way == "open" else rabbit.tls_url + authority
    site: Production = production(AMQP_URL=url)
    site.prepare()
    site.start_worker("worker")
    assert "All workers have answered." in site.prepare("--greet-workers")
    assert set(site.doctor()) == {"beat"}  # which was not started


def test_certificate_has_to_be_proved(turn_to, rabbit, certificates):
    authority = f"?ssl_ca_certs={certificates.authority}"
    named: Broker = turn_to("AMQP_URL", rabbit.tls_url + authority)
    assert named.is_verified and parts.broker().ok
    turn_to("AMQP_URL", rabbit.tls_url)  # an authority that the system does not know
    assert not parts.broker().ok
    turn_to("AMQP_URL", rabbit.tls_url.replace("localhost", "127.0.0.1") + authority)  # not its name
    assert not parts.broker().ok
    turn_to("AMQP_URL", rabbit.tls_url + "?ssl_cert_reqs=none")
    assert parts.broker().ok
