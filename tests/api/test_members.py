"""Who belongs to a memorial, by the API."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from memorials.models import Membership, Role
from tests.people import make_memorial, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def private(cast):
    return make_memorial(cast)


@pytest.fixture
def members(private):
    return f"/api/v1/memorials/{private.code}/members/"


def own(memorial):
    return f"/api/v1/memorials/{memorial.code}/membership/"


def one(members, memorial, user):
    return f"{members}{Membership.objects.get(memorial=memorial, user=user).code}/"


def role(memorial, user):
    return Membership.objects.filter(memorial=memorial, user=user).values_list("role", flat=True).first()


def test_keeper_reads_who_belongs_by_name_and_not_by_address(app, cast, members):
    answer = app(cast.keeper).get(members)
    told = answer.json()["results"]
    assert [(each["name"], each["role"], each["is_self"]) for each in told] == [
        ("Keeper", "keeper", True),
        ("Editor", "editor", False),
        ("Contributor", "contributor", False),
        ("Reader", "reader", False),
    ]
    assert set(told[0]) == {"code", "name", "role", "since", "is_self"}
    assert b"@" not in answer.content


def test_members_of_one_role_newest_first(app, cast, private, members):
    late = make_person("late")
    Membership.objects.create(memorial=private, user=late, role=Role.READER)
    told = app(cast.keeper).get(members, {"role": "reader", "order": "newest"}).json()["results"]
    assert [each["name"] for each in told] == ["Late", "Reader"]
    wrong = app(cast.keeper).get(members, {"role": "queen"})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (400, "/role")


def test_number_of_queries_does_not_grow_with_the_members(app, cast, private, members):
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            app(cast.keeper).get(members)
        counts.append(len(asked))
        for name in ("one", "two"):
            user = make_person(f"{name}{len(counts)}")
            Membership.objects.create(memorial=private, user=user, role=Role.READER)
    assert counts[0] == counts[1]


def test_keeper_changes_a_role_and_nothing_else(app, cast, private, members):
    path = one(members, private, cast.reader)
    before = Membership.objects.values().get(memorial=private, user=cast.reader)
    foreign = {"name": "Мария", "since": "2000-01-01T00:00:00Z", "code": "otherother", "user": cast.editor.pk}
    answer = app(cast.keeper).patch(path, {"role": "editor", **foreign})
    assert (answer.status_code, answer.json()["role"], answer.json()["name"]) == (200, "editor", "Reader")
    after = Membership.objects.values().get(memorial=private, user=cast.reader)
    assert after == before | {"role": "editor"}


@pytest.mark.parametrize("given", [{"role": "queen"}, {"role": None}, {"role": ["editor"]}, [], "editor"])
def test_a_role_that_there_is_not_changes_nothing(app, cast, private, members, given):
    answer = app(cast.keeper).patch(one(members, private, cast.reader), given)
    assert answer.status_code == 400
    assert role(private, cast.reader) == "reader"


def test_nobody_changes_a_role_that_changed_meanwhile(app, cast, private, members):
    path = one(members, private, cast.reader)
    keeper = app(cast.keeper)
    read = keeper.get(path)["ETag"]
    keeper.patch(path, {"role": "editor"})
    late = keeper.patch(path, {"role": "reader"}, headers={"If-Match": read})
    assert (late.status_code, role(private, cast.reader)) == (412, "editor")
    assert keeper.delete(path, headers={"If-Match": read}).status_code == 412


def test_the_last_keeper_stays(app, cast, private, members):
    keeper, path = app(cast.keeper), one(members, private, cast.keeper)
    for answer in (keeper.patch(path, {"role": "reader"}), keeper.delete(path), keeper.delete(own(private))):
        assert (answer.status_code, answer.json()["code"]) == (422, "last_keeper")
    assert role(private, cast.keeper) == "keeper"


def test_who_is_removed_sees_nothing_from_then_on(app, cast, private, members):
    assert app(cast.reader).get(own(private)).status_code == 200
    assert app(cast.keeper).delete(one(members, private, cast.reader)).status_code == 204
    assert app(cast.reader).get(own(private)).status_code == 404


def test_handing_over_changes_places(app, cast, private, members):
    path = one(members, private, cast.editor)
    answer = app(cast.keeper).post(f"{path}hand-over/")
    assert (answer.status_code, answer.json()["role"]) == (200, "keeper")
    assert (role(private, cast.editor), role(private, cast.keeper)) == ("keeper", "editor")
    assert app(cast.keeper).post(f"{path}hand-over/").status_code == 403


def test_one_reads_ones_own_role_and_leaves(app, cast, private):
    reader = app(cast.reader)
    told = reader.get(own(private)).json()
    assert (told["role"], told["is_self"]) == ("reader", True)
    assert reader.delete(own(private)).status_code == 204
    assert role(private, cast.reader) is None


def test_whoever_only_sees_it_has_nothing_to_leave(app, cast, memorial):
    assert app(cast.stranger).get(own(memorial)).status_code == 403
    assert app(cast.stranger).delete(own(memorial)).status_code == 403
    assert app().delete(own(memorial)).status_code == 401


def test_a_member_of_another_memorial_is_not_found_here(app, cast, members):
    foreign = make_memorial(cast, name="Пётр Ильин")
    code = Membership.objects.get(memorial=foreign, user=cast.reader).code
    keeper = app(cast.keeper)
    for answer in (
        keeper.get(f"{members}{code}/"),
        keeper.patch(f"{members}{code}/", {"role": "keeper"}),
        keeper.delete(f"{members}{code}/"),
        keeper.post(f"{members}{code}/hand-over/"),
    ):
        assert answer.status_code == 404
    assert role(foreign, cast.reader) == "reader"


def test_head_asks_for_the_same_word_as_get(app, cast, memorial):
    path = f"/api/v1/memorials/{memorial.code}/members/"
    assert [app(cast.keeper).head(path).status_code, app(cast.editor).head(path).status_code] == [200, 403]
