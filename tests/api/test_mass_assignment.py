"""Columns that nobody offered, sent along with what an operation takes: they change nothing.

Found in the API's description, so that a new operation is tried without a word here. Each request is sent
three times, each time from the same state: twice as it is, to see what differs of itself (codes, times), and
once with every column of every model beside it. What it leaves behind must be the same.
"""

import json

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from rest_framework import serializers
from rest_framework.test import APIClient
from schemathesis.generation import GenerationMode

from memorials.models import Visibility
from tests.access.contents import content
from tests.access.parcels import extra, mine_and_foreign
from tests.access.test_extra_fields import MODELS, everything
from tests.api import fuzzing
from tests.people import make_agreed_memorial, make_cast, make_photo

pytestmark = pytest.mark.django_db
JSON = "application/json"
OURS = ("memorials", "animation", "chat")
#: Who and what a row is, and what the site alone finds out: taken by no operation.
NEVER = {
    "id", "pk", "memorial", "author", "added_by", "user", "requested_by", "sha256", "size", "original",
    "created", "changed", "is_staff", "is_superuser", "is_demo", "token_hash", "decided_by",
}  # fmt: skip


#: What no description can give: codes of this very memorial.
GIVEN = {
    "PUT /api/v1/memorials/{code}/portrait/": lambda names: {"media": names["media"]},
    "PUT /api/v1/memorials/{code}/gallery/{period}/": lambda names: {"media": [names["media"]]},
}
#: Operations that nothing here gets through to, each with the reason: of them the columns are not tried.
UNREACHED = {
    "PATCH /api/v1/account/tributes/{tribute}/": "a tribute that the sender has left",
    "PATCH /api/v1/tributes/{token}/": "the token of a tribute",
    "POST /api/v1/account/leave/": "the sender's own password",
    "POST /api/v1/memorials/{code}/archive/conversations/{conversation}/turns/": "their own conversation",
    "POST /api/v1/memorials/{code}/archive/conversations/{conversation}/turns/{turn}/wrong/": "the same",
    "POST /api/v1/memorials/{code}/objections/{objection}/answer/": "an objection that waits",
}


class Sender:
    """The keeper of a memorial that is open by link, with something of everything in it."""

    def __init__(self):
        cast = make_cast()
        real = make_photo(make_agreed_memorial(cast), cast.keeper)
        self.names = content(cast, real, visibility=Visibility.LINK)
        self.app = APIClient(raise_request_exception=False)
        self.app.force_authenticate(cast.keeper)
        columns = {name for model in MODELS for field in model._meta.concrete_fields
                   for name in (field.name, field.attname)}  # fmt: skip
        self.extra = {**dict.fromkeys(columns, "1"), **extra(mine_and_foreign(cast), cast)}
        self.before = everything()

    def send(self, operation, body):
        """(status, what is left of it), after which all is as before."""
        path = operation.path.format(**{**dict.fromkeys(named(operation), "nothinghere"), **self.names})
        with transaction.atomic():
            answer = self.app.generic(operation.method.upper(), path, json.dumps(body), content_type=JSON)
            left = difference(self.before, everything())
            transaction.set_rollback(True)
        return answer.status_code, left


def named(operation):
    return [parameter.name for parameter in operation.path_parameters]


def difference(before, after):
    """Rows that came, by their kind, and columns that changed, each with the value."""
    told = [
        (kind, name, value)
        for (kind, pk), row in after.items()
        for name, value in row.items()
        if before.get((kind, pk), {}).get(name, "new") != value
    ]
    gone = [(kind, pk, "gone") for kind, pk in before.keys() - after.keys()]
    return sorted(told + gone, key=repr)


def settled(first, second):
    """What two equal requests leave behind alike."""
    return [each for each in first if each in second]


def taken(operation, document):
    """The names of the fields that the operation says it takes."""
    told = document["paths"][operation.path][operation.method.lower()]
    return properties(told["requestBody"]["content"][JSON]["schema"], document)


def properties(schema, document):
    if "$ref" in schema:
        return properties(document["components"]["schemas"][schema["$ref"].rpartition("/")[2]], document)
    inner = [*schema.get("allOf", []), *schema.get("oneOf", []), *schema.get("anyOf", [])]
    return {*schema.get("properties", {}), *(name for each in inner for name in properties(each, document))}


def bodies(operation, names):
    """A few that the description allows; the plainest first."""
    found = []

    @settings(
        max_examples=8, database=None, deadline=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
    def collect(case):
        if isinstance(case.body, dict) and case.media_type == JSON:
            found.append({name: case.body[name] for name in case.body if name in names})

    collect()
    return found


def writing():
    for operation in fuzzing.every_operation(fuzzing.load()):
        if JSON in {each.media_type for each in operation.body} and "/auth/" not in operation.path:
            yield operation


def test_columns_sent_along_change_nothing(schema):
    sender, done, wrong = Sender(), set(), []
    for operation in writing():
        names = taken(operation, schema)
        beside = {name: value for name, value in sender.extra.items() if name not in names}
        given = [GIVEN[operation.label](sender.names)] if operation.label in GIVEN else []
        for body in [*given, *bodies(operation, names)]:
            status, first = sender.send(operation, body)
            if status >= 300:
                continue
            _again, second = sender.send(operation, body)
            status, third = sender.send(operation, {**beside, **body})
            usual = settled(first, second)
            if status < 300 and (settled(usual, third) != usual or len(third) != len(first)):
                wrong.append((operation.label, [each for each in third if each not in first]))
            assert status < 300 or third == [], (operation.label, status)
            done.add(operation.label)
            break
    assert wrong == []
    assert {operation.label for operation in writing()} - done == set(UNREACHED)


def test_no_operation_takes_what_only_the_site_may_say(schema):
    found = {operation.label: taken(operation, schema) & NEVER for operation in writing()}
    assert found and {name: names for name, names in found.items() if names} == {}


def test_each_serializer_lists_its_fields():
    fuzzing.load()  # brings in every module with an address
    found = [each for each in kin(serializers.ModelSerializer) if each.__module__.startswith(OURS)]
    assert found
    for each in found:
        assert isinstance(each.Meta.fields, list | tuple) and not hasattr(each.Meta, "exclude"), each


def kin(kind):
    for each in kind.__subclasses__():
        yield each
        yield from kin(each)
