"""Clients of tests share what they have loaded, and still see each setting as it is."""

from django.test import Client
from rest_framework.test import APIClient


def policy(client):
    return client.get("/healthz")["Referrer-Policy"]


def test_it_is_loaded_once_for_all_clients():
    first, second = Client(), APIClient()
    assert policy(first) == policy(second)
    assert first.handler._middleware_chain is second.handler._middleware_chain


def test_changed_setting_is_met_by_the_next_client_and_so_is_its_end(settings):
    before = policy(Client())
    assert before != "origin"
    settings.SECURE_REFERRER_POLICY = "origin"
    assert policy(Client()) == "origin"
    settings.SECURE_REFERRER_POLICY = before
    assert policy(Client()) == before


def test_checks_of_forms_are_each_clients_own(db):
    for checking, status in ((True, 403), (False, 200), (True, 403)):
        assert Client(enforce_csrf_checks=checking).post("/accounts/login/", {}).status_code == status
