"""Who belongs to a memorial, how one comes to it, what the family agrees to, and one's own account."""

from typing import Any

from django.urls import path

from memorials.api.resources import (
    access_requests,
    account,
    consents,
    invitations,
    links,
    members,
    objections,
)

memorial = "memorials/<slug:code>/"
member = f"{memorial}members/<slug:member>/"
invitation = f"{memorial}invitations/<slug:invitation>/"
link = f"{memorial}links/<slug:link>/"
asked = f"{memorial}access-requests/<slug:asked>/"
consent = f"{memorial}consents/<slug:kind>/"
objection = f"{memorial}objections/<slug:objection>/"
routes: list[Any] = [
    path(f"{memorial}members/", members.Members.as_view()),
    path(member, members.OneMember.as_view()),
    path(f"{member}hand-over/", members.HandOver.as_view()),
    path(f"{memorial}membership/", members.OwnMembership.as_view()),
    path(f"{memorial}invitations/", invitations.Invitations.as_view()),
    path(invitation, invitations.OneInvitation.as_view()),
    path(f"{invitation}revoke/", invitations.RevokedInvitation.as_view()),
    path("invitations/<str:token>/", invitations.ToldInvitation.as_view()),
    path("invitations/<str:token>/take-up/", invitations.TakeUp.as_view()),
    path(f"{memorial}links/", links.Links.as_view()),
    path(link, links.OneLink.as_view()),
    path(f"{link}revoke/", links.RevokedLink.as_view()),
    path("links/<str:token>/", links.OpenedByLink.as_view()),
    path("access-requests/", access_requests.Ask.as_view()),
    path(f"{memorial}access-requests/", access_requests.AccessRequests.as_view()),
    path(asked, access_requests.OneAccessRequest.as_view()),
    path(f"{asked}answer/", access_requests.AnsweredRequest.as_view()),
    path(f"{memorial}consents/", consents.Consents.as_view()),
    path(consent, consents.OneConsent.as_view()),
    path(f"{consent}give/", consents.GivenConsent.as_view()),
    path(f"{consent}withdraw/", consents.WithdrawnConsent.as_view()),
    path(f"{memorial}objections/", objections.Objections.as_view()),
    path(objection, objections.OneObjection.as_view()),
    path(f"{objection}answer/", objections.AnsweredObjection.as_view()),
    path("account/", account.Account.as_view()),
    path("account/data/", account.MyData.as_view()),
    path("account/leave/", account.Leave.as_view()),
    path("account/notices/", account.Notices.as_view()),
]
