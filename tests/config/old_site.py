"""python -m tests.config.old_site: fills the database of DATA_DIR, as years of a family's use would.

It runs in a process of its own, so that the site's own services write to that database and no other.
"""

import os
from datetime import UTC, datetime, timedelta

import django
import numpy as np

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from allauth.account.models import EmailAddress, EmailConfirmation  # noqa: E402
from allauth.mfa.models import Authenticator  # noqa: E402
from allauth.usersessions.models import UserSession  # noqa: E402
from celery import current_app, states  # noqa: E402  (models need the set-up before)
from celery.result import GroupResult as Group_  # noqa: E402
from django.contrib.admin.models import ADDITION, LogEntry  # noqa: E402
from django.contrib.auth.models import Group, Permission  # noqa: E402
from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.core.files.base import ContentFile  # noqa: E402
from django.core.files.storage import default_storage  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402
from django_celery_results.models import ChordCounter  # type: ignore[attr-defined]  # noqa: E402 (celery-types lacks it)

from animation.models import Animation  # noqa: E402
from animation.services import attach, request_animation  # noqa: E402
from chat.answering.vectors import of_length_one, packed  # noqa: E402
from chat.models import (  # noqa: E402
    Archive,
    Citation,
    Conversation,
    OpenQuestion,
    Passage,
    Reading,
    Turn,
    WrongAnswer,
)
from chat.models.reading import hash_of  # noqa: E402
from memorials.jobs.model import State  # noqa: E402
from memorials.models import KeptAnswer, Media, Memorial, Memory, User  # noqa: E402
from memorials.services.demo import load_demo  # noqa: E402
from tests import people  # noqa: E402
from tests.everything import add_everything  # noqa: E402

#: Letters that are easily lost: ё, й of two parts, an emoji of several, right-to-left, quotes, a backslash.
WORDS = "Ёлка и ёж, и\u0306од, 👩🏽\u200d🌾, שלום, «кавычки» 'и' \"такие\", \\n \t %s {} ; --"
LONG = "Родник. " * 2400


def fill() -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    load_demo()
    cast = people.make_cast()
    memorial = people.make_agreed_memorial(
        cast, name=f"Ольга {WORDS}"[:200], born="1906", died="1991-02", epitaph=WORDS
    )
    photo = people.make_photo(memorial, cast.keeper, caption=WORDS, taken="1943-12-09", name="ёлка.jpg")
    _memories(memorial, cast)
    memorial.memories.get(text=LONG).attached.add(photo)
    _clips(photo, cast.keeper)
    add_everything(memorial, cast.keeper, cast.stranger, WORDS[:80])
    _archive(memorial, cast.keeper)
    _accounts(cast)
    KeptAnswer.objects.create(key_hash="k" * 64, asked="a" * 64, status=201, answer=b"\0sealed")
    _results_of_celery()
    _numbers_of_rows_that_are_gone(memorial, cast)


def _memories(memorial: Memorial, cast: people.Cast) -> None:
    people.make_memory(memorial, cast.keeper, text=LONG, title=WORDS, happened="0900-01-01")
    waiting = people.make_memory(memorial, cast.contributor, text="", happened="")
    people.make_photo(memorial, cast.contributor)
    gone = people.make_person("gone")
    people.make_memory(memorial, gone, text="Её давно нет.")
    gone.delete()
    longest_ago, latest = datetime(1, 1, 1, 0, 0, 0, 1, UTC), datetime(9999, 12, 31, 23, 59, 59, 999999, UTC)
    Memory.objects.filter(pk=waiting.pk).update(created=longest_ago, changed=latest)


def _archive(memorial: Memorial, by: User) -> None:
    """Read with vectors, asked, and what the family was asked."""
    archive = Archive.objects.create(memorial=memorial, tributes_too=True)
    text = people.make_memory(archive.memorial, by, text="Она пела. Потом молчала.")
    rows = of_length_one(np.ones((3, 8), np.float32))
    Reading.objects.filter(memory=text).delete()
    reading = Reading.objects.create(memorial=memorial, memory=text, text_hash=hash_of(text), embedder="e")
    Passage.objects.create(
        reading=reading, start=0, end=24, sentences=[[0, 9], [10, 24]], vector=packed(rows[0]),
        sentence_vectors=packed(rows[1:].ravel()),
    )  # fmt: skip
    conversation = Conversation.objects.create(memorial=memorial, asker=by)
    turn = Turn.objects.create(conversation=conversation, question=WORDS, quoted=1)
    Citation.objects.create(turn=turn, number=1, memory=text, start=0, end=9, text_hash=hash_of(text))
    OpenQuestion.objects.create(memorial=memorial, turn=turn, asker=by, question=WORDS)
    WrongAnswer.objects.create(memorial=memorial, turn=turn, question=WORDS, words=WORDS)


def _clips(photo: Media, by: User) -> None:
    """One that is ready, with its outcome; one of each other state, and one whose worker has vanished."""
    _make_ready(request_animation(photo=photo, by=by))
    vanished, *others = [request_animation(photo=photo, by=by, take=take) for take in range(2, 6)]
    Animation.objects.claim(vanished.pk, task_id="vanished")
    long_ago = timezone.now() - timedelta(hours=1)
    Animation.objects.filter(pk=vanished.pk).update(lease_until=long_ago)
    Animation.objects.filter(pk=others[0].pk).cancel()
    Animation.objects.filter(pk=others[1].pk).update(
        status=State.FAILED, failure="no_face", finished=long_ago
    )


def _make_ready(animation: Animation) -> None:
    claimed = Animation.objects.claim(animation.pk, task_id="the-task")
    assert claimed is not None
    names = [
        default_storage.save(f"living/{claimed.token}.{end}", ContentFile(b"film")) for end in ("mp4", "jpg")
    ]
    outcome = {"frames": 125, "engine": WORDS}
    attach(
        claimed,
        claimed.token,
        keep=lambda: current_app.backend.store_result("the-task", outcome, states.SUCCESS),
        clip=names[0],
        poster=names[1],
        width=720,
        height=480,
        bytes=2**40,
    )


def _accounts(cast: people.Cast) -> None:
    cast.keeper.set_password(people.PASSWORD)
    cast.keeper.save(update_fields=["password"])
    address = EmailAddress.objects.create(
        user=cast.keeper, email=cast.keeper.email, verified=True, primary=True
    )
    EmailConfirmation.objects.create(email_address=address, key="key", sent=timezone.now())
    browser = Client()
    browser.force_login(cast.keeper)
    UserSession.objects.create(
        user=cast.keeper, session_key=browser.session.session_key, ip="203.0.113.7", user_agent=WORDS
    )
    Authenticator.objects.create(user=cast.keeper, type="totp", data={"secret": WORDS})
    group = Group.objects.create(name="Хранители")
    group.permissions.set(Permission.objects.filter(content_type__app_label="memorials")[:3])
    cast.moderator.groups.add(group)
    cast.moderator.user_permissions.add(Permission.objects.get(codename="view_memory"))
    LogEntry.objects.create(
        user=cast.admin,
        content_type=ContentType.objects.get_for_model(Memorial),
        object_id="1",
        object_repr=WORDS[:200],
        action_flag=ADDITION,
        change_message="[]",
    )


def _results_of_celery() -> None:
    ChordCounter.objects.create(group_id="chord", sub_tasks="[]", count=2)
    current_app.backend.save_group("group", Group_("group", []))


def _numbers_of_rows_that_are_gone(memorial: Memorial, cast: people.Cast) -> None:
    for _ in range(5):
        people.make_memory(memorial, cast.keeper)
    Memory.objects.filter(pk__gt=Memory.objects.order_by("-pk")[5].pk).delete()


if __name__ == "__main__":
    fill()
