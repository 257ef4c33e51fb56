"""The API's description of itself."""

import json

from tests.api.conftest import operations


def test_it_is_valid_openapi_without_a_warning(schema):
    assert schema["openapi"].startswith("3.1")


def test_each_operation_says_what_it_does(schema):
    silent = [key for key, operation in operations(schema).items() if not operation.get("description")]
    assert silent == []


def test_each_operation_tells_its_problems(schema):
    own = {key: each for key, each in operations(schema).items() if "/auth/" not in key[1]}
    for key, operation in own.items():
        told = operation["responses"]
        assert {"401", "403", "404", "406", "429"} <= set(told), key
        for status in (status for status in told if status >= "400"):
            assert "application/problem+json" in told[status]["content"], (key, status)


def test_what_makes_something_takes_an_idempotency_key(schema):
    for key, operation in operations(schema).items():
        if (
            key[0] == "post"
            and {"201", "202"} & set(operation["responses"])
            and "/auth/" not in key[1]
            and "uploads" not in key[1]
        ):
            names = {each["name"] for each in operation.get("parameters", [])}
            assert "Idempotency-Key" in names, key


def test_no_example_speaks_of_another_site(schema):
    assert "api.example.org" not in json.dumps(schema)
