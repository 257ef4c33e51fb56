"""Every operation of the API that takes JSON, sent to where it does something."""

import json
from contextlib import contextmanager

from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from rest_framework.test import APIClient
from schemathesis.generation import GenerationMode

from memorials.models import Membership, Objection, Role, Visibility
from tests.access.contents import content
from tests.api import fuzzing
from tests.api.apps import confirmed
from tests.api.belongings import belongings
from tests.people import PASSWORD, make_agreed_memorial, make_cast, make_photo

JSON = "application/json"
_MEMORIAL = "/api/v1/memorials/{code}"
#: Bodies that no description can give.
GIVEN = {
    "POST /api/v1/account/leave/": lambda names: {"memories": "keep", "password": PASSWORD},
    f"PUT {_MEMORIAL}/portrait/": lambda names: {"media": names["media"]},
    f"PUT {_MEMORIAL}/gallery/{{period}}/": lambda names: {"media": [names["media"]]},
    f"POST {_MEMORIAL}/objections/{{objection}}/answer/": lambda names: {"answer": "settled", "note": "Да."},
}
#: What must have happened before.
HAPPENED = {
    # The only keeper of a memorial cannot leave.
    "POST /api/v1/account/leave/": lambda names: Membership.objects.filter(role=Role.EDITOR).update(
        role=Role.KEEPER
    ),
    f"POST {_MEMORIAL}/objections/{{objection}}/answer/": lambda names: Objection.objects.filter(
        code=names["objection"]
    ).update(answered_at=None),
}


class Sender:
    """The keeper of a memorial that is open by link, with something of everything in it."""

    def __init__(self):
        self.cast = make_cast()
        real = make_photo(make_agreed_memorial(self.cast), self.cast.keeper)
        names = content(self.cast, real, visibility=Visibility.LINK)
        self.names = {**names, **belongings(names, self.cast.keeper)}
        token = confirmed(with_password(self.cast.keeper)).token
        self.app = APIClient(raise_request_exception=False, headers={"X-Session-Token": token})

    @contextmanager
    def at(self, operation):
        """What has to happen before has happened; after which all is as it was."""
        with transaction.atomic():
            HAPPENED.get(operation.label, len)(self.names)
            yield
            transaction.set_rollback(True)

    def send(self, operation, body):
        path = operation.path.format(**{**dict.fromkeys(named(operation), "nothinghere"), **self.names})
        return self.app.generic(operation.method.upper(), path, json.dumps(body), content_type=JSON)

    def bodies(self, operation, names):
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

        if operation.label in GIVEN:
            return [GIVEN[operation.label](self.names)]
        collect()
        return found


def with_password(person):
    person.set_password(PASSWORD)
    person.save()
    return person


def writing():
    """The operations that take JSON, but for the sign-in, which has forms of its own."""
    for operation in fuzzing.every_operation(fuzzing.load()):
        if JSON in {each.media_type for each in operation.body} and "/auth/" not in operation.path:
            yield operation


def named(operation):
    return [parameter.name for parameter in operation.path_parameters]


def taken(operation, document):
    """The fields that the operation says it takes: by their names what is told of them."""
    told = document["paths"][operation.path][operation.method.lower()]
    return properties(told["requestBody"]["content"][JSON]["schema"], document)


def properties(schema, document):
    whole = whole_of(schema, document)
    inner = [*whole.get("allOf", []), *whole.get("oneOf", []), *whole.get("anyOf", [])]
    found = dict(whole.get("properties", {}))
    for each in inner:
        found |= properties(each, document)
    return found


def whole_of(schema, document):
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema
