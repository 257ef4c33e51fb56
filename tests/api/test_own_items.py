"""What one has added oneself."""

import pytest

from memorials.models import Media, Membership, Memory, Status
from memorials.services.moderation import decide
from tests.people import in_status, make_memorial, make_memory, make_photo

pytestmark = pytest.mark.django_db
OWN = "/api/v1/account/"


@pytest.fixture
def memorial(cast):
    return make_memorial(cast)


@pytest.fixture
def memory(memorial, cast):
    return make_memory(memorial, cast.contributor)


@pytest.fixture
def photo(memorial, cast):
    return make_photo(memorial, cast.contributor)


def test_the_author_reads_what_became_of_it_and_why(app, cast, memorial, memory, photo):
    for item in (memory, photo):
        decide(item=item, status=Status.DECLINED, by=cast.editor, reason="unclear", note="Темно.")
    make_memory(memorial, cast.keeper)
    author = app(cast.contributor)
    for noun, item in (("memories", memory), ("media", photo)):
        [told] = author.get(f"{OWN}{noun}/", headers={"Accept-Language": "en"}).json()["results"]
        assert (told["code"], told["status"], told["reason"], told["note"]) == (
            item.code, "declined", "unclear", "Темно.",
        )  # fmt: skip
        assert told["reason_said"].startswith("It could not be read")
        assert told["memorial"] == {"code": memorial.code, "name": memorial.name}
        assert author.get(f"{OWN}{noun}/{item.code}/").json()["note"] == "Темно."


@pytest.mark.parametrize("noun", ["memories", "media"])
def test_it_is_there_for_nobody_else(app, cast, memory, photo, noun):
    code = {"memories": memory, "media": photo}[noun].code
    for who, status in (("keeper", 404), ("stranger", 404), ("visitor", 401)):
        for method in ("get", "patch", "delete"):
            assert getattr(app(getattr(cast, who)), method)(f"{OWN}{noun}/{code}/").status_code == status
    assert app().get(f"{OWN}{noun}/").status_code == 401
    assert app(cast.keeper).get(f"{OWN}{noun}/").json()["results"] == []


def test_what_is_changed_waits_to_be_read_again(app, cast, memory, photo):
    in_status(memory, Status.APPROVED)
    in_status(photo, Status.DECLINED)
    author = app(cast.contributor)
    told = author.patch(f"{OWN}memories/{memory.code}/", {"text": "Иначе.", "status": "approved"}).json()
    assert (told["text"], told["status"], told["reason"]) == ("Иначе.", "pending", "edited")
    told = author.patch(f"{OWN}media/{photo.code}/", {"caption": "Дом", "added_by": 1}).json()
    assert (told["caption"], told["status"]) == ("Дом", "pending")


def test_what_is_attached_stays_unless_it_is_named(app, cast, memory, photo):
    memory.attached.add(photo)
    path = f"{OWN}memories/{memory.code}/"
    assert app(cast.contributor).patch(path, {"title": "Утро"}).json()["attached"] == [photo.code]
    assert app(cast.contributor).patch(path, {"attached": []}).json()["attached"] == []
    foreign = make_photo(make_memorial(cast), cast.keeper)
    assert app(cast.contributor).patch(path, {"attached": [foreign.code]}).status_code == 400


def test_from_a_closed_memorial_it_is_taken_back_but_not_changed(app, cast, memory, photo):
    Membership.objects.filter(user=cast.contributor).delete()
    author = app(cast.contributor)
    for path in (f"{OWN}memories/{memory.code}/", f"{OWN}media/{photo.code}/"):
        assert author.patch(path, {"title": "Моё", "caption": "Моё"}).status_code == 404
        assert author.get(path).status_code == 200
        assert author.delete(path).status_code == 204
        assert author.get(path).status_code == 404
    assert (Memory.objects.count(), Media.objects.count()) == (0, 0)


def test_who_has_changed_it_elsewhere_meanwhile_is_told(app, cast, memory):
    path, author = f"{OWN}memories/{memory.code}/", app(cast.contributor)
    tag = author.get(path)["ETag"]
    author.patch(path, {"text": "Раз."})
    assert author.patch(path, {"text": "Два."}, headers={"If-Match": tag}).status_code == 412
    assert author.delete(path, headers={"If-Match": tag}).status_code == 412


@pytest.mark.parametrize("noun", ["memories", "media"])
def test_the_list_takes_the_same_queries_for_one_and_for_three(
    app, cast, memorial, memory, photo, noun, django_assert_max_num_queries
):
    def asked():
        with django_assert_max_num_queries(30) as counted:
            assert app(cast.contributor).get(f"{OWN}{noun}/").status_code == 200
        return len(counted)

    once = asked()
    for _ in range(2):
        make_photo(memorial, cast.contributor)
        make_memory(make_memorial(cast), cast.contributor, attached=[])
    assert asked() == once
