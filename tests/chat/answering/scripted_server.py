"""A server that answers as it is told: whole, or badly in every way that a machine outside can be bad."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

Script = Callable[["Handler", Any], None]


class Handler(BaseHTTPRequestHandler):
    server: "Server"

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, dict(self.headers), asked))
        self.server.script(self, asked)

    def do_GET(self) -> None:
        self.server.asked.append((self.path, {}, None))

    def answer(self, body: bytes, status: int = 200, kind: str = "application/json", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, script: Script) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script = script
        self.asked: list[tuple[str, dict[str, str], Any]] = []
        self.ended = Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def handle_error(self, *_: object) -> None:
        """A client that has hung up is what is wanted here."""


@contextmanager
def serving(script: Script) -> Iterator[Server]:
    with Server(script) as server:
        thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.ended.set()
            server.shutdown()
            thread.join()


def saying(text: Any, ended: str | None = "stop") -> Script:
    """A well-formed chat answer with this message."""
    choice = {"message": {"role": "assistant", "content": text}, "finish_reason": ended}
    return json_of({"choices": [choice]})


def json_of(value: Any) -> Script:
    return body(json.dumps(value).encode())


def body(content: bytes, status: int = 200, kind: str = "application/json") -> Script:
    return lambda handler, _: handler.answer(content, status, kind)


def hang(handler: Handler, _: Any) -> None:
    handler.server.ended.wait(30)


def drip(handler: Handler, _: Any) -> None:
    """A byte now and then: each wait is short, the whole has no end."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    until = time.monotonic() + 30
    while time.monotonic() < until and not handler.server.ended.wait(0.05):
        handler.wfile.write(b" ")
        handler.wfile.flush()


def half(handler: Handler, _: Any) -> None:
    whole = json.dumps({"choices": [{"message": {"content": "Она пекла пироги [1]."}}]}).encode()
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(whole)))
    handler.end_headers()
    handler.wfile.write(whole[: len(whole) // 2])


def redirect(handler: Handler, _: Any) -> None:
    handler.answer(b"", 307, Location=f"{handler.server.url}/elsewhere")
