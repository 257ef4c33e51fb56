"""The people of the tests, and memorials as the site itself would make them."""

import atexit
import hashlib
import shutil
import tempfile
import time
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt
from django.test import Client

from memorials.decoding import Examined, examine
from memorials.models import Media, Membership, Memorial, Memory, Role, Status, User, Visibility
from memorials.services.media import add_media, found_out, keep_files
from memorials.services.memorials import create_memorial, create_open_memorial
from memorials.services.memories import add_memory, status_of_new
from memorials.viewer import Viewer
from tests.photos import jpeg, upload

PASSWORD = "корабль-у-причала-42"
NOBODY = Viewer()


@dataclass
class Cast:
    """`visitor` is nobody: a person without an account."""

    keeper: User
    editor: User
    contributor: User
    reader: User
    stranger: User
    moderator: User
    admin: User
    visitor: None = field(default=None)

    def items(self) -> dict[str, User | None]:
        return dict(self.__dict__)


def make_person(name: str, password: str | None = None, **rights: Any) -> User:
    return User.objects.create_user(f"{name}@family.example", password, name=name.capitalize(), **rights)


def make_cast() -> Cast:
    people: dict[str, Any] = {
        name: make_person(name) for name in ("keeper", "editor", "contributor", "reader", "stranger")
    }
    moderator = make_person("moderator", is_staff=True)
    admin = make_person("admin", is_staff=True, is_superuser=True)
    return Cast(**people, moderator=moderator, admin=admin)


def make_memorial(cast: Cast, **fields: Any) -> Memorial:
    """Private unless said otherwise; the cast has its roles in it."""
    memorial = create_memorial(keeper=cast.keeper, **{"name": "Анна Ильина", **fields})
    _let_in(cast, memorial)
    return memorial


def make_agreed_memorial(cast: Cast, **fields: Any) -> Memorial:
    """As `make_memorial`, with the family's consent to animation and chat."""
    memorial = create_open_memorial(keeper=cast.keeper, **{"name": "Анна Ильина", **fields})
    _let_in(cast, memorial)
    return memorial


def make_public(cast: Cast, **fields: Any) -> Memorial:
    return make_memorial(cast, visibility=Visibility.PUBLIC, **fields)


def _let_in(cast: Cast, memorial: Memorial) -> None:
    for role in (Role.EDITOR, Role.CONTRIBUTOR, Role.READER):
        Membership.objects.create(memorial=memorial, user=getattr(cast, role.value), role=role)


def make_memory(memorial: Memorial, author: User, **fields: Any) -> Memory:
    return add_memory(memorial=memorial, author=author, **{"text": "Она пела по утрам.", **fields})


def make_photo(memorial: Memorial, by: User, content: bytes | None = None, **fields: Any) -> Media:
    """A photograph as the site keeps it; the usual one where there is no `content`."""
    if content is None:
        return make_photo_again(memorial, by, jpeg(), **fields)
    name = fields.pop("name", "photo.jpg")
    return add_media(memorial=memorial, added_by=by, upload=upload(content, name), **fields)


def make_photo_again(memorial: Memorial, by: User, content: bytes, **fields: Any) -> Media:
    """The same, but what was decoded once in the whole run is not decoded again, which saves a process for
    each of a thousand tests."""
    name = fields.pop("name", "photo.jpg")
    original, decoded = _decoded(content)
    photo = Media(
        memorial=memorial, added_by=by, original_name=name, status=status_of_new(memorial, by),
        sha256=hashlib.sha256(original.read_bytes()).hexdigest(), size=original.stat().st_size,
        **found_out(decoded), **fields,
    )  # fmt: skip
    return keep_files(photo, original, decoded.copies)


@cache
def _decoded(content: bytes) -> tuple[Path, Examined]:
    folder = Path(tempfile.mkdtemp(prefix="rodnik-tests-photo-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    original = folder / "original"
    original.write_bytes(content)
    return original, examine(original, folder)


def in_status(item: Any, status: Status) -> Any:
    """The same item once somebody decided on it."""
    type(item).objects.filter(pk=item.pk).update(status=status)
    item.refresh_from_db()
    return item


def sign_in(client: Client, user: User, at: float | None = None) -> Client:
    """What a finished sign-in leaves behind: for staff both steps, or the admin would stay closed."""
    client.force_login(user)
    if user.is_staff:
        step, at = with_app(user), at or time.time()
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            {"method": "password", "at": at, "email": user.email},
            {"method": "mfa", "at": at, "id": step.pk, "type": step.type},
        ]
        session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = str(user.pk)
        session.save()
    return client


def with_app(user: User) -> Authenticator:
    """The app with codes of somebody, set up now unless it was before."""
    known = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    return known or TOTP.activate(user, generate_totp_secret()).instance


def code_of(user: User, later: int = 0) -> str:
    """What the app of somebody shows now, or so many half minutes later."""
    return code_for(decrypt(with_app(user).data["secret"]), later)


def code_for(secret: str, later: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))
