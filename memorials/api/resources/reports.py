"""Whoever sees that something is not right can say so."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response

from memorials.api.access import MemorialView
from memorials.api.idempotency import idempotent
from memorials.api.open_doors import demand_room_of_address
from memorials.api.serializers.reports import ReportSerializer
from memorials.models import Report
from memorials.services.reports import find_reported, report


class Reports(MemorialView, generics.GenericAPIView[Report]):
    """What somebody says is not right: read by those who decide, in their queue, and by nobody else."""

    serializer_class = ReportSerializer

    @extend_schema(responses={201: ReportSerializer})
    @idempotent
    def post(self, request: Request, code: str) -> Response:
        """Say that something is not right, with or without an account.

        It has no address of its own: the answer repeats what was said. Whoever has an account is known by it,
        and needs no e-mail address.
        """
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        said = dict(given.validated_data)
        item = find_reported(viewer=self.viewer, memorial=self.memorial, about=said.pop("about"))
        if item is None:
            raise Http404
        demand_room_of_address(request, f"report-{code}")
        email = "" if self.viewer.user else said.pop("email")
        report(about=item, reporter=self.viewer.user, **{**said, "email": email})
        return Response(given.data, status=201)
