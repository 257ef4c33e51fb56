"""Telling people of something, and to whom letters went."""

from django.core import mail

from memorials.models import Letters, Notice, User
from memorials.services.notices import notify


def tell(memorial, *people, kind=Notice.Kind.TRIBUTE, about="", path=None):
    notify(
        recipients=people, memorial=memorial, kind=kind, path=path or memorial.get_absolute_url(), about=about
    )


def wants(person, when=Letters.AT_ONCE, **fields):
    User.objects.filter(pk=person.pk).update(letters=when, **fields)
    person.refresh_from_db()


def sent_to():
    return sorted(letter.to[0].split("@")[0] for letter in mail.outbox)
