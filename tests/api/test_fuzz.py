"""Every operation, asked by everybody in ways that the description allows and forbids."""

from rest_framework.test import APIClient

from memorials.models import Visibility
from tests.access.contents import content
from tests.api import fuzzing
from tests.people import PASSWORD, make_agreed_memorial, make_cast, make_photo

LOGIN = "/api/v1/auth/app/v1/auth/login"


def world():
    """A memorial of each visibility, with something of everything in it."""
    cast = make_cast()
    real = make_photo(make_agreed_memorial(cast), cast.keeper)
    made = [content(cast, real, visibility=visibility) for visibility in Visibility.values]
    return cast, [{**names, "name": "view"} for names in made]


def token_of(person):
    person.set_password(PASSWORD)
    person.save()
    answer = APIClient().post(LOGIN, {"email": person.email, "password": PASSWORD}, format="json")
    assert answer.status_code == 200, answer.content
    return {"X-Session-Token": answer.json()["meta"]["session_token"]}


def test_each_operation_keeps_to_its_description(db):
    cast, worlds = world()
    people = {"visitor": {}, "contributor": token_of(cast.contributor), "keeper": token_of(cast.keeper)}
    operations = fuzzing.every_operation(fuzzing.load())
    with fuzzing.one_connection():
        tried = [fuzzing.Fuzzer(each, worlds, people).run() for each in operations]
    assert [each.operation.label for each in tried if not each.statuses] == []
    wrong = {name: told for each in tried for name, told in each.wrong.items()}
    assert not wrong, "\n\n".join([f"{len(wrong)} faults", *wrong.values()])
