"""The archive from outside, with the model that comes with the program: told, asked, quoted, opened at its
place; not told, asked of the family, answered, and read by whoever asked."""

import json
import re
from secrets import token_hex

import pytest

from tests.e2e.conftest import on
from tests.e2e.launched import wait_until
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.e2e
TOLD = (
    "Our grandmother kept bees behind the barn. Every August she brought a jar of lime honey to each"
    " neighbour. She never wore a veil and was hardly ever stung.",
    "In the winter of 1956 the river froze and Maria walked across the ice to the school. The teacher rang"
    " the bell for her alone.",
    "She sewed all our shirts on a Singer machine that her mother had brought from Tver.",
)
QUESTION = "What did grandmother bring to the neighbours in August?"
UNTOLD = "What was the name of her first dog?"
ANSWER = "Her first dog was called Polkan, a shaggy sheepdog from the mill."
READ_SECONDS = 60.0
ON_ONE = on(("sqlite", "built-in"))


@pytest.fixture
def family(site):
    """A keeper with an open archive of three memories, on a site without examples."""
    keeper = Visitor(site)
    keeper.register(f"anna-{token_hex(4)}@example.org", "Anna")
    page = keeper.make_memorial("Maria Orlova")
    for text in TOLD:
        assert keeper.send(
            f"{page}memories/new/", text=text, teller="Vera", relation="granddaughter"
        ).is_success
    keeper.send(f"{page}consent/chat/give/", agreed="on")
    keeper.send(f"{page}settings/", language="en", tributes_on="on", chat_on="on")
    return site, keeper, page


def readings(site):
    """How many texts wait to be read, as the doctor says it."""
    checks = json.loads(site.manage("doctor", "--json").stdout)["checks"]
    [archive] = [check for check in checks if check["name"] == "archive"]
    return int(re.search(r"(\d+) texts wait", archive["detail"])[1])


def ask(visitor, page, question):
    """The page of the conversation, with its newest answer last."""
    answer = visitor.send(f"{page}archive/", question=question)
    assert answer.status_code == 200 and "/archive/" in answer.url.path, answer.text
    return answer


def invited(site, keeper, page):
    """Somebody whom the keeper has let in to read."""
    reader = Visitor(site)
    reader.register("boris@example.org", "Boris")
    token = keeper.token(f"{page}access/")
    made = keeper.post(f"{page}access/invitations/", token, role="reader", expires="7", most_uses="1")
    [way_in] = set(re.findall(r"/invitations/[\w-]+/", made.text))
    assert reader.send(way_in).url.path == page
    return reader


@ON_ONE
def test_from_a_memory_to_a_question_that_the_family_answers(family):
    site, keeper, page = family
    assert readings(site) == 0, "a memory is read with its approval"
    answered = ask(keeper, page, QUESTION)
    assert "Every August she brought a jar of lime honey to each neighbour." in answered.text
    assert "Vera, granddaughter" in answered.text and "the ice" not in answered.text
    [place, *_] = re.findall(r'href="([^"]+/1/)#here"', answered.text)
    opened = keeper.get(place).text
    assert re.search(r'<mark id="here">[^<]*lime honey', opened)
    assert "hardly ever stung" in opened, "the whole memory is there"

    reader = invited(site, keeper, page)
    refused = ask(reader, page, UNTOLD)
    assert "Nobody has told this yet." in refused.text and "<blockquote" not in refused.text
    [send] = re.findall(r'href="([^"]+/family/)"', refused.text)
    assert UNTOLD in reader.get(send).text
    assert "Your question is with the family." in reader.send(send).text
    assert keeper.get(refused.url.path).status_code == 404, "nobody else opens the conversation"

    assert "1 question to the family" in keeper.get(page).text
    questions = keeper.get(f"{page}questions/").text
    assert UNTOLD in questions and "Boris" not in questions
    [form] = re.findall(r'href="([^"]+/answer/)"', questions)
    assert keeper.send(form, text=ANSWER).is_success
    assert "The family has answered since." in reader.get(refused.url.path).text
    again = ask(reader, page, UNTOLD)
    assert "Polkan" in again.text, "the answer is a memory, and is quoted at once"


@ON_ONE
def test_what_was_lost_of_the_readings_is_read_again_by_itself(family):
    site, keeper, page = family
    lost = "from chat.models import Reading; print(Reading.objects.all().delete())"
    assert site.manage("shell", "-c", lost).returncode == 0
    assert "lime honey" in ask(keeper, page, "Who brought honey to the neighbours in August?").text
    wait_until(lambda: readings(site) == 0, READ_SECONDS, pause=1)
    assert readings(site) == 0, site.logs()
