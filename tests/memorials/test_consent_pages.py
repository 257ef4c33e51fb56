"""Who agreed to what, and when: read by all who see the memorial, changed by keepers alone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from memorials.models import Consent, Feature, Membership, Memorial, Objection, Role, User
from memorials.services.consent import give_consent, has_consent, withdraw_consent
from memorials.services.objections import answer_objection, object_to


@pytest.fixture
def agreement(memorial):
    return f"{memorial.get_absolute_url()}consent/"


def said(answer):
    """The words of a page, without its marks and line breaks."""
    text = answer.content.decode()
    return " ".join(text[text.index("<main") : text.index("</main>")].split())


def test_visitor_reads_who_agreed_and_when_and_changes_nothing(browser, memorial, keeper, agreement):
    consent = give_consent(memorial=memorial, kind=Feature.ANIMATION, by=keeper)
    page = said(browser().get(agreement, headers={"Accept-Language": "en"}))
    assert f"stated by Keeper, {consent.given_at.day}" in page
    assert "Nobody has stated that the family agrees" in page  # to the chat
    assert "/give/" not in page and "/withdraw/" not in page and "@" not in page


def test_person_without_a_name_is_not_shown_by_their_address(browser, memorial, agreement):
    nameless = User.objects.create_user("secret@family.example")
    Membership.objects.create(memorial=memorial, user=nameless, role=Role.KEEPER)
    with override("en"):  # what is kept is in the words of whoever gave it
        give_consent(memorial=memorial, kind=Feature.CHAT, by=nameless)
        withdraw_consent(memorial=memorial, kind=Feature.CHAT, by=nameless)
    page = said(browser(nameless).get(agreement, headers={"Accept-Language": "en"}))
    assert "somebody of the family" in page and "secret" not in page
    kept = Consent.objects.get()
    assert "@" not in kept.given_name + kept.withdrawn_name


def test_keeper_gives_with_a_tick_and_not_without(browser, memorial, keeper, agreement):
    here = browser(keeper)
    assert here.post(f"{agreement}animation/give/", {}).status_code == 422
    assert not has_consent(memorial, Feature.ANIMATION)
    answer = here.post(f"{agreement}animation/give/", {"agreed": "on"})
    assert (answer.status_code, answer["Location"]) == (302, agreement)
    assert has_consent(memorial, Feature.ANIMATION)
    assert not has_consent(memorial, Feature.CHAT)
    assert Consent.objects.get().given_name == "Keeper"


def test_keeper_withdraws_after_a_question_and_the_history_keeps_both(browser, memorial, keeper, agreement):
    give_consent(memorial=memorial, kind=Feature.CHAT, by=keeper)
    here = browser(keeper)
    assert here.get(f"{agreement}chat/withdraw/").status_code == 200
    assert has_consent(memorial, Feature.CHAT)
    assert here.post(f"{agreement}chat/withdraw/")["Location"] == agreement
    assert not has_consent(memorial, Feature.CHAT)
    page = said(here.get(agreement, headers={"Accept-Language": "en"}))
    assert page.index("Keeper stated that the family knows") < page.index(
        "the agreement was withdrawn: Keeper"
    )


def test_agreement_can_be_given_again_and_both_stay_in_the_history(browser, memorial, keeper, agreement):
    for _ in range(2):
        browser(keeper).post(f"{agreement}chat/give/", {"agreed": "on"})
        browser(keeper).post(f"{agreement}chat/withdraw/")
    assert [consent.withdrawn_name for consent in Consent.objects.all()] == ["Keeper", "Keeper"]


def test_other_kinds_of_consent_are_not_there(browser, keeper, agreement):
    for verb in ("give", "withdraw"):
        assert browser(keeper).get(f"{agreement}voice/{verb}/").status_code == 404


def test_page_says_when_the_keepers_have_switched_it_off(browser, memorial, keeper, agreement):
    give_consent(memorial=memorial, kind=Feature.ANIMATION, by=keeper)
    Memorial.objects.filter(pk=memorial.pk).update(animation_on=False)
    page = said(browser().get(agreement, headers={"Accept-Language": "en"}))
    assert "but the keepers have switched it off" in page


def test_number_of_queries_does_not_grow_with_the_history(browser, memorial, keeper, agreement):
    counts = []
    here = browser(keeper)
    here.get(agreement)
    for number in (1, 3):
        for _ in range(number):
            give_consent(memorial=memorial, kind=Feature.CHAT, by=keeper)
            withdraw_consent(memorial=memorial, kind=Feature.CHAT, by=keeper)
            objection = object_to(memorial=memorial, kind=Feature.CHAT, by=None, name="Вера", relation="дочь")
            answer_objection(objection=objection, answer=Objection.Answer.UPHELD, by=keeper)
        with CaptureQueriesContext(connection) as queries:
            here.get(agreement)
        counts.append(len(queries))
    assert counts[0] == counts[1]
