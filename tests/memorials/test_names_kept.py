"""Of whoever agreed or decided the name is kept, and none where they gave none: what stands in its place is
said in the language of whoever reads."""

import importlib

import pytest
from django.apps import apps
from django.db import connection
from django.utils.translation import override

from memorials.models import Consent, Decision, Feature, Status, User
from memorials.models.user import shown_as
from memorials.services.consent import give_consent, withdraw_consent
from memorials.services.moderation import decide
from tests.people import make_memory

pytestmark = pytest.mark.django_db


@pytest.fixture
def nameless(keeper):
    User.objects.filter(pk=keeper.pk).update(name="")
    keeper.refresh_from_db()
    return keeper


def test_no_placeholder_is_kept_for_a_name_that_nobody_gave(memorial, cast, nameless):
    give_consent(memorial=memorial, kind=Feature.CHAT, by=nameless)
    withdraw_consent(memorial=memorial, kind=Feature.CHAT, by=nameless)
    consent = Consent.objects.get(memorial=memorial, kind=Feature.CHAT)
    assert (consent.given_name, consent.withdrawn_name) == ("", "")
    made = decide(item=make_memory(memorial, cast.contributor), status=Status.APPROVED, by=nameless)
    assert made.made_by_name == ""


def test_each_reader_reads_the_placeholder_in_their_own_language(memorial, nameless, browser):
    give_consent(memorial=memorial, kind=Feature.CHAT, by=nameless)
    for language in ("ru", "en"):
        with override(language):
            said = shown_as("")
        page = browser().get(f"/m/{memorial.code}/consent/", headers={"accept-language": language})
        assert said in page.content.decode()


def test_placeholders_that_were_kept_before_are_forgotten(memorial, keeper):
    for name in ("somebody of the family", "кто-то из семьи", "Нина"):
        decide_as(memorial, keeper, name)
    migration = importlib.import_module("memorials.migrations.0009_names")
    migration.forget_placeholders(apps, type("Editor", (), {"connection": connection}))
    assert sorted(Decision.objects.values_list("made_by_name", flat=True)) == ["", "", "Нина"]


def decide_as(memorial, keeper, name):
    made = decide(item=make_memory(memorial, keeper), status=Status.HIDDEN, by=keeper)
    Decision.objects.filter(pk=made.pk).update(made_by_name=name)
