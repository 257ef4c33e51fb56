"""The addresses of living photographs under /api/v1/."""

from typing import Any

from django.urls import path

from animation.api import views

_MEMORIAL = "memorials/<slug:code>/"
_PHOTOGRAPH = f"{_MEMORIAL}media/<slug:media>/animations/"
_ONE = f"{_MEMORIAL}animations/<slug:animation>/"

routes: list[Any] = [
    path(f"{_MEMORIAL}animations/", views.AllAnimations.as_view()),
    path(_PHOTOGRAPH, views.Animations.as_view()),
    path(f"{_PHOTOGRAPH}shown/", views.ShownAnimation.as_view()),
    path(f"{_MEMORIAL}media/<slug:media>/faces/", views.Faces.as_view()),
    path(_ONE, views.OneAnimation.as_view()),
    path(f"{_ONE}cancel/", views.CancelledAnimation.as_view()),
    path(f"{_ONE}retry/", views.RetriedAnimation.as_view()),
]
