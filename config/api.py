"""The addresses under /api/."""

from typing import Any

from django.urls import include, path, re_path
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.views import SpectacularAPIView
from rest_framework.exceptions import NotFound
from rest_framework.response import Response
from rest_framework.views import APIView

from animation.api import urls as animations
from chat.api import urls as archives
from memorials.api.resources import start, tokens
from memorials.api.urls import care, content, people
from memorials.views import api_docs


class Nothing(APIView):
    """Whatever is not an address of the API is 404 in the API's own form."""

    schema = None

    def http_method_not_allowed(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        raise NotFound


v1: list[Any] = [
    path("", start.Start.as_view()),
    *content.routes,
    *animations.routes,
    *archives.routes,
    *people.routes,
    *care.routes,
    path("account/tokens/", tokens.Tokens.as_view()),
    path("account/tokens/<slug:token>/", tokens.OneToken.as_view()),
    path("auth/", include("memorials.api.headless")),
]
urlpatterns: list[Any] = [
    path("v1/", include(v1)),
    path("docs/", api_docs.read, name="api_docs"),
    path("docs/<slug:slug>/", api_docs.read_group, name="api_docs_group"),
    path("schema/", SpectacularAPIView.as_view(renderer_classes=[OpenApiJsonRenderer]), name="api_schema"),
    re_path("", Nothing.as_view()),
]
