"""Clients that take their time: each holds a connection open, and the server with it if it lets them."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

#: Less than any answer that they ask for, so that the server has to keep the rest.
SMALL_WINDOW = 2048


@contextmanager
def slow_senders(port: int, count: int, head: bytes, begin: bytes) -> Iterator[list[socket.socket]]:
    """They have sent the head of an upload and its first bytes, and go on a byte at a time when told."""
    with ExitStack() as stack:
        lines = [stack.enter_context(socket.create_connection(("127.0.0.1", port), 10)) for _ in range(count)]
        for line in lines:
            line.sendall(head + begin)
        yield lines


@contextmanager
def slow_readers(port: int, count: int, request: bytes) -> Iterator[list[socket.socket]]:
    """They have asked, have read the first bytes of the answer, and read no further."""
    with ExitStack() as stack:
        lines = []
        for _ in range(count):
            line = stack.enter_context(socket.socket())
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_WINDOW)
            line.settimeout(10)
            line.connect(("127.0.0.1", port))
            line.sendall(request)
            lines.append(line)
        for line in lines:
            assert line.recv(12) == b"HTTP/1.1 200"
        yield lines
