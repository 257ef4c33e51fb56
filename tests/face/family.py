"""What the pages are looked at with: the longest names, the emptiest page, one of every state.

Run inside a site of its own (`manage.py shell`); `settle` prints as JSON who may be signed in, and where
everything is. The words are invented; the portrait is the example's.
"""

import io
import sys
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone
from PIL import Image

from chat.services.conversing import put_question
from chat.services.family import ask_family, report_wrong
from memorials.jobs.model import State
from memorials.models import (
    AccessRequest,
    Album,
    Consent,
    LifeEvent,
    Media,
    Memorial,
    Memory,
    Role,
    Tribute,
    User,
    Visibility,
)  # fmt: skip
from memorials.services.consent import give_consent
from memorials.services.demo import FOLDER
from memorials.services.invitations import invite, open_link
from memorials.services.memories import attach_media
from memorials.services.objections import object_to
from memorials.services.reports import report
from memorials.services.story import add_chapter
from memorials.services.tributes import leave_tribute
from memorials.viewer import Viewer
from tests import people
from tests.animation.jobs import ago, job
from tests.face.oddities import settle_oddities
from tests.face.workshop import crowd, found, settle_workshop
from tests.media import SUBTITLES, make_paper, make_recording
from tests.people import Cast

LONG = "Александра Константиновна Воскресенская-Преображенская"
LONGEST = "Мария-Феодора Александрина Евстафьевна Шлезвиг-Гольштейн-Зондербургская-Преображенская"
ENGLISH = "Bartholomew Montgomery Featherstonehaugh-Cholmondeley"
TOLD = (
    "По субботам бабушка ставила тесто ещё с вечера, и утром весь дом просыпался от запаха хлеба. "
    "Нам давали горбушку с молоком, и надо было съесть её на крыльце, не заходя в дом: так повелось у её "
    "матери.\n\nЗимой, когда переметало дорогу к станции, она пекла и на соседей. Хлеб носили на санках, "
    "под тулупом, чтобы не остыл. Я помню, как скрипел снег и как она говорила: «Неси, пока тёплый»."
)
LETTER = (
    "Дорогая Александра Константиновна,\n\nВы учили нас географии сорок лет назад, и по сей день, открывая "
    "атлас, я слышу Ваш голос: «Не спешите, посмотрите, куда течёт река». Спасибо Вам за всё."
)


def settle() -> None:
    """Everything, once; what it prints is read by `tests.face`."""
    cast = people.make_cast()
    User.objects.filter(pk=cast.contributor.pk).update(name=LONGEST)
    bare = {"bare": _bare(cast).get_absolute_url()}
    places = {**_long(cast), **_english(cast), **_example(), **settle_oddities(cast), **bare}
    told = {"people": {name: _signed_in(person) for name, person in cast.items().items() if person}}
    import json

    sys.stdout.write(json.dumps({**told, "places": places}))


def _signed_in(person: User) -> str:
    return people.sign_in(Client(), person).cookies["sessionid"].value


def portrait() -> bytes:
    return (FOLDER / "grace_hopper.jpg").read_bytes()


def field(width: int, height: int, shade: int) -> bytes:
    """A picture without anybody: sky over earth."""
    picture = Image.linear_gradient("L").resize((width, height)).point(lambda each: each // 2 + shade)
    return _jpeg(picture.convert("RGB"))


def _jpeg(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=85)
    return file.getvalue()


def _example() -> dict[str, str]:
    """Where the site was started without the example, there is none to look at."""
    examples = Memorial.objects.filter(is_demo=True, language="en")
    return {"example": examples[0].get_absolute_url()} if examples else {}


def _bare(cast: Cast) -> Memorial:
    return people.make_memorial(cast, name="Я", visibility=Visibility.PUBLIC)


def _english(cast: Cast) -> dict[str, str]:
    memorial = people.make_agreed_memorial(
        cast, name=ENGLISH, born="1893~", died="1971-10", summary="Postman, beekeeper, second tenor.",
        language="en", visibility=Visibility.LINK, epitaph="He knew every gate in the valley.",
    )  # fmt: skip
    people.make_photo(memorial, cast.keeper, portrait(), caption="At the gate", taken="1931~")
    _, token = open_link(memorial=memorial, by=cast.keeper, note="For the choir")
    return {"english": memorial.get_absolute_url(), "link": f"/l/{token}/"}


def _long(cast: Cast) -> dict[str, str]:
    memorial = people.make_agreed_memorial(
        cast, name=LONG, maiden_name="Рождественская-Богоявленская", home_name="баба Саня", born="1897~",
        born_place="деревня Верхние Котлы Вышневолоцкого уезда Тверской губернии", died="1983-10",
        died_place="Ленинград", summary="Учительница географии, сорок лет в одной школе",
        epitaph="Не спешите: посмотрите, куда течёт река.", epitaph_note="Из её последнего урока",
        rest_place="Большеохтинское кладбище, участок 14, за часовней", visibility=Visibility.PUBLIC,
    )  # fmt: skip
    _story(memorial)
    photos = _pictures(memorial, cast)
    Memorial.objects.filter(pk=memorial.pk).update(cover=photos["portrait"])
    memories = _memories(memorial, cast, photos)
    _tributes(memorial, cast)
    _waiting(memorial, cast, memories)
    return {
        "long": memorial.get_absolute_url(),
        **{name: each.get_absolute_url() for name, each in photos.items()},
        "admin_memory": f"/admin/memorials/memory/{memories[0].pk}/change/",
        **_works(photos, cast), **settle_workshop(_apart(cast), cast), **_ways_in(memorial, cast),
        **_asked(memorial, cast),
    }  # fmt: skip


def _story(memorial: Memorial) -> None:
    add_chapter(
        memorial=memorial, title="Детство на Верхних Котлах", text=f"{TOLD}\n\n> Так повелось.\n\n{TOLD}"
    )
    add_chapter(memorial=memorial, title="Школа", text=TOLD)
    for happened, title, place in (
        ("1914-09-01", "Поступила в Бестужевские курсы", "Петроград"),
        ("1920/1961", "Учила географии", ""),
        ("1923~", "Вышла замуж за Николая Аристарховича Преображенского-Загорянского", "Вышний Волочёк"),
        ("1941-09/1944-01", "Блокада", "Ленинград"),
    ):
        LifeEvent.objects.create(memorial=memorial, happened=happened, title=title, place=place)


def _pictures(memorial: Memorial, cast: Cast) -> dict[str, Media]:
    school = Album.objects.create(memorial=memorial, title="Школа", period="1920/1961")
    told = {
        "caption": "Выпуск 1938 года у крыльца; крайняя слева неизвестна",
        "people": f"{LONG}, Нина, Вера",
    }
    made = {
        "portrait": people.make_photo(memorial, cast.keeper, portrait(), caption="В год выхода на пенсию",
                                      taken="1961~", credit="Фотоателье на Мойке, из альбома Веры Ильиной"),
        "group": people.make_photo(memorial, cast.keeper, crowd(3), taken="1938-06", album=school, **told),
        "land": people.make_photo(memorial, cast.keeper, field(900, 500, 90), caption="Дорога к станции"),
        "tall": people.make_photo(memorial, cast.keeper, field(400, 900, 60), taken="195X"),
        "voice": make_recording(memorial, cast.keeper, caption="Рассказ о переправе", transcript=SUBTITLES),
        "paper": make_paper(memorial, cast.keeper, caption="Письмо из эвакуации", taken="1942-03"),
    }  # fmt: skip
    return made


def _memories(memorial: Memorial, cast: Cast, photos: dict[str, Media]) -> list[Memory]:
    told: dict[str, Any] = {"teller": "Вера Ильина", "relation": "внучка", "happened": "193X"}
    bread = people.make_memory(memorial, cast.keeper, title="Хлеб по субботам", text=TOLD, **told)
    attach_media(memory=bread, attached=[photos["land"], photos["voice"]])
    short = people.make_memory(
        memorial, cast.keeper, text="Она пела по утрам.", teller="Н.", source_name="Из письма сестре",
        source_url="https://example.org/letters/1938", happened="1938",
    )  # fmt: skip
    return [bread, short]


def _tributes(memorial: Memorial, cast: Cast) -> None:
    word, candle, flower = Tribute.Kind.WORD, Tribute.Kind.CANDLE, Tribute.Kind.FLOWER
    for kind, name, text in (
        (word, "Николай Аристархович Преображенский-Загорянский, выпуск 1961 года", LETTER),
        (word, "Оля", "Спасибо."), (candle, "Ольга и Пётр", ""), (candle, "Ю", "Светлая память."),
        (flower, LONGEST, ""),
    ):  # fmt: skip
        leave_tribute(memorial=memorial, author=cast.keeper, kind=kind, name=name, text=text)
    leave_tribute(memorial=memorial, author=None, kind=word, name="Прохожий", text="Помню и благодарю.")


def _waiting(memorial: Memorial, cast: Cast, memories: list[Memory]) -> None:
    people.make_memory(memorial, cast.contributor, title="Переправа", text=TOLD, teller=LONGEST)
    people.make_photo(memorial, cast.contributor, field(600, 400, 120), caption="Без подписи на обороте")
    report(about=memories[1], reporter=cast.reader, reason="untrue", words="Это пела не она, а её сестра.")
    report(about=memorial, reporter=None, reason="hurtful", email="neighbour@example.org")
    AccessRequest.objects.create(memorial=memorial, user=cast.stranger, words="Я внук её сестры, Лёня.")


def _works(photos: dict[str, Media], cast: Cast) -> dict[str, str]:
    """Photographs of the long page of which something is asked; the other states: tests/face/workshop.py.

    Whose faces were found stands there, or the worker would look for them while the page is looked at."""
    later = timezone.now() + timedelta(days=9)
    held = {"token": "0" * 32, "task_id": "a-task", "started": ago(30), "lease_until": later, "attempt": 1}
    job(photos["group"], State.RUNNING, **held, stage="rendering", progress=42, requested_by=cast.keeper)
    found(photos["group"], 3, ((), ("eyes_shut",), ()))
    job(photos["land"], State.FAILED, failure="no_face", requested_by=cast.keeper)
    found(photos["land"], 1, ())
    found(photos["portrait"], 1, ((),))
    found(photos["tall"], 1, ((),))
    job(photos["tall"], State.QUEUED, not_before=later, requested_by=cast.keeper)
    return {
        f"works_{name}": f"{photos[name].get_absolute_url()}living/"
        for name in ("group", "land", "tall", "portrait")
    }


def _apart(cast: Cast) -> Memorial:
    return people.make_agreed_memorial(cast, name="Пётр Ильич Загорянский", died="1971")


def _ways_in(memorial: Memorial, cast: Cast) -> dict[str, str]:
    week = timezone.now() + timedelta(days=7)
    _, token = invite(
        memorial=memorial, by=cast.keeper, role=Role.CONTRIBUTOR, expires=week, note=f"Для {LONG}"
    )
    invite(memorial=memorial, by=cast.keeper, role=Role.READER, most_uses=None, note="Класс")
    return {"invitation": f"/invitations/{token}/"}


def _asked(memorial: Memorial, cast: Cast) -> dict[str, str]:
    """A conversation with an answer and a refusal, which the family was asked and told of."""
    reader = Viewer(cast.reader)
    turn = put_question(viewer=reader, memorial=memorial, question="Когда бабушка ставила тесто для хлеба?")
    report_wrong(turn=turn, viewer=reader, words="Это было по пятницам.")
    untold = put_question(
        viewer=reader, memorial=memorial, question="В каком полку служил её двоюродный дядя Аристарх?",
        conversation=turn.conversation,
    )  # fmt: skip
    ask_family(turn=untold, viewer=reader)
    other = people.make_agreed_memorial(cast, name="Пётр Ильич", visibility=Visibility.PUBLIC)
    object_to(
        memorial=other, kind=Consent.Kind.ANIMATION, by=None, name="Лёня", relation="внук", words="Не надо."
    )
    give_consent(memorial=memorial, kind=Consent.Kind.CHAT, by=cast.keeper)
    return {
        "conversation": f"{memorial.get_absolute_url()}archive/{turn.conversation.code}/",
        "objected": other.get_absolute_url(),
    }
