"""Who belongs to a memorial, and with which role: for its keepers, and each member's own."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from memorials.api.access import MemorialView
from memorials.api.conditional import if_unchanged
from memorials.api.pages import ListView, Query
from memorials.api.serializers.members import MemberSerializer
from memorials.models import Membership, Role
from memorials.permissions import Word
from memorials.services.members import change_role, hand_over_memorial, remove_member


class MembersQuery(Query):
    role = serializers.ChoiceField(choices=Role.choices, required=False)
    order = serializers.ChoiceField(choices=["oldest", "newest"], default="oldest")


class Members(MemorialView, ListView):
    """Everybody with a role in the memorial, for its keepers."""

    serializer_class = MemberSerializer
    query_class = MembersQuery
    orders = {"oldest": ("since", "pk"), "newest": ("-since", "-pk")}
    words = {"GET": Word.MANAGE}

    @extend_schema(responses=MemberSerializer(many=True))
    def get(self, request: Request, code: str) -> Response:
        asked = self.ask(request)
        members = self.memorial.memberships.select_related("user")
        if "role" in asked:
            members = members.filter(role=asked["role"])
        return self.listed(request, members)


class _Member(MemorialView, generics.GenericAPIView[Membership]):
    serializer_class = MemberSerializer
    membership: Membership

    def find(self, named: dict[str, str]) -> None:
        members = self.memorial.memberships.select_related("user", "memorial")
        self.membership = get_object_or_404(members, code=named["member"])

    def answer(self) -> Response:
        return Response(self.get_serializer(self.membership).data)


class OneMember(_Member):
    words = {"GET": Word.MANAGE, "PATCH": Word.MANAGE, "DELETE": Word.MANAGE}

    def get(self, request: Request, code: str, member: str) -> Response:
        """One member, for the keepers."""
        return self.answer()

    @if_unchanged
    def patch(self, request: Request, code: str, member: str) -> Response:
        """Another role, from the member's next request on. The last keeper stays one: 422."""
        given = self.get_serializer(self.membership, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        if "role" in given.validated_data:
            change_role(membership=self.membership, role=Role(given.validated_data["role"]))
            self.membership.refresh_from_db(fields=["role"])
        return self.answer()

    @extend_schema(responses={204: None})
    @if_unchanged
    def delete(self, request: Request, code: str, member: str) -> Response:
        """From now on the person sees what any visitor sees. The last keeper stays: 422."""
        remove_member(membership=self.membership)
        return Response(status=204)


class HandOver(_Member):
    """This member becomes the keeper in the asker's place, who stays as an editor."""

    words = {"POST": Word.MANAGE}

    @extend_schema(request=None, responses=MemberSerializer)
    def post(self, request: Request, code: str, member: str) -> Response:
        hand_over_memorial(memorial=self.memorial, by=self.viewer.member, to=self.membership.user)
        self.membership.refresh_from_db(fields=["role"])
        return self.answer()


class OwnMembership(MemorialView, generics.GenericAPIView[Membership]):
    """What the asker is in the memorial; 403 for whoever only sees it."""

    serializer_class = MemberSerializer
    membership: Membership

    def demand(self, word: Word) -> None:
        super().demand(word)
        if not self.viewer.user:
            raise NotAuthenticated
        own = self.memorial.memberships.filter(user=self.viewer.user).select_related("user", "memorial")
        found = own.first()
        if found is None:
            raise PermissionDenied
        self.membership = found

    def get(self, request: Request, code: str) -> Response:
        """One's own role and since when."""
        return Response(self.get_serializer(self.membership).data)

    @extend_schema(responses={204: None})
    @if_unchanged
    def delete(self, request: Request, code: str) -> Response:
        """Leave the memorial. The last keeper first makes somebody else one: 422."""
        remove_member(membership=self.membership)
        return Response(status=204)
