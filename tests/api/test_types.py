"""Values of the wrong JSON type are told by name, and nothing is made of them."""

import pytest

from tests.access.test_extra_fields import everything
from tests.api.sending import Sender, taken, whole_of, writing

pytestmark = pytest.mark.django_db
#: What stands in the place of each: what a form would have taken for it.
WRONG = {"string": 5, "boolean": "yes", "integer": "5", "array": "5"}


def kind_of(field, document):
    """The types that it takes, through references and lists of choices."""
    whole = whole_of(field, document)
    inner = [each for many in ("allOf", "oneOf", "anyOf") for each in whole.get(many, [])]
    told = whole.get("type", [])
    return (
        {told}
        if isinstance(told, str)
        else {*told, *(kind for each in inner for kind in kind_of(each, document))}
    )


def test_each_field_of_each_operation_keeps_to_its_type(schema):
    sender, wrong = Sender(), []
    before = everything()
    for operation in writing():
        kinds = {name: kind_of(field, schema) - {"null"} for name, field in taken(operation, schema).items()}
        with sender.at(operation):
            answer = sender.send(operation, {name: WRONG[kind] for name, [kind] in kinds.items()})
        pointers = {each["pointer"] for each in answer.json().get("errors", [])}
        if answer.status_code != 400 or pointers != {f"/{name}" for name in kinds}:
            wrong.append((operation.label, answer.status_code, pointers))
    assert wrong == []
    assert everything() == before
