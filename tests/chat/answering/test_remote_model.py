"""The language model's client, against a server that behaves badly: always an answer or one named error."""

import time
from typing import Any

import pytest

from chat.answering import Endpoint, LanguageModelError, RemoteLanguageModel
from tests.chat.answering.scripted_server import (
    Script,
    body,
    drip,
    half,
    hang,
    json_of,
    redirect,
    saying,
    serving,
)

LIMIT = 0.6  # seconds


def reply(script: Script, key: str = "") -> tuple[str, list[Any]]:
    with serving(script) as server:
        model = RemoteLanguageModel(Endpoint(server.url, key, timeout=LIMIT, most_bytes=20_000), "small")
        return model.reply("Join.", "Quotations: …"), server.asked


def test_whole_answer_is_given_back_and_the_request_is_the_common_one():
    text, asked = reply(saying(" Она пекла пироги [1]. \n"), key="secret-1")
    assert text == "Она пекла пироги [1]."
    [(path, headers, sent)] = asked
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == "Bearer secret-1"
    assert sent["stream"] is False and sent["model"] == "small" and sent["temperature"] <= 0.2
    assert [each["role"] for each in sent["messages"]] == ["system", "user"]


def test_without_a_key_none_is_sent():
    assert "Authorization" not in reply(saying("Да [1]."))[1][0][1]


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (hang, "in time"),
        (drip, "in time"),
        (half, "broke off"),
        (body(b""), "no JSON"),
        (body(b"{'choices': 1}"), "no JSON"),
        (body(b"[" * 15_000), "no JSON"),
        (body(b'{"choices": NaN}'), "no JSON"),
        (body(b"\xff\xfe"), "no JSON"),
        (body(b"<html>Sign in</html>", kind="text/html"), "no JSON"),
        (body(b"x" * 30_000), "too long"),
        (body(b"{}", status=500), "500"),
        (redirect, "307"),
        (json_of([]), "no message"),
        (json_of({"choices": []}), "no message"),
        (json_of({"choices": [{"message": None}]}), "no message"),
        (saying(None), "no text"),
        (saying(["Да [1]."]), "no text"),
        (saying("Она пек", ended="length"), "cut off"),
        (saying(""), "empty"),
        (saying("Она пекла. " * 400), "too long"),
        (saying("<b>Она</b> пекла [1]."), "plain"),
        (saying("Она пекла [1]. https://example.org"), "plain"),
        (saying("Она [пекла](x) [1]."), "plain"),
        (saying("Она &lt;script&gt; [1]."), "plain"),
    ],
)  # fmt: skip
def test_bad_answer_is_one_error_within_the_time(script: Script, reason: str):
    began = time.monotonic()
    with pytest.raises(LanguageModelError, match=reason):
        reply(script, key="secret-1")
    assert time.monotonic() - began < LIMIT + 2


def test_redirect_is_not_followed():
    with serving(redirect) as server:
        with pytest.raises(LanguageModelError):
            RemoteLanguageModel(Endpoint(server.url, timeout=LIMIT), "small").reply("a", "b")
        assert [path for path, _, _ in server.asked] == ["/v1/chat/completions"]


def test_machine_that_is_away_is_an_error():
    with serving(hang) as server:
        url = server.url
    with pytest.raises(LanguageModelError, match="connection"):
        RemoteLanguageModel(Endpoint(url, timeout=LIMIT), "small").reply("a", "b")


@pytest.mark.parametrize(
    "url",
    ["ftp://host", "host/v1", "http://", "https://me:word@host/v1", "http://host:99999", "http://host?x=1"],
)
def test_address_that_is_none_is_refused_at_once(url: str):
    with pytest.raises(ValueError, match=r"address|[Pp]ort"):
        Endpoint(url)


def test_key_is_not_shown_and_cannot_hold_another_header():
    assert "secret-1" not in repr(Endpoint("https://host/v1", "secret-1"))
    with pytest.raises(ValueError, match="key"):
        Endpoint("https://host/v1", "a\r\nHost: b")
