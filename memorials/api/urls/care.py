"""What people leave, what they report, and what is decided on it."""

from typing import Any

from django.urls import path

from memorials.api.resources import moderation, own_tributes, reports, tributes

memorial = "memorials/<slug:code>/"
routes: list[Any] = [
    path(f"{memorial}tributes/", tributes.Tributes.as_view()),
    path(f"{memorial}tributes/<slug:tribute>/", tributes.OneTribute.as_view()),
    path(f"{memorial}reports/", reports.Reports.as_view()),
    path(f"{memorial}queue/", moderation.QueueOfMemorial.as_view()),
    path(f"{memorial}queue/<slug:kind>/<slug:item>/", moderation.QueueItem.as_view()),
    path(f"{memorial}decisions/", moderation.Decisions.as_view()),
    path(f"{memorial}decisions/<slug:decision>/take-back/", moderation.TakenBack.as_view()),
    path("queue/", moderation.WholeQueue.as_view()),
    path("decisions/", moderation.DecisionsEverywhere.as_view()),
    path("account/tributes/", own_tributes.OwnTributes.as_view()),
    path("account/tributes/<slug:tribute>/", own_tributes.OwnTribute.as_view()),
    path("account/tributes/<slug:tribute>/light/", own_tributes.OwnCandle.as_view()),
    path("tributes/<slug:token>/", own_tributes.TributeByToken.as_view()),
    path("tributes/<slug:token>/light/", own_tributes.CandleByToken.as_view()),
]
