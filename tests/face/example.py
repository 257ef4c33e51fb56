"""What the pictures in the README are taken of: the example, somebody who keeps it, and two visitors' words.

Run inside a site of its own (`manage.py shell`), as `tests.face.family` is; prints as JSON where to look.
"""

import json
import sys

from django.test import Client

from animation.models import Animation
from memorials.models import Membership, Memorial, Role, Tribute
from memorials.services.tributes import leave_tribute
from tests.people import make_person, sign_in

#: By language: the name under which the keeper is seen, two visitors' words, a question to the archive.
TOLD = {
    "en": (
        "Marina",
        (
            ("A programmer", "I write COBOL to this day. Thank you."),
            ("A teacher", "I show my pupils her nanosecond: a piece of wire as long as a forearm."),
        ),
        "Where was the moth found?",
    ),
    "ru": (
        "Марина",
        (
            ("Программист", "Я пишу на Коболе до сих пор. Спасибо."),
            ("Учительница", "Показываю ученикам её наносекунду: кусок провода длиной в локоть."),
        ),
        "Где нашли мотылька?",
    ),
}


def settle() -> None:
    sys.stdout.write(json.dumps({language: _shown(language) for language in TOLD}))


def _shown(language: str) -> dict[str, str]:
    name, words, question = TOLD[language]
    memorial = Memorial.objects.get(is_demo=True, language=language)
    keeper = make_person(f"keeper-{language}")
    keeper.name = name
    keeper.save(update_fields=["name"])
    Membership.objects.create(memorial=memorial, user=keeper, role=Role.KEEPER)
    for whose, text in words:
        leave_tribute(memorial=memorial, author=None, kind=Tribute.Kind.WORD, name=whose, text=text)
    shown = Animation.objects.filter(photo__memorial=memorial, chosen=True).select_related("photo").get()
    return {
        "session": sign_in(Client(), keeper).cookies["sessionid"].value,
        "memorial": memorial.get_absolute_url(),
        "living": f"{shown.photo.get_absolute_url()}living/",
        "archive": f"{memorial.get_absolute_url()}archive/",
        "queue": f"{memorial.get_absolute_url()}queue/",
        "question": question,
    }
