"""Every operation, asked by everybody in ways that the description allows and forbids."""

from collections import Counter
from time import monotonic

from memorials.models import Visibility
from tests.access.contents import content
from tests.api import fuzzing
from tests.api.apps import confirmed, signed_in
from tests.api.belongings import belongings
from tests.api.sending import with_password
from tests.people import make_agreed_memorial, make_cast, make_photo


def world():
    """A memorial of each visibility, with something of everything in it."""
    cast = make_cast()
    real = make_photo(make_agreed_memorial(cast), cast.keeper)
    made = [content(cast, real, visibility=visibility) for visibility in Visibility.values]
    worlds = [{**names, **belongings(names, cast.keeper), "name": "view"} for names in made]
    return cast, [*worlds, {**worlds[0], "kind": "memory"}]  # what waits is of another kind than agreements


def people_of(cast):
    """A visitor, one who has signed in, and one who has given the password once more."""
    signed = {
        "contributor": signed_in(with_password(cast.contributor)),
        "keeper": confirmed(with_password(cast.keeper)),
    }
    return {"visitor": {}, **{who: {"X-Session-Token": app.token} for who, app in signed.items()}}


def told(tried, seconds):
    """Shown by `make fuzz`."""
    statuses = Counter()
    for each in tried:
        statuses.update(each.statuses)
    counted = ", ".join(f"{status}: {number}" for status, number in sorted(statuses.items()))
    return f"{len(tried)} operations, {statuses.total()} requests in {seconds:.0f} s; {counted}"


def test_each_operation_keeps_to_its_description(db):
    cast, worlds = world()
    people = people_of(cast)
    operations = fuzzing.every_operation(fuzzing.load())
    tried, began = [], monotonic()
    with fuzzing.one_connection():
        for operation in operations:
            tried.append(fuzzing.Fuzzer(operation, worlds, people).run())
            print(operation.label, tried[-1].statuses, *tried[-1].wrong.values(), flush=True)  # noqa: T201 (for make fuzz)
    print(told(tried, monotonic() - began))  # noqa: T201 (the same)
    assert [each.operation.label for each in tried if not each.statuses] == []
    wrong = {name: told for each in tried for name, told in each.wrong.items()}
    assert not wrong, "\n\n".join([f"{len(wrong)} faults", *wrong.values()])
