"""allauth's addresses for apps: those that mean something here, and JSON whatever happens."""

from collections.abc import Callable, Iterator
from functools import wraps
from http import HTTPStatus
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.headless.constants import Client
from allauth.headless.urls import build_urlpatterns
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, path

View = Callable[..., HttpResponseBase]
JSON = "application/json"
#: Ways that are closed here: by telephone (allauth answers 500 where nothing keeps a number), and by codes in
#: letters, which hold a key.
CLOSED = {
    "manage_phone",
    "verify_phone",
    "resend_phone_verification_code",
    "confirm_login_code",
    "resend_email_verification_code",
}


def only_json(view: View) -> View:
    """allauth leaves some answers empty, and reads JSON under any name. The shape is that of its errors."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            if request.body and request.content_type != JSON:
                return _bare(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
            response = view(request, *args, **kwargs)
        except RequestDataTooBig:
            return _bare(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        except OverflowError:  # a number that SQLite cannot hold is the number of nothing
            return _bare(HTTPStatus.BAD_REQUEST)
        except ImmediateHttpResponse as immediate:
            response = immediate.response
        if response.get("Content-Type", "").startswith(JSON):
            return response
        return _bare(response.status_code, Allow=response.get("Allow"))

    return answered


def _bare(status: int, **headers: str | None) -> JsonResponse:
    told = {name: value for name, value in headers.items() if value}
    return JsonResponse({"status": status}, status=status, headers=told)


def _served(patterns: list[Any], before: str = "") -> Iterator[URLPattern]:
    for each in patterns:
        address = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _served(each.url_patterns, address)
        elif each.name not in CLOSED:
            yield path(address, only_json(each.callback), name=each.name)


app_name = "headless"
urlpatterns = list(_served(build_urlpatterns(Client.APP), "app/"))
