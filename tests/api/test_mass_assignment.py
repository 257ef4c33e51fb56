"""Columns that nobody offered, sent along with what an operation takes: they change nothing.

Found in the API's description, so that a new operation is tried without a word here. Each request is sent
three times, each time from the same state: twice as it is, to see what differs of itself (codes, times), and
once with every column of every model beside it. What it leaves behind must be the same.
"""

from functools import partial

import pytest
from rest_framework import serializers

from memorials.api import strict
from tests.access.parcels import extra, mine_and_foreign
from tests.access.test_extra_fields import MODELS, everything
from tests.api import fuzzing
from tests.api.sending import HAPPENED, Sender, taken, writing

pytestmark = pytest.mark.django_db
OURS = ("memorials", "animation", "chat")
#: Who and what a row is, and what the site alone finds out: taken by no operation.
NEVER = {
    "id", "pk", "memorial", "author", "added_by", "user", "requested_by", "sha256", "size", "original",
    "created", "changed", "is_staff", "is_superuser", "is_demo", "token_hash", "decided_by",
}  # fmt: skip


def columns_of(cast):
    columns = {name for model in MODELS for field in model._meta.concrete_fields
               for name in (field.name, field.attname)}  # fmt: skip
    return {**dict.fromkeys(columns, "1"), **extra(mine_and_foreign(cast), cast)}


def left_by(sender, operation, body, usual):
    """(status, what is left of it), after which all is as before. `usual` is how it was before."""
    with sender.at(operation):
        before = everything() if operation.label in HAPPENED else usual
        answer = sender.send(operation, body)
        return answer.status_code, difference(before, everything())


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


def test_columns_sent_along_change_nothing(schema):
    sender, unreached, wrong = Sender(), [], []
    columns = columns_of(sender.cast)
    left = partial(left_by, sender, usual=everything())
    for operation in writing():
        names = taken(operation, schema)
        beside = {name: value for name, value in columns.items() if name not in names}
        bodies = sender.bodies(operation, names)
        tries = ((body, *left(operation, body)) for body in bodies)
        body, first = next(((body, done) for body, status, done in tries if status < 300), (None, None))
        if body is None:
            unreached.append(operation.label)
            continue
        _again, second = left(operation, body)
        status, third = left(operation, {**beside, **body})
        usual = settled(first, second)
        if status < 300 and (settled(usual, third) != usual or len(third) != len(first)):
            wrong.append((operation.label, [each for each in third if each not in first]))
        assert status < 300 or third == [], (operation.label, status)
    assert (wrong, unreached) == ([], [])


def test_no_operation_takes_what_only_the_site_may_say(schema):
    found = {operation.label: taken(operation, schema).keys() & NEVER for operation in writing()}
    assert found and {name: names for name, names in found.items() if names} == {}


def test_each_serializer_lists_its_fields():
    fuzzing.load()  # brings in every module with an address
    kinds = set(kin(serializers.ModelSerializer)) - {strict.ModelSerializer}
    found = [each for each in kinds if each.__module__.startswith(OURS)]
    assert found
    for each in found:
        assert isinstance(each.Meta.fields, list | tuple) and not hasattr(each.Meta, "exclude"), each


def kin(kind):
    for each in kind.__subclasses__():
        yield each
        yield from kin(each)
