"""How much is asked by the API, how much is sent to a family, and what lists of it cost."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chat import limits
from chat.services import family
from tests.api.test_archive import QUESTION, UNTOLD, begin, home, told
from tests.chat.conftest import archive, small, use

__all__ = ["archive", "begin", "home", "small", "told", "use"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_questions_by_the_site_and_by_an_app_are_counted_together(app, browser, cast, home, monkeypatch):
    few = replace(limits.ASKING, rate="2/h")
    monkeypatch.setattr("chat.limits.ASKING", few)
    monkeypatch.setattr("chat.views.asking.ASKING", few)
    site = home.removeprefix("/api/v1/memorials/")
    for asker, person in ((app(cast.reader), cast.reader), (app(), None)):
        assert browser(person).post(f"/m/{site}archive/", {"question": QUESTION}).status_code == 302
        asked = [asker.post(f"{home}archive/conversations/", {"question": QUESTION}) for _ in range(2)]
        assert [each.status_code for each in asked] == [201, 429]
        assert int(asked[1]["Retry-After"]) > 0 and str(few.said) in asked[1].json()["detail"]


def test_a_family_is_sent_only_so_much(app, cast, begin, monkeypatch):
    monkeypatch.setattr("chat.limits.TELLING", replace(limits.TELLING, rate="2/d"))
    asker = app(cast.stranger)
    where = begin(asker, UNTOLD)["Location"]
    sent = [asker.post(f"{where}{end}") for end in ("family/", "wrong/", "family/")]
    assert [each.status_code for each in sent] == [200, 200, 429] and sent[-1]["Retry-After"]


def test_one_conversation_sends_only_so_many_questions_that_wait(app, cast, begin, monkeypatch):
    monkeypatch.setattr(family, "MOST_OPEN", 1)
    asker = app(cast.stranger)
    first = begin(asker, UNTOLD)["Location"]
    second = asker.post(f"{first.partition('turns/')[0]}turns/", {"question": UNTOLD})["Location"]
    assert asker.post(f"{first}family/").status_code == 200
    refused = asker.post(f"{second}family/")
    assert (refused.status_code, refused.json()["code"]) == (422, "too_many_open_questions")


def queries(client, path):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_lists_cost_the_same_queries_for_one_and_for_three(app, archive, cast, begin, home):
    reader, keeper = app(cast.reader), app(cast.keeper)
    whole = begin(reader)["Location"].partition("turns/")[0]
    mine, theirs = [whole, f"{home}archive/conversations/"], [f"{home}questions/", f"{home}wrong-answers/"]
    counts = []
    for _ in range(2):
        for _ in range(2):
            turn = reader.post(f"{whole}turns/", {"question": QUESTION})["Location"]
            reader.post(f"{turn}family/")
            reader.post(f"{turn}wrong/")
            begin(reader)
        counts.append([queries(reader, path) for path in mine] + [queries(keeper, path) for path in theirs])
    assert counts[0] == counts[1]
