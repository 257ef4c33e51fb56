"""A memorial on which everything is written as people write who think of no page: words that never end,
names from right to left, pictures among the letters. Nothing of it may push a page wider than its screen."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from memorials.models import AccessRequest, Album, LifeEvent, Memorial, Role, Tribute, User, Visibility
from memorials.services.invitations import invite
from memorials.services.memories import attach_media
from memorials.services.reports import report
from memorials.services.story import add_chapter
from memorials.services.tributes import leave_tribute
from tests import people
from tests.animation.jobs import ago, job
from tests.face.workshop import State, crowd, found
from tests.media import make_paper, make_recording
from tests.people import Cast

ENDLESS = "Дихлордифенилтрихлорметилметановодородохлоридобутилацетатэтиленгликольмонометиловый"
RIGHT_TO_LEFT = "عبد الرحمن بن محمد الحسيني البغدادي"
PICTURES = "Аня 👩‍👩‍👧‍👦🕯️🕊️"
ADDRESS = f"https://example.org/{'очень-длинный-адрес' * 8}"


def settle_oddities(cast: Cast) -> dict[str, str]:
    """Where to find it."""
    User.objects.filter(pk=cast.editor.pk).update(name=RIGHT_TO_LEFT)
    User.objects.filter(pk=cast.reader.pk).update(name=ENDLESS)
    memorial = people.make_agreed_memorial(
        cast, name=f"{ENDLESS} {RIGHT_TO_LEFT}", maiden_name=ENDLESS, home_name=PICTURES, born="1897",
        born_place=ENDLESS, died="1983", died_place=RIGHT_TO_LEFT, summary=ENDLESS, epitaph=ENDLESS,
        epitaph_note=PICTURES, rest_place=ENDLESS, visibility=Visibility.PUBLIC,
    )  # fmt: skip
    add_chapter(memorial=memorial, title=ENDLESS, text=f"{ENDLESS}\n\n> {ENDLESS}\n\n{ADDRESS}")
    LifeEvent.objects.create(memorial=memorial, happened="1914", title=ENDLESS, place=RIGHT_TO_LEFT)
    works = _told(memorial, cast)
    _waiting(memorial, cast)
    return {"odd": memorial.get_absolute_url(), "works_odd": works}


def _told(memorial: Memorial, cast: Cast) -> str:
    album = Album.objects.create(memorial=memorial, title=ENDLESS, period="1920/1961")
    words: dict[str, Any] = {"caption": ENDLESS, "people": f"{RIGHT_TO_LEFT}, {PICTURES}", "credit": ENDLESS}
    photo = people.make_photo_again(memorial, cast.editor, crowd(2), album=album, place=ENDLESS, **words)
    voice = make_recording(memorial, cast.editor, transcript=ENDLESS, **words)
    paper = make_paper(memorial, cast.editor, name=f"{ENDLESS}.pdf", caption="")
    for title, teller in ((ENDLESS, RIGHT_TO_LEFT), (RIGHT_TO_LEFT, PICTURES)):
        memory = people.make_memory(
            memorial, cast.editor, title=title, text=ENDLESS, teller=teller, relation=ENDLESS[:60],
            source_name=ENDLESS, source_url=ADDRESS[:200],
        )  # fmt: skip
        attach_media(memory=memory, attached=[photo, voice, paper])
    for kind in (Tribute.Kind.WORD, Tribute.Kind.CANDLE, Tribute.Kind.FLOWER):
        for name in (ENDLESS[:80], RIGHT_TO_LEFT, PICTURES):
            leave_tribute(memorial=memorial, author=cast.keeper, kind=kind, name=name, text=ENDLESS)
    found(photo, 2, ((), ("turned_away",)))
    job(photo, State.FAILED, failure="no_such_face", requested_by=cast.reader, finished=ago(60))
    return f"{photo.get_absolute_url()}living/"


def _waiting(memorial: Memorial, cast: Cast) -> None:
    for teller in (ENDLESS[:80], RIGHT_TO_LEFT, PICTURES):
        people.make_memory(memorial, cast.contributor, title=teller, text=ENDLESS, teller=teller)
    brought = people.make_photo(memorial, cast.contributor, caption=ENDLESS, people=RIGHT_TO_LEFT)
    report(about=brought, reporter=cast.reader, reason="untrue", words=f"{ENDLESS} {ADDRESS}")
    AccessRequest.objects.create(memorial=memorial, user=cast.stranger, words=ENDLESS)
    week = timezone.now() + timedelta(days=7)
    invite(memorial=memorial, by=cast.keeper, role=Role.READER, expires=week, note=ENDLESS[:80])
