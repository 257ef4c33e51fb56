"""What has not changed is not sent again, and nobody writes over what they have not read."""

import pytest

from memorials.models import Memorial
from tests.people import make_memorial

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(cast):
    return f"/api/v1/memorials/{make_memorial(cast).code}/"


def test_the_same_answer_is_not_sent_again(app, cast, home):
    keeper = app(cast.keeper)
    first = keeper.get(home)
    again = keeper.get(home, headers={"If-None-Match": f'"other", W/{first["ETag"]}'})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert first["Cache-Control"] == again["Cache-Control"] == "private, no-cache"
    assert {"X-Session-Token", "Authorization", "Accept-Language"} <= set(first["Vary"].split(", "))


def test_a_change_makes_another_tag(app, cast, home):
    keeper = app(cast.keeper)
    tag = keeper.get(home)["ETag"]
    keeper.patch(home, {"epitaph": "Помним"})
    again = keeper.get(home, headers={"If-None-Match": tag})
    assert (again.status_code, again.json()["epitaph"]) == (200, "Помним")


def test_a_tag_opens_no_door(app, cast, home):
    tag = app(cast.keeper).get(home)["ETag"]
    for asker in (None, cast.stranger):
        for told in (tag, "*"):
            assert app(asker).get(home, headers={"If-None-Match": told}).status_code == 404


def test_nobody_writes_over_what_they_have_not_read(app, cast, home):
    keeper, editor = app(cast.keeper), app(cast.editor)
    read = keeper.get(home)["ETag"]
    their = editor.get(home)["ETag"]
    assert editor.patch(home, {"epitaph": "Её слова"}, headers={"If-Match": their}).status_code == 200
    late = keeper.patch(home, {"epitaph": "Мои слова"}, headers={"If-Match": read})
    assert (late.status_code, late.json()["code"]) == (412, "changed_meanwhile")
    assert Memorial.objects.get().epitaph == "Её слова"
    assert keeper.patch(home, {"epitaph": "Мои слова"}, headers={"If-Match": "*"}).status_code == 200
    assert keeper.patch(home, {"epitaph": "Снова мои"}).status_code == 200
