"""A new memorial, one question a page: kept at each, passed over at will, begun again nowhere."""

import pytest

from memorials.forms.beginning import STEPS
from memorials.models import Memorial
from tests.people import make_memorial

pytestmark = pytest.mark.django_db
NEW = {"name": "Мария Орлова", "language": "ru", "visibility": "private"}


def begin(client):
    answer = client.post("/new/", {**NEW, "go": "on"})
    memorial = Memorial.objects.get()
    assert answer["Location"] == f"/m/{memorial.code}/begin/dates/"
    return memorial


def answered(memorial):
    names = ("name", "born", "died", "born_place", "summary", "visibility", "published")
    return Memorial.objects.values_list(*names).get(pk=memorial.pk)


def test_each_answer_is_kept_before_the_next_question(cast, browser):
    client = browser(cast.keeper)
    memorial = begin(client)
    assert answered(memorial) == ("Мария Орлова", "", "", "", "", "private", False)
    here = f"/m/{memorial.code}/begin/"
    for step, words, leads_to in (
        ("dates", {"born": "около 1906", "died": "1992"}, f"{here}places/"),
        ("places", {"born_place": "Псков"}, f"{here}words/"),
        ("words", {"summary": "Учительница"}, f"{here}seen/"),
        ("seen", {"visibility": "public"}, memorial.get_absolute_url()),
    ):
        assert client.post(f"{here}{step}/", words)["Location"] == leads_to
    assert answered(memorial) == ("Мария Орлова", "1906~", "1992", "Псков", "Учительница", "public", False)


def test_wrong_answer_keeps_what_was_there_and_says_why(cast, browser):
    client = browser(cast.keeper)
    memorial = begin(client)
    refused = client.post(f"/m/{memorial.code}/begin/dates/", {"born": "1992", "died": "1906"})
    assert refused.status_code == 422
    assert 'id="id_died_error"' in refused.content.decode() or "field--wrong" in refused.content.decode()
    assert answered(memorial)[1:3] == ("", "")


def test_every_question_can_be_passed_over_and_gone_back_from(cast, browser):
    client = browser(cast.keeper)
    memorial = begin(client)
    ways = {
        step.name: client.get(f"/m/{memorial.code}/begin/{step.name}/").content.decode() for step in STEPS
    }
    for number, (name, page) in enumerate(ways.items()):
        around = [STEPS[each].name for each in (number - 1, number + 1) if 0 <= each < len(STEPS)]
        asked = page.partition("<main")[2].partition("</main")[0]
        assert {each for each in ways if f"/begin/{each}/" in asked} == set(around), name
        assert page.count(f'href="{memorial.get_absolute_url()}"') >= 1
    assert client.get(f"/m/{memorial.code}/begin/nothing/").status_code == 404


def test_only_the_name_is_asked_for_and_private_is_chosen(cast, browser):
    page = browser(cast.keeper).get("/new/").content.decode()
    assert 'type="hidden" name="visibility" value="private"' in page
    assert page.count('type="text"') == 1


def test_who_does_not_manage_is_asked_nothing(cast, browser):
    memorial = make_memorial(cast)
    for person, status in ((None, 404), (cast.stranger, 404), (cast.reader, 403), (cast.editor, 403)):
        for method in ("get", "post"):
            answer = getattr(browser(person), method)(
                f"/m/{memorial.code}/begin/seen/", {"visibility": "public"}
            )
            assert answer.status_code == status
    assert Memorial.objects.get().visibility == "private"
