"""allauth's addresses for apps: those that mean something here, and JSON whatever happens."""

import json
from collections.abc import Callable, Iterator
from functools import wraps
from http import HTTPStatus
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.headless.account.views import ResetPasswordView
from allauth.headless.constants import Client
from allauth.headless.urls import build_urlpatterns
from django import forms
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, path
from rest_framework.fields import BooleanField, CharField

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


#: The type that a field of a form has in JSON, and what is said of another. allauth's own forms guess.
TYPES: tuple[tuple[type[forms.Field], type, Any], ...] = (
    (forms.BooleanField, bool, BooleanField.default_error_messages["invalid"]),
    (forms.CharField, str, CharField.default_error_messages["invalid"]),
)
#: What a view may stumble over, and what is answered then.
STUMBLED: dict[type[Exception], HTTPStatus] = {
    RequestDataTooBig: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    OverflowError: HTTPStatus.BAD_REQUEST,  # a number that SQLite cannot hold is the number of nothing
    PermissionDenied: HTTPStatus.FORBIDDEN,  # nobody can say from which address it came
}


def only_json(view: View) -> View:
    """allauth leaves some answers empty, and reads JSON under any name. The shape is that of its errors."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = _refused(view, request) or view(request, *args, **kwargs)
        except tuple(STUMBLED) as error:
            return _bare(STUMBLED[type(error)])
        except ImmediateHttpResponse as immediate:
            response = immediate.response
        if response.get("Content-Type", "").startswith(JSON):
            return response
        return _bare(response.status_code, Allow=response.get("Allow"))

    return answered


def _refused(view: View, request: HttpRequest) -> HttpResponseBase | None:
    """What is no JSON, or has a value of the wrong type in it, is not even asked about."""
    if request.body and request.content_type != JSON:
        return _bare(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    given = _given(request)
    faults = [*_mistyped(view, request, given), *_of_nobody(view, request, given)]
    if faults:
        return JsonResponse({"status": 400, "errors": faults}, status=HTTPStatus.BAD_REQUEST)
    return None


def _given(request: HttpRequest) -> dict[str, Any]:
    """What is no JSON object at all is left to allauth."""
    try:
        given = json.loads(request.body) if request.body else {}
    except ValueError:
        return {}
    return given if isinstance(given, dict) else {}


def _mistyped(view: View, request: HttpRequest, given: dict[str, Any]) -> Iterator[dict[str, str]]:
    for name, field in _fields(view, request.method or "").items():
        value = given.get(name)
        for form, kind, said in TYPES:
            if isinstance(field, form) and value is not None and not isinstance(value, kind):
                yield _fault(str(said), "invalid", name)


def _of_nobody(view: Any, request: HttpRequest, given: dict[str, Any]) -> Iterator[dict[str, str]]:
    """The key for a new password begins with whose it is. allauth stumbles where nothing stands there."""
    if view.view_class is not ResetPasswordView:
        return
    key = request.headers.get("X-Password-Reset-Key", "") if request.method == "GET" else given.get("key")
    if isinstance(key, str) and not key.partition("-")[0].strip():
        refused = get_adapter().validation_error("invalid_password_reset")
        yield _fault(str(refused.message), str(refused.code), "key")


def _fault(message: str, code: str, param: str) -> dict[str, str]:
    """As allauth tells them."""
    return {"message": message, "code": code, "param": param}


def _fields(view: Any, method: str) -> dict[str, forms.Field]:
    taken = getattr(view.view_class, "input_class", None)
    form = taken.get(method) if isinstance(taken, dict) else taken
    fields: dict[str, forms.Field] = form.base_fields if form else {}
    return {name: each for name, each in fields.items() if not isinstance(each, forms.JSONField)}


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
