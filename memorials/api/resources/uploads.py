from collections.abc import Iterable
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import NotAuthenticated, PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from memorials.api import tus
from memorials.api.access import ApiView, MemorialView, demand_room, viewer
from memorials.api.authentication import (
    CookieAuthentication,
    ReadOnlyTokenAuthentication,
    SessionTokenAuthentication,
)
from memorials.errors import Refusal
from memorials.forms.adding import WordsForm
from memorials.models import Upload
from memorials.permissions import Word, may
from memorials.services.uploads import (
    Checksum,
    OffsetMoved,
    begin_upload,
    discard_uploads,
    finish_upload,
    receive_part,
)

#: Files that one person may begin to send: an evening with an album of three hundred photographs, and more.
BEGUN = "600/h"
#: Seconds after which to ask again for what is being joined.
RETRY_AFTER = "2"


def _header(name: str, about: str, schema: Any = OpenApiTypes.STR, *, required: bool) -> OpenApiParameter:
    return OpenApiParameter(name, schema, OpenApiParameter.HEADER, required=required, description=about)


BYTES = {"type": "integer", "minimum": 0, "maximum": 10**18}
SPOKEN = _header("Tus-Resumable", "The protocol.", {"type": "string", "enum": [tus.VERSION]}, required=True)
LENGTH = _header("Upload-Length", "The size of the whole file in bytes.", BYTES, required=True)
METADATA = _header(
    "Upload-Metadata", "filename, caption, taken, people, place, credit; each in base64.", required=False
)
OFFSET = _header("Upload-Offset", "So many bytes are there already.", BYTES, required=True)
CHECKSUM = _header(
    "Upload-Checksum",
    "sha1 or sha256 of the part, in base64.",
    {"type": "string", "pattern": "^(sha1 [A-Za-z0-9+/]{27}=|sha256 [A-Za-z0-9+/]{43}=)$"},
    required=False,
)
#: What the protocol has beside the problems of every operation.
VERSION_UNKNOWN = {412: OpenApiResponse(description="Tus-Resumable is missing, or another version.")}
PART_REFUSED = {
    **VERSION_UNKNOWN,
    411: OpenApiResponse(description="Content-Length is missing."),
    413: OpenApiResponse(description="Too large, or the memorial is full."),
    423: OpenApiResponse(description="The whole file is here, and is being looked at."),
    460: OpenApiResponse(description="The part came damaged: its checksum is another."),
}
PART = {tus.PART_TYPE: OpenApiTypes.BINARY}


def _receive(upload: Upload, pieces: Iterable[bytes], checksum: Checksum | None) -> None:
    receive_part(upload=upload, pieces=pieces, checksum=checksum)
    _settle(upload)


def _settle(upload: Upload) -> None:
    """What is whole becomes what it is to be, or is refused."""
    if upload.is_whole:
        try:
            upload.media = finish_upload(upload=upload)
        except Upload.DoesNotExist:  # taken back meanwhile
            raise Http404 from None


class TusView(ApiView):
    """Speaks tus 1.0, with the site's own pages by their cookie and with apps by their token."""

    authentication_classes = [SessionTokenAuthentication, ReadOnlyTokenAuthentication, CookieAuthentication]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Who may not know of it is told so first; only then how it is spoken to."""
        super().initial(request, *args, **kwargs)
        if request.method != "OPTIONS" and not tus.speaks(request):
            raise tus.Misspoken("tus_version")

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        return Response(status=204, headers=tus.capabilities())

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Any:
        final = super().finalize_response(request, response, *args, **kwargs)
        final["Tus-Resumable"] = tus.VERSION
        final["Cache-Control"] = "no-store"
        if final.status_code == 412:
            final["Tus-Version"] = tus.VERSION
        if final.status_code == 423:
            final["Retry-After"] = RETRY_AFTER
        return final


class Uploads(TusView, MemorialView):
    """POST makes room for a file, which may come along as far as it is there.

    413 where it is too large, or the memorial is full.
    """

    words = {"POST": Word.CONTRIBUTE}

    @extend_schema(
        request=PART, parameters=[SPOKEN, LENGTH, METADATA, CHECKSUM], responses={201: None, **PART_REFUSED}
    )
    def post(self, request: Request, code: str) -> Response:
        length, checksum = tus.length_of(request), tus.checksum_of(request)
        comes_along = request._request.content_type == tus.PART_TYPE
        pieces = tus.part_of(request._request, length) if comes_along else ()
        upload = self._begun(request, length)
        try:
            _receive(upload, pieces, checksum if comes_along else None)
        except Refusal:  # nobody would find it: its address was never told
            discard_uploads(Upload.objects.filter(pk=upload.pk))
            raise
        where = {"Location": f"/api/v1/uploads/{upload.code}/"}
        return Response(status=201, headers={**where, **tus.headers_of(upload)})

    def _begun(self, request: Request, length: int) -> Upload:
        told = tus.metadata_of(request)
        tus.check_first(length)
        form = WordsForm({word: told.get(word, "") for word in tus.WORDS})
        if not form.is_valid():
            raise ValidationError({name: list(map(str, errors)) for name, errors in form.errors.items()})
        demand_room(request, "upload", BEGUN)
        return begin_upload(
            memorial=self.memorial,
            owner=self.viewer.member,
            name=told.get("filename", ""),
            length=length,
            words=form.cleaned_data,
            told_as=request.headers.get("Upload-Metadata", ""),
        )


class OneUpload(TusView):
    """A file on its way, for whoever sends it. HEAD says how far it has come; once all of it is there,
    Rodnik-Media is the code of what has become of it, or the answer is the refusal.

    A PATCH without a body, at the end of the file, asks for the same.
    """

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        self.upload = self._found(request, kwargs["upload"])
        super().initial(request, *args, **kwargs)

    def _found(self, request: Request, code: str) -> Upload:
        self.perform_authentication(request)
        asker = viewer(request)
        if not asker.user:
            raise NotAuthenticated
        uploads = Upload.objects.visible_to(asker).select_related("memorial", "owner", "media")
        upload = get_object_or_404(uploads, code=code)
        if not may(asker, Word.CONTRIBUTE, upload.memorial):
            raise PermissionDenied
        return upload

    def head(self, request: Request, upload: str) -> Response:
        _settle(self.upload)
        headers = {"Upload-Length": str(self.upload.length), **tus.headers_of(self.upload)}
        if self.upload.told_as:
            headers["Upload-Metadata"] = self.upload.told_as
        return Response(headers=headers)

    @extend_schema(
        request=PART,
        parameters=[SPOKEN, OFFSET, CHECKSUM],
        responses={204: None, 409: OpenApiResponse(description="Upload-Offset is not where it stands.")}
        | PART_REFUSED,
    )
    def patch(self, request: Request, upload: str) -> Response:
        if tus.offset_of(request) != self.upload.offset:
            raise OffsetMoved
        pieces = tus.part_of(request._request, self.upload.length - self.upload.offset)
        _receive(self.upload, pieces, tus.checksum_of(request))
        return Response(status=204, headers=tus.headers_of(self.upload))

    @extend_schema(parameters=[SPOKEN], responses={204: None, **VERSION_UNKNOWN})
    def delete(self, request: Request, upload: str) -> Response:
        """What has become of it already stays."""
        discard_uploads(Upload.objects.filter(pk=self.upload.pk))
        return Response(status=204)

    @extend_schema(exclude=True)
    def post(self, request: Request, upload: str) -> Response:
        """For networks that let no PATCH, DELETE or HEAD through: X-HTTP-Method-Override names it."""
        meant = {"PATCH": self.patch, "DELETE": self.delete, "HEAD": self.head}
        method = meant.get(request.headers.get("X-HTTP-Method-Override", ""))
        return method(request, upload) if method else self.http_method_not_allowed(request)
