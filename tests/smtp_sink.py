"""A mail server of one thread that keeps what it is given, and can be told to refuse."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message


class _Talk(socketserver.StreamRequestHandler):
    server: "Sink"

    def handle(self) -> None:
        self._say("220 sink")
        for line in self.rfile:
            word = line[:4].strip().upper()
            if word == b"QUIT":
                self._say("221 bye")
                return
            if word == b"RCPT" and any(name.encode() in line for name in self.server.refused):
                self._say("550 no such person")
            elif word == b"DATA":
                self._say("354 go on")
                self._keep()
            else:
                self._say("250 well")

    def _keep(self) -> None:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self.server.letters.append(message_from_bytes(b"".join(lines)))
        self._say("250 kept")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class Sink(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Talk)
        self.letters: list[Message] = []
        self.refused: set[str] = set()

    @property
    def port(self) -> int:
        return int(self.server_address[1])


@contextmanager
def sink(port: int = 0) -> Iterator[Sink]:
    with Sink(port) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
