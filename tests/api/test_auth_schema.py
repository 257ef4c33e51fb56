"""The addresses for signing in, in our own specification."""

import json
import re

import pytest
from django.core.management import call_command
from django.test import Client
from openapi_spec_validator import validate

from memorials.api import headless

ROOT = "/api/v1/auth/"


@pytest.fixture(scope="module")
def schema(tmp_path_factory):
    file = tmp_path_factory.mktemp("schema") / "schema.json"
    call_command(
        "spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", "--file", str(file)
    )
    return json.loads(file.read_text())


def test_it_is_one_valid_specification(schema):
    assert schema["openapi"].startswith("3.1")
    validate(schema)


def test_what_is_served_is_specified_and_nothing_else(schema):
    specified = {path for path in schema["paths"] if path.startswith(ROOT)}
    assert specified == {f"{ROOT}{pattern.pattern}" for pattern in headless.urlpatterns}


def test_each_specified_method_is_answered(schema, db):
    for path, item in schema["paths"].items():
        if path.startswith(ROOT):
            for method in item:
                answer = Client().generic(method.upper(), path, "{}", content_type="application/json")
                assert answer.status_code not in (404, 405), (method, path)


def test_every_reference_leads_somewhere_and_names_meet_none_of_ours(schema):
    for kind, name in re.findall(r"#/components/(\w+)/([\w.-]+)", json.dumps(schema)):
        assert name in schema["components"][kind]
    own = {name for name in schema["components"]["schemas"] if not name.startswith("Auth")}
    assert {"Memorial", "Problem", "ReadOnlyToken"} <= own
    assert "AuthUser" in schema["components"]["schemas"]


def test_it_tells_of_apps_alone(schema):
    text = json.dumps({path: item for path, item in schema["paths"].items() if path.startswith(ROOT)})
    assert "{client}" not in text
    assert "/browser/" not in text
    assert "_allauth" not in text
    assert "sessionid" not in text


def test_both_tokens_are_told(schema):
    schemes = schema["components"]["securitySchemes"]
    assert schemes["sessionToken"] == {"type": "apiKey", "in": "header", "name": "X-Session-Token"}
    assert (schemes["readOnlyToken"]["type"], schemes["readOnlyToken"]["scheme"]) == ("http", "bearer")
    assert "access_token" not in json.dumps(schema["components"]["examples"])
    reading = schema["paths"]["/api/v1/memorials/"]["get"]["security"]
    assert {"sessionToken": []} in reading
    assert {"readOnlyToken": []} in reading
    assert {"cookie": []} not in reading


def test_registering_asks_for_what_it_takes_here(schema):
    asked = schema["components"]["schemas"]["AuthBaseSignup"]
    assert set(asked["properties"]) == {"email", "name", "invitation"}
    assert set(asked["required"]) == {"email", "name"}


def test_operations_have_names_of_their_own(schema):
    names = [each["operationId"] for item in schema["paths"].values() for each in item.values()]
    assert len(names) == len(set(names))
