"""schemathesis over the API's own description: requests as it allows and as it forbids them, by everybody.

What each request changes is rolled back, so that the next one meets the same world.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from typing import Any
from zlib import crc32

import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode

from tests.api import fuzzing_exceptions

#: Of each operation, in each of the two ways. `make fuzz` asks for more.
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "2"))
SEED = int(os.environ.get("FUZZ_SEED", "1906"))
#: Part of the name of an operation: `make fuzz FUZZ_ONLY=/memories/`.
ONLY = os.environ.get("FUZZ_ONLY", "")
#: The statuses with which a request that the description allows may still be refused.
REFUSALS = ["2xx", "304", "401", "403", "404", "409", "411", "412", "413", "422", "423", "429", "460"]
#: The statuses with which a request is refused that the description forbids.
REJECTIONS = [
    "400",
    "401",
    "403",
    "404",
    "405",
    "406",
    "409",
    "411",
    "412",
    "413",
    "415",
    "422",
    "423",
    "429",
]
CONFIG = {
    "checks": {
        "positive_data_acceptance": {"expected-statuses": REFUSALS},
        "negative_data_rejection": {"expected-statuses": REJECTIONS},
    },
    "generation": {"allow-x00": False},  # no text holds it, which no description of a text can say
}
#: What stands in an address that nobody has given out.
NOWHERE = ("nothinghere", "-", "0", "a" * 300)

schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")


@contextmanager
def one_connection() -> Iterator[None]:
    """The server would close the connection after each request, and the world with it. Begun after the last
    use of Django's own client, which lets it close again."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    logging.disable(logging.CRITICAL)  # thousands of refusals, as they should be
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def load() -> Any:
    config = schemathesis.Config.from_dict(CONFIG)
    site = get_wsgi_application()

    def from_somewhere(environ: dict[str, Any], start_response: Any) -> Any:
        """A server knows from which address it is asked; the limits count by it."""
        return site({**environ, "REMOTE_ADDR": "127.0.0.1"}, start_response)

    with one_connection():
        return schemathesis.openapi.from_wsgi("/api/schema/", from_somewhere, config=config)


def every_operation(schema: Any) -> Iterator[Any]:
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found
        if ONLY in found.ok().label:
            yield found.ok()


class Fuzzer:
    """One operation. `worlds` are sets of codes by the names of parameters, `people` their headers."""

    def __init__(
        self, operation: Any, worlds: list[dict[str, str]], people: dict[str, dict[str, str]]
    ) -> None:
        self.operation, self.people = operation, people
        named = [parameter.name for parameter in operation.path_parameters]
        known = [{name: world[name] for name in named if name in world} for world in worlds]
        self.places = [*known, *({**known[0], named[-1]: each} for each in NOWHERE if named)]
        self.security = operation.definition.raw.get("security", [{}])
        self.turn = count(crc32(operation.label.encode()))  # few examples see each world all the same
        self.statuses: dict[int, int] = {}
        self.wrong: dict[str, str] = {}

    def run(self) -> "Fuzzer":
        self._try(GenerationMode.POSITIVE)
        if list(self.operation.body) or list(self.operation.query):
            self._try(GenerationMode.NEGATIVE)
        return self

    def _try(self, mode: GenerationMode) -> None:
        @seed(SEED)
        @settings(
            max_examples=EXAMPLES, database=None, deadline=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=self.operation.as_strategy(generation_mode=mode, path_parameters=self.places[0] or None))
        def once(case: Any) -> None:
            if mode == GenerationMode.POSITIVE and case.query:
                case.query.pop("cursor", None)  # only the site makes them
            case.path_parameters = {**(case.path_parameters or {}), **self._place()}
            for who, headers in self.people.items():
                with transaction.atomic():
                    answered = self._send(case, who, headers)
                    if headers and answered < 300:
                        self._knock(case)
                    transaction.set_rollback(True)

        with suppress(Unsatisfiable):  # nothing in this operation could be wrong
            once()

    def _place(self) -> dict[str, str]:
        return self.places[next(self.turn) % len(self.places)]

    def _knock(self, case: Any) -> None:
        """What was done with a token is done neither with a wrong one nor, where one is needed, without.

        schemathesis's own `ignored_auth` takes 401 and 403 alone; here what is hidden is 404.
        """
        refused = {}
        if self.security != [{}]:
            with_wrong = case.call(headers={"X-Session-Token": "wrong"})
            refused["a wrong token"] = with_wrong.status_code in (401, 410)  # 410 is the word of allauth
        if {} not in self.security:
            refused["no token"] = case.call().status_code in (401, 403, 404)
        for how, holds in refused.items():
            if not holds:
                self.wrong[f"{self.operation.label}: {how}"] = f"{self.operation.label} is done with {how}"

    def _send(self, case: Any, who: str, headers: dict[str, str]) -> int:
        response = case.call(headers=headers)
        self.statuses[response.status_code] = self.statuses.get(response.status_code, 0) + 1
        excluded = fuzzing_exceptions.of(self.operation.label, response)
        try:
            case.validate_response(response, headers=headers, excluded_checks=excluded)
        except FailureGroup as failed:
            for each in failed.exceptions:
                name = f"{self.operation.label}: {type(each).__name__}"
                self.wrong.setdefault(
                    name,
                    f"{name}, as {who}\n{each}\n{response.content[:400]!r}\n{case.as_curl_command()}"[:3000],
                )
        return int(response.status_code)
