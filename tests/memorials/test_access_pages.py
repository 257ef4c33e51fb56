"""The keeper's page of who sees a memorial: members, requests, and who has no business there."""

import pytest

from memorials.models import AccessRequest, Membership, Memorial, Role, Visibility
from memorials.services import invitations
from tests.people import make_memorial

pytestmark = pytest.mark.django_db
EVERYBODY_ELSE = ["visitor", "stranger", "reader", "contributor", "editor", "moderator", "admin"]


@pytest.fixture
def private(cast):
    return make_memorial(cast)


@pytest.fixture
def keeper_browser(browser, cast):
    return browser(cast.keeper, HTTP_ACCEPT_LANGUAGE="en")


def at(memorial, rest=""):
    return f"/m/{memorial.code}/access/{rest}"


def member(memorial, user):
    return Membership.objects.get(memorial=memorial, user=user)


def roles(memorial):
    return dict(Membership.objects.filter(memorial=memorial).values_list("user__name", "role"))


def ask_for(memorial, user, words="Внук Анны"):
    invitations.request_access(code=memorial.code, user=user, words=words)
    return AccessRequest.objects.get(memorial=memorial, user=user, answer="waiting")


@pytest.mark.parametrize("visibility", Visibility.values)
def test_page_says_who_sees_the_memorial_now(keeper_browser, cast, visibility):
    memorial = make_memorial(cast, visibility=visibility)
    page = keeper_browser.get(at(memorial)).content.decode()
    said = {
        "private": "Now only its members see it.",
        "link": "whoever comes by a secret link. It stands",
        "public": "Now everybody sees it",
    }
    assert [kind for kind, words in said.items() if words in page] == [visibility]
    assert ("Make a link" in page) == (visibility == "link")


@pytest.mark.parametrize("who", EVERYBODY_ELSE)
def test_nobody_but_a_keeper_gets_there(browser, cast, memorial, who):
    """The memorial is public, so that all of them see it."""
    ask_for(memorial, cast.stranger)
    before = roles(memorial)
    client = browser(getattr(cast, who))
    for path in ("", "visibility/", "invitations/", "links/"):
        answer = client.post(
            at(memorial, path), {"visibility": "private", "role": "keeper", "most_uses": "1"}
        )
        if path:
            assert answer.status_code == (302 if who == "visitor" else 403)
    asked = AccessRequest.objects.get()
    client.post(at(memorial, f"requests/{asked.code}/"), {"role": "keeper", "answer": "let_in"})
    client.post(at(memorial, f"members/{member(memorial, cast.keeper).code}/remove/"))
    client.post(at(memorial, f"members/{member(memorial, cast.reader).code}/role/"), {"role": "keeper"})
    client.post(at(memorial, f"members/{member(memorial, cast.reader).code}/hand-over/"))
    assert roles(memorial) == before
    assert Memorial.objects.get().visibility == "public"
    assert (memorial.invitations.count(), memorial.link_tokens.count()) == (0, 0)
    assert AccessRequest.objects.get().answer == "waiting"


def test_closing_the_page_shuts_out_at_once(keeper_browser, browser, memorial, cast):
    stranger = browser(cast.stranger)
    assert stranger.get(memorial.get_absolute_url()).status_code == 200
    answer = keeper_browser.post(at(memorial, "visibility/"), {"visibility": "private"})
    assert answer["Location"] == at(memorial)
    assert stranger.get(memorial.get_absolute_url()).status_code == 404
    assert browser(cast.reader).get(memorial.get_absolute_url()).status_code == 200


def test_visibility_that_does_not_exist_changes_nothing(keeper_browser, private):
    answer = keeper_browser.post(at(private, "visibility/"), {"visibility": "everyone"})
    assert answer.status_code == 422
    assert Memorial.objects.get(pk=private.pk).visibility == "private"


def test_editor_cannot_open_the_page_by_the_api_either(private, cast):
    from rest_framework.test import APIClient

    client = APIClient()
    path = f"/api/v1/memorials/{private.code}/"
    for who, status in (("editor", 403), ("keeper", 200)):
        client.force_authenticate(getattr(cast, who))
        assert client.patch(path, {"visibility": "public"}, format="json").status_code == status
        assert client.patch(path, {"summary": who}, format="json").status_code == 200
    assert Memorial.objects.get(pk=private.pk).visibility == "public"


def test_request_is_read_and_let_in_with_a_role(keeper_browser, browser, private, cast):
    asked = ask_for(private, cast.stranger)
    page = keeper_browser.get(at(private)).content.decode()
    assert "Внук Анны" in page and "Stranger" in page
    keeper_browser.post(at(private, f"requests/{asked.code}/"), {"role": "contributor", "answer": "let_in"})
    assert roles(private)["Stranger"] == "contributor"
    assert browser(cast.stranger).get(private.get_absolute_url()).status_code == 200
    assert "Внук Анны" not in keeper_browser.get(at(private)).content.decode()


def test_declined_request_leaves_everything_closed(keeper_browser, browser, private, cast):
    asked = ask_for(private, cast.stranger)
    keeper_browser.post(at(private, f"requests/{asked.code}/"), {"role": "keeper", "answer": "decline"})
    assert "Stranger" not in roles(private)
    assert browser(cast.stranger).get(private.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("given", [{}, {"answer": "let_in", "role": "owner"}, {"role": "reader"}])
def test_answer_that_is_none_lets_nobody_in(keeper_browser, private, cast, given):
    asked = ask_for(private, cast.stranger)
    assert keeper_browser.post(at(private, f"requests/{asked.code}/"), given).status_code == 422
    assert AccessRequest.objects.get().answer == "waiting"


def test_second_answer_to_a_request_changes_nothing(keeper_browser, private, cast):
    asked = ask_for(private, cast.stranger)
    for given in ("decline", "let_in"):
        answer = keeper_browser.post(
            at(private, f"requests/{asked.code}/"), {"role": "reader", "answer": given}, follow=True
        )
    assert "answered already" in answer.content.decode()
    assert "Stranger" not in roles(private)


def test_new_role_counts_with_the_next_request(keeper_browser, browser, private, cast):
    reader = browser(cast.reader)
    path = f"{private.get_absolute_url()}memories/new/"
    assert reader.get(path).status_code == 403
    where = at(private, f"members/{member(private, cast.reader).code}/role/")
    assert keeper_browser.post(where, {"role": "contributor"})["Location"] == at(private)
    assert reader.get(path).status_code == 200


def test_removed_member_sees_nothing_from_that_moment(keeper_browser, browser, private, cast):
    reader = browser(cast.reader)
    where = at(private, f"members/{member(private, cast.reader).code}/remove/")
    assert keeper_browser.get(where).status_code == 200
    assert reader.get(private.get_absolute_url()).status_code == 200
    keeper_browser.post(where)
    assert reader.get(private.get_absolute_url()).status_code == 404


def test_last_keeper_is_told_and_stays(keeper_browser, private, cast):
    own = member(private, cast.keeper).code
    before = roles(private)
    for path, given in ((f"members/{own}/remove/", {}), (f"members/{own}/role/", {"role": "reader"})):
        answer = keeper_browser.post(at(private, path), given, follow=True)
        assert "This is the only keeper." in answer.content.decode()
    left = keeper_browser.post(f"/m/{private.code}/leave/", follow=True)
    assert "This is the only keeper." in left.content.decode()
    assert roles(private) == before


def test_handing_over_takes_the_page_of_access_along(keeper_browser, browser, private, cast):
    where = at(private, f"members/{member(private, cast.reader).code}/hand-over/")
    assert "Reader" in keeper_browser.get(where).content.decode()
    assert keeper_browser.post(where)["Location"] == "/mine/"
    assert (roles(private)["Reader"], roles(private)["Keeper"]) == ("keeper", "editor")
    assert keeper_browser.get(at(private)).status_code == 403
    assert browser(cast.reader).get(at(private)).status_code == 200


def test_codes_of_another_memorial_are_not_there(keeper_browser, private, cast):
    other = make_memorial(cast, visibility="link")
    asked = ask_for(other, cast.stranger)
    link, _ = invitations.open_link(memorial=other, by=cast.keeper)
    invitation, _ = invitations.invite(memorial=other, by=cast.keeper, role=Role.READER)
    code = member(other, cast.reader).code
    for path in (
        f"requests/{asked.code}/",
        f"members/{code}/role/",
        f"members/{code}/remove/",
        f"members/{code}/hand-over/",
        f"invitations/{invitation.code}/revoke/",
        f"links/{link.code}/revoke/",
    ):
        given = {"role": "keeper", "answer": "let_in"}
        assert keeper_browser.post(at(private, path), given).status_code == 404, path
    assert roles(other) == roles(private)


@pytest.mark.parametrize("who", ["reader", "contributor", "editor"])
def test_member_finds_the_way_out_at_the_foot_and_takes_it(browser, private, cast, who):
    client = browser(getattr(cast, who), HTTP_ACCEPT_LANGUAGE="en")
    page = client.get(private.get_absolute_url()).content.decode()
    assert f'href="/m/{private.code}/leave/"' in page
    assert at(private) not in page
    assert client.get(f"/m/{private.code}/leave/").status_code == 200
    assert member(private, getattr(cast, who))
    assert client.post(f"/m/{private.code}/leave/")["Location"] == "/mine/"
    assert client.get(private.get_absolute_url()).status_code == 404


def test_whoever_is_no_member_has_nothing_to_leave(browser, memorial, cast):
    assert "/leave/" not in browser(cast.stranger).get(memorial.get_absolute_url()).content.decode()
    assert browser(cast.stranger).post(f"/m/{memorial.code}/leave/").status_code == 403
    assert "/accounts/login/" in browser().post(f"/m/{memorial.code}/leave/")["Location"]


def test_page_costs_as_many_queries_with_three_of_each_as_with_one(keeper_browser, private, cast):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost():
        with CaptureQueriesContext(connection) as queries:
            keeper_browser.get(at(private))
        return len(queries)

    ask_for(private, cast.stranger)
    invitations.invite(memorial=private, by=cast.keeper, role=Role.READER)
    once = cost()
    for user in (cast.moderator, cast.admin):
        ask_for(private, user)
        invitations.invite(memorial=private, by=cast.keeper, role=Role.READER)
    assert cost() == once
