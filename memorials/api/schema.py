"""How the API describes itself: what every operation has in common is told here, once."""

import inspect
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import Direction, OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from memorials.api.access import LINK_HEADER, MemberView, MemorialView
from memorials.api.errors import PROBLEM
from memorials.api.idempotency import HEADER as IDEMPOTENCY_KEY
from memorials.api.idempotency import LONGEST, SHORTEST
from memorials.api.pages import ListView
from memorials.permissions import WORDS_OF, Word


class FaultSerializer(serializers.Serializer[Any]):
    """What is wrong with one field. The pointer is a JSON pointer; "" is the whole of what was sent."""

    pointer = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField()


class ProblemSerializer(serializers.Serializer[Any]):
    """Problem details (RFC 9457). `code` stays as it is; `detail` is a sentence in the asker's language."""

    type = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    errors = FaultSerializer(many=True, required=False)  # type: ignore[assignment]


#: Status to why it is answered, for every operation.
ALWAYS = {
    401: "The token is not valid, or one is needed.",
    403: "Known, but not allowed.",
    404: "Not there, or not for the asker: that looks the same.",
    406: "Only JSON is answered.",
    429: "Too often; Retry-After says when to come again.",
}
WITH_A_BODY = {
    400: "The body or a field of it cannot be taken.",
    413: "Too large.",
    415: "Not the content type that is taken here.",
    422: "Understood, but refused; nothing is changed.",
}


def _header(name: str, about: str, **more: Any) -> OpenApiParameter:
    return OpenApiParameter(name, more or OpenApiTypes.STR, OpenApiParameter.HEADER, description=about)


LINK = _header(LINK_HEADER, "The secret of a link, where the memorial is open by link.")
KEY = _header(
    IDEMPOTENCY_KEY,
    "Sent again within a day, the same request with the same key makes nothing new.",
    type="string", minLength=SHORTEST, maxLength=LONGEST, pattern="^[!-~]+$",
)  # fmt: skip
KNOWN = _header("If-None-Match", "The ETag of what one has: 304 where it is still so.")
READ = _header("If-Match", "The ETag of what one has read: 412 where it is no longer so.")


#: Apps whose operations stand together.
WHOLE_APPS = {"animation": "animations", "chat": "archive"}


class Schema(AutoSchema):
    """Adds the headers, parameters and problems that a view's base class and decorators bring along."""

    def get_override_parameters(self) -> list[Any]:
        given = list(super().get_override_parameters())
        if isinstance(self.view, ListView) and self.method == "GET":
            given.append(self.view.query_class)
        if isinstance(self.view, MemorialView):
            given.append(LINK)
        return given + self._conditions()

    def _conditions(self) -> list[OpenApiParameter]:
        marks = {"is_idempotent": KEY, "is_guarded": READ}
        found = [header for mark, header in marks.items() if self._is_marked(mark)]
        return [*found, KNOWN] if self.method == "GET" else found

    def _is_marked(self, mark: str) -> bool:
        return hasattr(getattr(self.view, self.method.lower(), None), mark)

    def get_tags(self) -> list[str]:
        """Grouped as the code is: by the module of the view, or by the app where it has but one."""
        package, *_between, module = type(self.view).__module__.split(".")
        return [WHOLE_APPS.get(package, module)]

    def get_auth(self) -> list[dict[str, Any]]:
        """Without the choice of no sign-in where nobody gets in without one."""
        return [way for way in super().get_auth() if way or not self._is_for_members()]

    def _is_for_members(self) -> bool:
        if isinstance(self.view, MemorialView):
            return self.view.words.get(self.method, Word.VIEW) not in WORDS_OF[None]
        return isinstance(self.view, MemberView)

    def _map_basic_serializer(self, serializer: Any, direction: Direction) -> dict[str, Any]:
        """Where nobody leaves an address there is none: an empty text is no e-mail."""
        mapped: dict[str, Any] = super()._map_basic_serializer(serializer, direction)  # type: ignore[no-untyped-call]
        for field in mapped.get("properties", {}).values():
            if direction == "response" and field.get("format") == "email":
                del field["format"]
            for way in field.get("oneOf", ()):
                if way.get("format") == "email":
                    way.pop("default", None)
        return mapped

    def get_description(self) -> str:  # type: ignore[override]
        """The docstring of the method, or of the view itself; never that of a base class."""
        own = getattr(self.view, self.method.lower()).__doc__ or type(self.view).__dict__.get("__doc__")
        return inspect.cleandoc(own or "")

    def _get_response_bodies(self, direction: Direction = "response") -> dict[str, Any]:
        bodies = dict(super()._get_response_bodies(direction))
        own = {int(status): body["description"] for status, body in bodies.items() if status >= "400"}
        for status, about in {**own, **self._problems()}.items():
            problem = OpenApiResponse(ProblemSerializer, description=about)
            bodies[str(status)] = self._get_response_for_code(problem, str(status), [PROBLEM])  # type: ignore[no-untyped-call]
        if self.method == "GET":
            bodies.setdefault("304", {"description": "It is still what the asker has."})
        return dict(sorted(bodies.items()))

    def _problems(self) -> dict[int, str]:
        told = dict(ALWAYS)
        if self.method in ("POST", "PUT", "PATCH"):
            told |= WITH_A_BODY
        if self.method == "DELETE":
            told[422] = WITH_A_BODY[422]
        if isinstance(self.view, ListView) and self.method == "GET":
            told[400] = "A filter, an order or a cursor that this list does not have."
        if self._is_marked("is_idempotent"):
            told[400] = WITH_A_BODY[400]
            told[409] = "The same Idempotency-Key with another request, or still at work."
        if self._is_marked("is_guarded"):
            told[412] = "Changed after it was read."
        return told
