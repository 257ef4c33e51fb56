"""A close relative objects: off at once for everybody, until a keeper answers."""

import re

import pytest
from django.core.cache import cache

from animation.models import Animation
from memorials.jobs.model import State
from memorials.models import Consent, Feature, Notice, Objection
from memorials.services.consent import ConsentMissing, ConsentSuspended, demand_consent, has_consent
from memorials.services.objections import answer_objection, object_to
from tests.people import make_agreed_memorial, make_photo

WORDS = {
    "name": "Вера Ильина",
    "relation": "сестра",
    "words": "Мама этого не хотела.",
    "email": "v@example.org",
}


@pytest.fixture(autouse=True)
def no_earlier_limits(db):
    cache.clear()


@pytest.fixture
def agreed(cast):
    return make_agreed_memorial(cast, visibility="public")


@pytest.fixture
def clip(agreed, keeper, files):
    """A living photograph that is ready and on show."""
    photo = make_photo(agreed, keeper)
    return Animation.objects.create(
        photo=photo, status=State.READY, chosen=True, clip=photo.original.name, poster=photo.original.name,
        width=540, height=720,
    )  # fmt: skip


@pytest.fixture
def objection(agreed):
    return object_to(memorial=agreed, kind=Feature.ANIMATION, by=None, **WORDS)


def form_of(memorial):
    return f"{memorial.get_absolute_url()}objection/"


def answer_to(objection):
    return f"{objection.memorial.get_absolute_url()}objections/{objection.code}/"


def post(browser, memorial, user=None, **change):
    return browser(user, REMOTE_ADDR=change.pop("address", "192.0.2.1")).post(
        form_of(memorial), {"kind": "animation", **WORDS, **change}
    )


def seen(browser, clip, user=None):
    answer = browser(user).get(clip.clip_url)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code == 200


def test_visitor_without_an_account_switches_it_off_and_a_keeper_switches_it_on(browser, agreed, clip, cast):
    assert seen(browser, clip)
    answer = post(browser, agreed)
    assert (answer.status_code, answer["Location"]) == (302, f"{agreed.get_absolute_url()}consent/")
    assert (seen(browser, clip), has_consent(agreed, Feature.ANIMATION)) == (False, False)
    assert has_consent(agreed, Feature.CHAT)
    objection = Objection.objects.get()
    assert {name: getattr(objection, name) for name in WORDS} == WORDS
    settled = {"answer": "settled", "note": "Поговорили с Верой, она согласна."}
    assert browser(cast.keeper).post(answer_to(objection), settled).status_code == 302
    assert (seen(browser, clip), has_consent(agreed, Feature.ANIMATION)) == (True, True)


def test_upheld_withdraws_the_consent_for_good(browser, agreed, clip, cast, objection):
    assert browser(cast.keeper).post(answer_to(objection), {"answer": "upheld"}).status_code == 302
    assert not seen(browser, clip)
    consent = Consent.objects.get(memorial=agreed, kind=Feature.ANIMATION)
    assert (consent.withdrawn_by, consent.withdrawn_name) == (cast.keeper, "Keeper")
    with pytest.raises(ConsentMissing):
        demand_consent(agreed, Feature.ANIMATION)


def test_settling_needs_a_word_on_what_was_agreed(browser, agreed, cast, objection):
    assert browser(cast.keeper).post(answer_to(objection), {"answer": "settled"}).status_code == 422
    assert Objection.objects.open().count() == 1


def test_keepers_are_told_without_the_words_and_nobody_else_is(agreed, cast, objection):
    told = [(notice.recipient, notice.kind, notice.about, notice.path) for notice in Notice.objects.all()]
    assert told == [(cast.keeper, "objection", "", answer_to(objection))]


def test_only_keepers_read_who_objected(browser, agreed, clip, cast, objection):
    private = re.compile("Вера|сестра|не хотела|v@example")
    for user in cast.items().values():
        here = browser(user)
        for path in ("", "consent/", "objection/"):
            assert not private.search(here.get(agreed.get_absolute_url() + path).content.decode())
        answer = here.get(answer_to(objection))
        assert (answer.status_code == 200) == (user == cast.keeper)
        assert bool(private.search(answer.content.decode())) == (user == cast.keeper)


def test_pages_say_why_it_is_off(browser, agreed, clip, cast, objection):
    path = agreed.get_absolute_url()
    english = {"headers": {"Accept-Language": "en"}}
    assert "a close relative has objected" in browser().get(path, **english).content.decode()
    assert "A close relative objected on" in browser().get(f"{path}consent/", **english).content.decode()
    workshop = browser(cast.editor).get(f"{clip.photo.get_absolute_url()}living/", **english).content.decode()
    assert "A close relative has objected." in workshop
    assert 'name="agreed"' not in workshop and "Make another take" not in workshop


def test_page_says_nothing_of_living_photographs_where_there_were_none(browser, agreed, cast, objection):
    make_photo(agreed, cast.keeper)
    page = browser().get(agreed.get_absolute_url(), headers={"Accept-Language": "en"}).content.decode()
    assert "a close relative has objected" not in page


def test_nothing_new_begins_whoever_agrees(browser, agreed, clip, cast, objection):
    with pytest.raises(ConsentSuspended):
        demand_consent(agreed, Feature.ANIMATION)
    workshop = f"{clip.photo.get_absolute_url()}living/"
    wish = {"gesture": "smile", "strength": "clearly", "take": "2", "agreed": "on"}
    answer = browser(cast.keeper).post(workshop, wish)
    assert (answer.status_code, Animation.objects.count()) == (422, 1)


def test_second_objection_of_a_kind_changes_nothing_and_writes_no_letter(browser, agreed, cast, objection):
    assert object_to(memorial=agreed, kind=Feature.ANIMATION, by=None, **WORDS) is None
    assert post(browser, agreed).status_code == 422  # only the other kind is open to it
    assert post(browser, agreed, kind="chat").status_code == 302
    assert browser().get(form_of(agreed)).status_code == 302
    assert (Objection.objects.count(), Notice.objects.count()) == (2, 2)


def test_one_answers_an_objection_once(agreed, cast, objection):
    upheld, settled = Objection.Answer.UPHELD, Objection.Answer.SETTLED
    assert answer_objection(objection=objection, answer=settled, by=cast.keeper, note="Согласна")
    assert not answer_objection(objection=objection, answer=upheld, by=cast.keeper)
    assert has_consent(agreed, Feature.ANIMATION)


def test_answered_objection_is_read_and_has_no_form(browser, agreed, cast, objection):
    answer_objection(objection=objection, answer=Objection.Answer.SETTLED, by=cast.keeper, note="Согласна")
    page = browser(cast.keeper).get(answer_to(objection)).content.decode()
    assert "Согласна" in page and 'name="answer"' not in page
    browser(cast.keeper).post(answer_to(objection), {"answer": "upheld"})
    assert has_consent(agreed, Feature.ANIMATION)


def test_machine_that_fills_in_every_field_is_thanked_and_nothing_is_kept(browser, agreed):
    answer = post(browser, agreed, subject="buy")
    assert answer.status_code == 302
    assert (Objection.objects.count(), Notice.objects.count()) == (0, 0)


def test_incomplete_form_keeps_the_words(browser, agreed):
    answer = post(browser, agreed, name="")
    assert answer.status_code == 422
    assert WORDS["words"] in answer.content.decode()
    assert not Objection.objects.exists()


def test_one_address_cannot_go_on_and_on_while_others_and_the_keeper_can(browser, agreed, cast):
    got = []
    for _ in range(4):
        answer = post(browser, agreed, kind="animation")
        got.append(answer.status_code)
        for objection in Objection.objects.open():
            settled = {"answer": "settled", "note": "Согласны"}
            browser(cast.keeper, REMOTE_ADDR="192.0.2.1").post(answer_to(objection), settled)
    assert got == [302, 302, 302, 429]
    assert WORDS["words"] in answer.content.decode()
    assert has_consent(agreed, Feature.ANIMATION)
    assert post(browser, agreed, address="192.0.2.2").status_code == 302


def test_signed_in_relative_is_kept_with_the_objection(browser, agreed, cast):
    page = browser(cast.stranger).get(form_of(agreed)).content.decode()
    assert 'value="Stranger"' in page
    post(browser, agreed, cast.stranger)
    assert Objection.objects.get().made_by == cast.stranger
