"""The addresses under /api/."""

from typing import Any

from django.urls import include, path, re_path
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.views import SpectacularAPIView
from rest_framework.exceptions import NotFound
from rest_framework.response import Response
from rest_framework.views import APIView

from animation import api as animations
from memorials.api.resources import files, media, memorials, uploads


class Nothing(APIView):
    """Whatever is not an address of the API is 404 in the API's own form."""

    schema = None

    def http_method_not_allowed(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        raise NotFound


memorial = "memorials/<slug:code>/"
v1: list[Any] = [
    path("memorials/", memorials.Memorials.as_view()),
    path(memorial, memorials.OneMemorial.as_view()),
    path(f"{memorial}media/", media.AllMedia.as_view()),
    path(f"{memorial}media/<slug:media>/", media.OneMedia.as_view()),
    path(f"{memorial}media/<slug:media>/animations/", animations.Animations.as_view()),
    path(f"{memorial}animations/<slug:animation>/", animations.OneAnimation.as_view()),
    path(f"{memorial}uploads/", uploads.Uploads.as_view()),
    path("uploads/<slug:upload>/", uploads.OneUpload.as_view()),
    path("files/<slug:kind>/<slug:code>/<slug:name>", files.Files.as_view()),
    path("auth/", include("allauth.headless.urls")),
]
urlpatterns: list[Any] = [
    path("v1/", include(v1)),
    path("schema/", SpectacularAPIView.as_view(renderer_classes=[OpenApiJsonRenderer])),
    re_path("", Nothing.as_view()),
]
