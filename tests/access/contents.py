"""What the memorials of the tests have in them: a row of each kind that an address names, on show."""

import time
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone

from animation.models import Animation
from chat.models import OpenQuestion, WrongAnswer
from memorials.codes import new_code
from memorials.jobs.model import State
from memorials.models import (
    AccessRequest,
    Album,
    Decision,
    Invitation,
    LifeEvent,
    LinkToken,
    Media,
    Membership,
    Objection,
    Rendition,
    User,
    Visibility,
)
from memorials.models.token import hashed
from memorials.services.story import add_chapter
from tests.people import make_agreed_memorial, make_cast, make_memory, make_photo, sign_in
from tests.waiting import make_tribute

#: Nobody is signed in, but the session once opened a secret link: to the memorial in question, and it is
#: valid, revoked or run out; or to another memorial.
GUESTS = ["guest", "guest_revoked", "guest_expired", "guest_elsewhere"]
DAY = 24 * 60 * 60


def build():
    """A memorial of each kind, each with a memory, a photograph and its living clip on show."""
    cast = make_cast()
    visibilities = {
        "public": {"visibility": Visibility.PUBLIC},
        "link": {"visibility": Visibility.LINK},
        "private": {},
        "unpublished": {"visibility": Visibility.PUBLIC, "published": False},
        "deleted": {"visibility": Visibility.PUBLIC, "deleted_at": timezone.now()},
    }
    real = make_photo(make_agreed_memorial(cast), cast.keeper)  # decoded once; the others share its files
    memorials = {kind: content(cast, real, **fields) for kind, fields in visibilities.items()}
    elsewhere = content(cast, real, visibility=Visibility.LINK)
    for guest in GUESTS:
        setattr(cast, guest, come_by_link(elsewhere if guest == "guest_elsewhere" else memorials["link"]))
    LinkToken.objects.filter(pk=grant_of(cast.guest_revoked)).update(revoked_at=timezone.now())
    LinkToken.objects.filter(pk=grant_of(cast.guest_expired)).update(expires=timezone.now())
    for person in cast.items().values():
        if isinstance(person, User):
            person.session_key = session_of(person)
    return cast, memorials


def session_of(person: User) -> str:
    """Signed in once for all tests of this world. Its pages must not ask for the password again after some
    minutes: however long the tests take, this sign-in has just been."""
    browser = sign_in(Client(), person, at=time.time() + DAY)
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def come_by_link(names) -> Client:
    """A browser that has opened a secret link while it was valid."""
    memorial = Membership.objects.filter(memorial__code=names["code"])[0].memorial
    LinkToken.objects.create(memorial=memorial, token_hash=hashed(token := new_code()))
    client = Client()
    assert client.get(f"/l/{token}/").status_code == 302
    return client


def grant_of(client: Client) -> int:
    [grant] = client.session["link_grants"]
    return grant


def content(cast, real, **fields):
    memorial = make_agreed_memorial(cast, **fields)
    renditions = list(real.renditions.all())
    photo = Media.objects.get(pk=real.pk)
    photo.pk, photo.code, photo.memorial = None, new_code(), memorial
    photo.album = Album.objects.create(memorial=memorial, title="До войны")
    photo.save(force_insert=True)
    for rendition in renditions:
        rendition.pk, rendition.media = None, photo
    Rendition.objects.bulk_create(renditions)
    clip = photo.original.name  # any stored file will do for the question who gets it
    shown = Animation.objects.create(
        photo=photo, status=State.READY, chosen=True, clip=clip, poster=clip, finished=timezone.now()
    )
    return {
        "code": memorial.code,
        "photo": photo.code,
        "media": photo.code,
        "album": photo.album.code,
        "period": photo.album.code,
        "memory": make_memory(memorial, cast.keeper).code,
        "animation": shown.code,
        "chapter": add_chapter(memorial=memorial, title="Дом", text="Дом стоял у реки.").code,
        "question": OpenQuestion.objects.create(memorial=memorial, question="Где она училась?").code,
        "wrong": WrongAnswer.objects.create(memorial=memorial, question="Кто это?").code,
        **{"kind": "animation", "step": "dates"},
        "objection": answered_objection(memorial).code,
        "event": LifeEvent.objects.create(memorial=memorial, happened="1938", title="Школа").code,
        **ways_in(cast, memorial),
    }


def decided(memorial) -> dict[str, str]:
    """A tribute on show, and the decision by which it stands."""
    tribute = make_tribute(memorial, status="approved")
    about = {"memorial": memorial, "tribute": tribute, "was": "pending", "became": "approved"}
    return {"tribute": tribute.code, "decision": Decision.objects.create(**about).code}


def ways_in(cast, memorial) -> dict[str, str]:
    rows: dict[str, Any] = {
        "asked": AccessRequest.objects.create(memorial=memorial, user=cast.stranger, words="Внук"),
        "member": Membership.objects.get(memorial=memorial, user=cast.reader),
        "invitation": Invitation.objects.create(memorial=memorial, token_hash=new_code()),
        "link": LinkToken.objects.create(memorial=memorial, token_hash=new_code()),
    }
    return {name: row.code for name, row in rows.items()} | decided(memorial)


def answered_objection(memorial):
    """An open one would hide the clip, which is to be found by those who may see it."""
    return Objection.objects.create(
        memorial=memorial, kind="animation", name="Вера", relation="сестра", answered_at=timezone.now()
    )
