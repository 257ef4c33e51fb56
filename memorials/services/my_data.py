"""Everything that somebody wrote, added and said here, as one archive; never anybody else's words."""

import io
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from memorials.errors import Refusal
from memorials.models import (
    ITEMS,
    AccessRequest,
    Consent,
    Decision,
    Invitation,
    LinkToken,
    Media,
    Membership,
    Memorial,
    Memory,
    Objection,
    Report,
    Tribute,
    User,
)
from memorials.services.api_tokens import tokens_of
from memorials.viewer import Viewer

#: Seconds between two archives of one person: each reads every original that they added.
EVERY = 5 * 60
CHUNK = 256 * 2**10

#: Where the originals of each kind lie, and what is told of each.
_FOLDERS: dict[str, str] = {
    Media.Kind.PHOTO: "photographs",
    Media.Kind.VIDEO: "films",
    Media.Kind.AUDIO: "recordings",
    Media.Kind.DOCUMENT: "papers",
}
_COLUMNS = (
    "code", "original_name", "content_type", "sha256", "size", "seconds", "camera", "shot", "caption",
    "credit", "people", "place", "taken", "transcript", "status", "created",
)  # fmt: skip

Section = Callable[[User], Any]
_sections: dict[str, Section] = {}


class TooSoon(Refusal):
    code = "too_soon"
    status = 429
    retry_after = EVERY
    sentence = _("An archive was made a moment ago. A new one can be made after five minutes.")


def add_section(name: str, section: Section) -> None:
    """For the other apps: what they keep of a person, as plain values."""
    _sections[name] = section


def begin_archive(user: User) -> Iterator[bytes]:
    """The archive, in pieces, made while it is sent. Raises TooSoon before the first piece."""
    if not cache.add(f"my-data:{user.pk}", timezone.now().timestamp(), EVERY):
        raise TooSoon
    return _pieces(user)


def archive_name() -> str:
    return f"rodnik-{timezone.localdate()}.zip"


def _pieces(user: User) -> Iterator[bytes]:
    outlet = _Outlet()
    with ZipFile(outlet, "w") as archive:
        words = json.dumps(what_is_known(user), ensure_ascii=False, indent=2, default=_plain)
        archive.writestr("account.json", words, ZIP_DEFLATED)
        yield outlet.drain()
        for media in filter(_is_stored, _media(user)):
            yield from _original(archive, outlet, media)
    yield outlet.drain()


def _original(archive: ZipFile, outlet: "_Outlet", media: Media) -> Iterator[bytes]:
    entry = ZipInfo(_name_of(media), media.created.timetuple()[:6])
    entry.compress_type = ZIP_STORED  # photographs and films are packed already
    original = media.original.storage.open(str(media.original.name))
    with original as file, archive.open(entry, "w", force_zip64=True) as member:
        for chunk in file.chunks(CHUNK):
            member.write(chunk)
            yield outlet.drain()


class _Outlet(io.RawIOBase):
    """What the archive writes, until it is taken away: nothing is kept, on disk or in memory."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self.waiting += piece
        return len(piece)

    def drain(self) -> bytes:
        taken = bytes(self.waiting)
        self.waiting.clear()
        return taken


class _Places:
    """How a memorial is named: one that is closed to the person by now is named by its code alone."""

    def __init__(self, user: User) -> None:
        self.viewer = Viewer(user)
        self.known: dict[int, dict[str, str]] = {}

    def name(self, memorial: Memorial) -> dict[str, str]:
        if memorial.pk not in self.known:
            seen = Memorial.objects.visible_to(self.viewer).filter(pk=memorial.pk).exists()
            self.known[memorial.pk] = {"memorial": memorial.code} | (
                {"memorial_name": memorial.name} if seen else {}
            )
        return self.known[memorial.pk]


def what_is_known(user: User) -> dict[str, Any]:
    places = _Places(user)
    return {
        "account": _account(user),
        "open_sessions": _open_sessions(user),
        "read_only_tokens": tokens_of(user),
        "memberships": _memberships(user, places),
        "memories": _memories(user, places),
        **_brought(user, places),
        "tributes": _tributes(user, places),
        "consents": _consents(user, places),
        "objections": _objections(user, places),
        "reports": _reports(user, places),
        "decisions": _decisions(user, places),
        "requests_for_access": _requests(user, places),
        "invitations": _invitations(user, places),
        "secret_links": _links(user, places),
        **{name: section(user) for name, section in _sections.items()},
    }


def _account(user: User) -> dict[str, Any]:
    addresses = EmailAddress.objects.filter(user=user).order_by("pk")
    steps = Authenticator.objects.filter(user=user).order_by("pk")
    return {
        "name": user.name,
        "email": user.email,
        "addresses": list(addresses.values("email", "verified", "primary")),
        "registered": user.date_joined,
        "last_sign_in": user.last_login,
        "moderator": user.is_staff,
        "administrator": user.is_superuser,
        "letters": user.letters,
        "language_of_letters": user.language,
        "language_of_the_site": user.site_language,
        "theme": user.theme,
        "second_steps": list(steps.values("type", "created_at", "last_used_at")),
    }


def _open_sessions(user: User) -> list[dict[str, Any]]:
    sessions = UserSession.objects.filter(user=user).order_by("pk")
    return list(sessions.values("created_at", "last_seen_at", "ip", "user_agent"))


def _memberships(user: User, places: _Places) -> list[dict[str, Any]]:
    memberships = Membership.objects.filter(user=user).select_related("memorial").order_by("pk")
    return [{**places.name(each.memorial), **_row(each, "role", "since")} for each in memberships]


def _memories(user: User, places: _Places) -> list[dict[str, Any]]:
    names = ("code", "teller", "relation", "title", "text", "happened", "source_name", "source_url")
    memories = Memory.objects.filter(author=user).select_related("memorial").order_by("pk")
    return [{**places.name(each.memorial), **_row(each, *names, "status", "created")} for each in memories]


def _media(user: User) -> QuerySet[Media]:
    return Media.objects.filter(added_by=user).select_related("memorial", "album").order_by("pk")


def _is_stored(media: Media) -> bool:
    return bool(media.original.storage.exists(str(media.original.name)))


def _brought(user: User, places: _Places) -> dict[str, list[dict[str, Any]]]:
    """By the folder in which the originals lie."""
    told: dict[str, list[dict[str, Any]]] = {folder: [] for folder in _FOLDERS.values()}
    for media in _media(user):
        told[_FOLDERS[media.kind]].append(_of_media(media, places))
    return told


def _of_media(media: Media, places: _Places) -> dict[str, Any]:
    """An album is somebody else's as often as one's own: its name is told where the memorial's is."""
    place = places.name(media.memorial)
    album = media.album.title if media.album and "memorial_name" in place else ""
    file = _name_of(media) if _is_stored(media) else None
    return {**place, "file": file, **_row(media, *_COLUMNS), "album": album}


def _name_of(media: Media) -> str:
    return f"{_FOLDERS[media.kind]}/{media.code}-{media.original_name}"


def _tributes(user: User, places: _Places) -> list[dict[str, Any]]:
    names = ("code", "kind", "name", "text", "lit_until", "status", "created")
    tributes = Tribute.objects.filter(author=user).select_related("memorial").order_by("pk")
    return [{**places.name(each.memorial), **_row(each, *names)} for each in tributes]


def _consents(user: User, places: _Places) -> list[dict[str, Any]]:
    """Given or withdrawn by this person; the other half of a consent may be somebody else's."""
    consents = Consent.objects.filter(Q(given_by=user) | Q(withdrawn_by=user)).select_related("memorial")
    told = []
    for consent in consents.order_by("pk"):
        row: dict[str, Any] = {**places.name(consent.memorial), "kind": consent.kind}
        if consent.given_by_id == user.pk:
            row |= _row(consent, "given_name", "given_at")
        if consent.withdrawn_by_id == user.pk:
            row |= _row(consent, "withdrawn_name", "withdrawn_at")
        told.append(row)
    return told


def _objections(user: User, places: _Places) -> list[dict[str, Any]]:
    """Made or answered by this person; the other half of an objection may be somebody else's."""
    objections = Objection.objects.filter(Q(made_by=user) | Q(answered_by=user)).select_related("memorial")
    told = []
    for objection in objections.order_by("pk"):
        row = {**places.name(objection.memorial), **_row(objection, "kind", "answer")}
        if objection.made_by_id == user.pk:
            row |= _row(objection, "name", "relation", "words", "email", "made_at")
        if objection.answered_by_id == user.pk:
            row |= _row(objection, "answered_by_name", "answer_note", "answered_at")
        told.append(row)
    return told


def _reports(user: User, places: _Places) -> list[dict[str, Any]]:
    names = ("reason", "words", "email", "created", "closed_at")
    reports = Report.objects.filter(reporter=user).select_related("memorial", *ITEMS).order_by("pk")
    return [{**places.name(each.memorial), **_about(each), **_row(each, *names)} for each in reports]


def _decisions(user: User, places: _Places) -> list[dict[str, Any]]:
    names = ("was", "became", "reason", "note", "made_by_name", "made_at")
    decisions = Decision.objects.filter(made_by=user).select_related("memorial", *ITEMS).order_by("pk")
    return [{**places.name(each.memorial), **_about(each), **_row(each, *names)} for each in decisions]


def _about(row: Report | Decision) -> dict[str, str]:
    """The item is named by its code alone: its words are somebody else's."""
    return {kind: item.code for kind in ITEMS if (item := getattr(row, kind))}


def _requests(user: User, places: _Places) -> list[dict[str, Any]]:
    names = ("words", "created", "answer", "answered_at")
    requests = AccessRequest.objects.filter(user=user).select_related("memorial").order_by("pk")
    return [{**places.name(each.memorial), **_row(each, *names)} for each in requests]


def _invitations(user: User, places: _Places) -> list[dict[str, Any]]:
    """Neither the tokens, which open a door, nor the addresses, which are other people's."""
    names = ("code", "role", "note", "created", "expires", "most_uses", "uses", "revoked_at")
    invitations = Invitation.objects.filter(created_by=user).select_related("memorial").order_by("pk")
    return [{**places.name(each.memorial), **_row(each, *names)} for each in invitations]


def _links(user: User, places: _Places) -> list[dict[str, Any]]:
    names = ("code", "note", "created", "expires", "revoked_at")
    links = LinkToken.objects.filter(created_by=user).select_related("memorial").order_by("pk")
    return [{**places.name(each.memorial), **_row(each, *names)} for each in links]


def _row(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not a plain value")
