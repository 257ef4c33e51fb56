"""Lists: pages by cursor, and what may be asked of a list: named filters and named orders, nothing else."""

from typing import Any, cast

from django.core.exceptions import ValidationError as ImproperValue
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import generics, serializers
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

from memorials.api.access import ApiView

MOST, USUAL = 100, 50
EXAMPLES = {"next": "https://memory.example/api/v1/…/?cursor=cD0yMDI2LTAzLTA4", "previous": None}


class Query(serializers.Serializer[Any]):
    """What may be asked of every list. A misspelt name is a fault, and not a list of everything."""

    limit = serializers.IntegerField(
        min_value=1, max_value=MOST, default=USUAL, help_text="How many on a page."
    )
    cursor = serializers.CharField(
        required=False, max_length=500, help_text="Where to go on: taken from `next` or `previous`."
    )

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        asked = cast("dict[str, Any]", self.initial_data)
        unknown = {name: [_("There is no such filter.")] for name in asked if name not in self.fields}
        if unknown:
            raise serializers.ValidationError(unknown)
        return given


class Pages(CursorPagination):
    """Newest first unless the view's `orders` say otherwise. What comes in meanwhile shifts nothing."""

    def get_page_size(self, request: Request) -> int:
        return int(self.view.asked["limit"])

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> Any:
        return view.ordering

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any] | None:
        self.view = view
        try:
            return super().paginate_queryset(queryset, request, view=view)
        except (NotFound, ImproperValue, ValueError):  # a cursor that this order never gave
            raise ValidationError({"cursor": [self.invalid_cursor_message]}) from None

    def get_paginated_response_schema(self, schema: Any) -> dict[str, Any]:
        """With examples of a first page."""
        told: dict[str, Any] = super().get_paginated_response_schema(schema)
        for name, address in EXAMPLES.items():
            told["properties"][name]["example"] = address
        return told

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return []  # Query tells them


class ListView(ApiView, generics.GenericAPIView[Any]):
    """`query_class` says what may be asked; `orders` names each order with its columns, the usual one first.

    Columns of an order hold no NULL: a cursor cannot stand on nothing.
    """

    pagination_class = Pages
    query_class: type[Query] = Query
    orders: dict[str, tuple[str, ...]] = {"newest": ("-created", "-pk")}
    asked: dict[str, Any]

    @property
    def ordering(self) -> tuple[str, ...]:
        return self.orders[self.asked.get("order", next(iter(self.orders)))]

    def listed(self, request: Request, rows: QuerySet[Any]) -> Response:
        """A page of these rows. `self.asked` holds what was asked; `rows` are filtered by it already."""
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def ask(self, request: Request) -> dict[str, Any]:
        """What is asked of the list, checked."""
        query = self.query_class(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        self.asked = dict(query.validated_data)
        return self.asked
