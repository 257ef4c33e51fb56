"""A language model behind an address, asked by the real page: what it says, how it fails, what it holds."""

import threading
import time

import pytest
from django.db import connection, transaction

from chat import machines
from chat.answering.outside import Endpoint
from chat.answering.remote_model import RemoteLanguageModel
from chat.models import Turn
from chat.models.conversation import Joining
from chat.services import joining
from chat.services.conversing import put_question
from memorials.viewer import Viewer
from tests.chat.answering.scripted_server import body, drip, half, hang, redirect, saying, serving
from tests.people import make_memory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("clean_cache")]
BREAD = "Бабушка пекла хлеб по субботам."
QUESTION = "Когда бабушка пекла хлеб?"
#: How long the model may take: where its end is waited for, and where it must not end meanwhile.
SECONDS, PATIENT = 0.6, 20.0
FAITHFUL = f"{BREAD[:-1]} [1]."


@pytest.fixture
def bread(archive, cast, small):
    make_memory(archive, cast.editor, text=BREAD)
    return f"/m/{archive.code}/archive/"


@pytest.fixture
def served(monkeypatch, settings):
    """Turns the site to a server that answers by this script."""
    opened = []

    def serve(script, seconds=SECONDS):
        settings.LLM_SECONDS = seconds
        context = serving(script)
        opened.append(context)
        server = context.__enter__()
        model = RemoteLanguageModel(Endpoint(server.url, timeout=seconds), "scripted")
        monkeypatch.setattr(machines, "language_model", lambda: model)
        return server

    yield serve
    for context in opened:
        context.__exit__(None, None, None)
    joining.settle()


def put(client, path):
    answer = client.post(path, {"question": QUESTION})
    assert answer.status_code == 302
    return answer["Location"].partition("#")[0]


def polled(client, path):
    return client.get(f"{path}{Turn.objects.latest('pk').code}/joined/")


def free_places():
    """How many more answers may wait; each that is counted is given back."""
    taken = sum(joining._places.acquire(blocking=False) for _ in range(joining.MOST_WAITING))
    for _ in range(taken):
        joining._places.release()
    return taken


def test_sentences_that_stand_on_their_quotations_come_beside_them(bread, browser, served):
    go = threading.Event()

    def later(handler, asked):
        go.wait(PATIENT)
        saying(FAITHFUL)(handler, asked)

    server = served(later, PATIENT)
    client = browser()
    path = put(client, bread)
    waiting = polled(client, path)
    assert waiting.status_code == 200 and BREAD[:-1] in waiting.content.decode()
    assert "hx-get" in waiting.content.decode() and "turn__joined" not in waiting.content.decode()
    go.set()
    joining.settle()
    done = polled(client, path)
    assert done.status_code == 286 and "turn__joined" in done.content.decode()
    whole = client.get(path).content.decode()  # also for whoever has no script and opens the page again
    assert "turn__joined" in whole and "<blockquote" in whole and "hx-get" not in whole
    [(address, _, sent)] = server.asked
    assert address == "/v1/chat/completions" and BREAD in sent["messages"][1]["content"]


@pytest.mark.parametrize(
    "script",
    [hang, drip, half, redirect, body(b""), body(b"<html>", kind="text/html"), body(b"{}", status=500),
     saying("Она пекла пироги в воскресенье [1]."), saying(BREAD), saying(f"{BREAD} [7]."),
     saying("x" * 100_000)],
    ids=["hangs", "drips", "half", "redirect", "empty", "html", "500", "invents", "uncited", "no_such_number",
         "huge"],
)  # fmt: skip
def test_a_model_that_fails_in_any_way_leaves_the_quotations_alone(bread, browser, served, script):
    served(script)
    client = browser()
    path = put(client, bread)
    joining.settle()
    assert Turn.objects.get().joining == Joining.ALONE
    answer = polled(client, path)
    assert answer.status_code == 286
    assert BREAD[:-1] in answer.content.decode() and "turn__joined" not in answer.content.decode()
    assert free_places() == joining.MOST_WAITING


def test_answers_that_wait_slow_no_page_and_hold_no_connection(bread, browser, served):
    served(hang, PATIENT)
    client = browser()
    for _ in range(joining.THREADS + 3):
        put(client, bread)
    assert free_places() == joining.MOST_WAITING - joining.THREADS - 3
    began = time.monotonic()
    assert client.get(bread).status_code == 200
    assert time.monotonic() - began < PATIENT / 2, "a page waited for the model"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
            assert cursor.fetchone()[0] == 1, "only this test's own"


def test_a_question_that_is_rolled_back_takes_no_place(archive, bread, served):
    server = served(saying(FAITHFUL))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        put_question(viewer=Viewer(), memorial=archive, question=QUESTION)
        raise ZeroDivisionError
    assert not Turn.objects.exists() and free_places() == joining.MOST_WAITING and server.asked == []


def test_a_model_that_breaks_in_an_unforeseen_way_gives_its_place_back(bread, browser, monkeypatch, caplog):
    class Broken:
        name = "broken"

        def reply(self, instructions, request):
            raise ZeroDivisionError

    monkeypatch.setattr(machines, "language_model", Broken)
    put(browser(), bread)
    joining.settle()
    assert free_places() == joining.MOST_WAITING
    assert "ZeroDivisionError" in caplog.text


def test_a_process_that_is_ending_begins_nothing_more(bread, browser, served, monkeypatch):
    served(saying(FAITHFUL))

    def refuse():
        raise RuntimeError("cannot schedule new futures after shutdown")

    monkeypatch.setattr(joining, "_threads", refuse)
    put(browser(), bread)
    assert Turn.objects.get().joining == Joining.ALONE
    assert free_places() == joining.MOST_WAITING


def test_a_model_that_is_away_is_named_in_the_log_without_words_of_the_dead(bread, browser, served, caplog):
    served(body(b"{}", status=503))
    put(browser(), bread)
    joining.settle()
    assert "503" in caplog.text
    assert "хлеб" not in caplog.text
