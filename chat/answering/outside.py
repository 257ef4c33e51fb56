"""One request to a machine that the host has named: limited in time and size, led nowhere else, JSON only.

The socket's timeout limits each wait; a watch ends the whole, also when the machine sends a byte a second.
"""

import contextlib
import http.client
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit


class OutsideError(Exception):
    """Nothing usable came; the text says why in one phrase, without the key or what was asked."""


class OutsideAway(OutsideError):
    """Nobody was there, or no answer came in time: the next request would fare alike."""


@dataclass(frozen=True)
class Endpoint:
    """An OpenAI-compatible address such as https://host/v1. ValueError where it is no such address."""

    base_url: str
    key: str = field(default="", repr=False)
    timeout: float = 20.0  # seconds for the whole request
    most_bytes: int = 1_000_000

    def __post_init__(self) -> None:
        parts = urlsplit(self.base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
            raise ValueError(
                "the address must be http:// or https:// with a host and no name or password in it"
            )
        if parts.port == 0 or not self.key.isascii() or not (self.key + "x").isprintable():
            raise ValueError("the port must be a number, and the key printable ASCII")

    def post(self, path: str, payload: dict[str, Any]) -> Any:
        """The parsed JSON of a 200, or OutsideError. No redirect is followed."""
        try:
            with self._connected() as connection:
                body = self._exchange(connection, path, payload)
            return json.loads(body, parse_constant=_refuse)
        except TimeoutError as error:
            raise OutsideAway("no answer in time") from error
        except (OSError, http.client.HTTPException) as error:
            raise OutsideAway(f"the connection failed: {type(error).__name__}") from error
        except (ValueError, RecursionError) as error:
            raise OutsideError("the answer is no JSON") from error

    def _exchange(self, connection: http.client.HTTPConnection, path: str, payload: dict[str, Any]) -> bytes:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        target = urlsplit(self.base_url).path.rstrip("/") + path
        connection.request("POST", target, json.dumps(payload).encode(), headers)
        response = connection.getresponse()
        if response.status != http.client.OK:
            raise OutsideError(f"the machine answered with {response.status}")
        if response.headers.get_content_type() != "application/json":
            raise OutsideError("the answer is no JSON")
        return self._body(response)

    def _body(self, response: http.client.HTTPResponse) -> bytes:
        declared = response.length
        body = response.read(self.most_bytes + 1)
        if len(body) > self.most_bytes:
            raise OutsideError("the answer is too long")
        if declared is not None and len(body) < declared:
            raise OutsideError("the answer broke off")
        return body

    @contextlib.contextmanager
    def _connected(self) -> Iterator[http.client.HTTPConnection]:
        """Within it everything that fails after the end of the time is a TimeoutError."""
        connection = self._connection()
        try:
            connection.connect()
            with _Watch(connection.sock, self.timeout):
                yield connection
        finally:
            connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        parts = urlsplit(self.base_url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        return kind(parts.hostname or "", parts.port, timeout=self.timeout)


class _Watch:
    """Shuts the line when the time is over: whoever reads from it wakes up at once."""

    def __init__(self, line: socket.socket, seconds: float) -> None:
        self._line = line  # the connection forgets it as soon as the answer begins
        self._over = False
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        if self._over:
            raise TimeoutError

    def _end(self) -> None:
        self._over = True
        with contextlib.suppress(OSError):  # closed by the other side at this very moment
            self._line.shutdown(socket.SHUT_RDWR)


def _refuse(constant: str) -> None:
    raise ValueError(constant)
