"""Living photographs by the API: asked for, waited for, chosen, stopped, tried again, removed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from animation.models import Animation
from animation.services import choose
from memorials.jobs.model import State
from memorials.models import Consent, Status
from memorials.services.consent import give_consent, withdraw_consent
from tests.animation.jobs import ago, job, kept_photo, running, store_result
from tests.people import in_status, make_public

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(memorial, keeper):
    """Kept without being decoded; nothing here looks at it."""
    return kept_photo(memorial, keeper)


@pytest.fixture
def agreed(memorial, keeper):
    return give_consent(memorial=memorial, kind=Consent.Kind.ANIMATION, by=keeper)


@pytest.fixture
def home(memorial):
    return f"/api/v1/memorials/{memorial.code}/"


@pytest.fixture
def takes(home, photo):
    return f"{home}media/{photo.code}/animations/"


def ready(photo, **fields):
    clip = {"clip": "living/a.mp4", "poster": "living/a.webp", "started": ago(9), "finished": ago(5)}
    return job(photo, State.READY, **{**clip, **fields})


def test_a_take_is_accepted_and_waited_for(app, cast, agreed, takes, home):
    asked = app(cast.editor).post(takes, {"strength": "gently"})
    told = asked.json()
    assert (asked.status_code, asked["Retry-After"], told["status"]) == (202, "2", "queued")
    assert asked["Location"] == f"{home}animations/{told['code']}/"
    assert (told["waiting"]["place"], told["strength"], told["clip"]) == (1, "gently", None)
    polled = app(cast.editor).get(asked["Location"])
    assert (polled.json()["code"], polled["Retry-After"]) == (told["code"], "2")


def test_who_polls_is_told_when_to_come_again_also_where_nothing_changed(app, cast, agreed, photo, home):
    made = running(photo, progress=40, stage="building")
    path, editor = f"{home}animations/{made.code}/", app(cast.editor)
    tag = editor.get(path)["ETag"]
    same = editor.get(path, headers={"If-None-Match": tag})
    assert (same.status_code, same["Retry-After"]) == (304, "2")
    Animation.objects.filter(pk=made.pk).update(status=State.CANCELLED)
    ended = editor.get(path, headers={"If-None-Match": tag})
    assert (ended.status_code, ended.json()["waiting"], "Retry-After" in ended) == (200, None, False)


def test_the_same_key_asks_for_one_take(app, cast, agreed, takes):
    key = {"Idempotency-Key": "0123456789abcdef"}
    codes = {app(cast.editor).post(takes, {}, headers=key).json()["code"] for _ in range(2)}
    assert len(codes) == 1 == Animation.objects.count()


@pytest.mark.parametrize(
    ("wish", "pointer"),
    [({"gesture": "wink"}, "/gesture"), ({"strength": ["clearly"]}, "/strength"), ({"take": 0}, "/take"),
     ({"take": "first"}, "/take"), ({"agreed": "perhaps"}, "/agreed"), ([], "")],
)  # fmt: skip
def test_an_odd_wish_is_pointed_at(app, cast, agreed, takes, wish, pointer):
    answer = app(cast.editor).post(takes, wish)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, pointer)
    assert not Animation.objects.exists()


def test_without_the_familys_word_nothing_is_made(app, cast, photo, takes):
    refused = app(cast.editor).post(takes, {})
    assert (refused.status_code, refused.json()["code"]) == (422, "consent_missing")
    assert app(cast.editor).post(takes, {"agreed": True}).status_code == 202
    photo.memorial.animation_on = False
    photo.memorial.save(update_fields=["animation_on"])
    assert app(cast.editor).post(takes, {}).json()["code"] == "animation_off"


def test_fields_that_nobody_asked_for_change_nothing(app, cast, agreed, takes):
    more = {"status": "ready", "chosen": True, "clip": "x", "size": 4000, "seconds": 60}
    made = Animation.objects.get(code=app(cast.editor).post(takes, more).json()["code"])
    assert (made.status, made.chosen, made.clip.name, made.size, made.seconds) == (
        State.QUEUED, False, "", 720, 5,
    )  # fmt: skip


@pytest.mark.parametrize(("language", "title"), [("en", "No face was found"), ("ru", "Лицо не найдено")])
def test_a_failure_says_what_helps_in_the_askers_language(app, cast, photo, home, language, title):
    failed = job(photo, State.FAILED, failure="no_face", finished=ago(1))
    headers = {"Accept-Language": language}
    told = app(cast.editor).get(f"{home}animations/{failed.code}/", headers=headers).json()["failure"]
    assert told["code"] == "no_face" and told["title"] == title and told["what"] and told["help"]


def test_the_outcome_is_what_the_task_stored(app, cast, photo, home):
    made = ready(photo, task_id="task-1")
    stored = {"engine": "small", "mode": "gentle", "frames": 125, "seconds": {"total": 2.5}, "seed": 7}
    store_result("task-1", stored)
    told = app(cast.editor).get(f"{home}animations/{made.code}/").json()["outcome"]
    shown = {"engine": "small", "mode": "gentle", "frames": 125, "seconds": {"total": 2.5}}
    assert told == {**shown, "remarks": []}


def test_an_outcome_says_in_words_why_it_moves_less(app, cast, photo, home):
    made = ready(photo, task_id="task-1")
    stored = {
        "mode": "portrait",
        "amplitude": 0.6,
        "problems": ["turned_too_far", "mouth_open", "unheard_of"],
    }
    store_result("task-1", stored)
    english = {"Accept-Language": "en"}
    told = app(cast.editor).get(f"{home}animations/{made.code}/", headers=english).json()["outcome"]
    assert told == {
        **stored,
        "remarks": [
            "The mouth is open on the photograph, so the smile is half as wide.",
            "The check saw the head turn too far.",
            "So it moves less than was asked.",
        ],
    }


def test_takes_are_filtered_by_how_they_stand(app, cast, photo, takes):
    ready(photo)
    job(photo, State.FAILED, failure="no_face")
    told = app(cast.editor).get(takes, {"status": "failed"}).json()["results"]
    assert [each["failure"]["code"] for each in told] == ["no_face"]
    assert app(cast.editor).get(takes, {"status": "lost"}).status_code == 400
    assert app(cast.editor).get(takes, {"state": "failed"}).status_code == 400


def test_visitors_find_what_is_on_show_and_editors_all(app, cast, memorial, keeper, agreed, home):
    first, second = kept_photo(memorial, keeper), kept_photo(memorial, keeper)
    shown = {ready(first, chosen=True).code, ready(second, chosen=True).code}
    every = {*shown, ready(second).code, job(first).code}

    def found(asker):
        return {each["code"] for each in app(asker).get(f"{home}animations/").json()["results"]}

    assert [found(asker) for asker in (None, cast.contributor, cast.editor)] == [shown, shown, every]
    in_status(first, Status.HIDDEN)
    withdraw_consent(memorial=memorial, kind=Consent.Kind.ANIMATION, by=keeper)
    assert found(None) == set()


def test_three_that_wait_cost_no_more_queries_than_one(app, cast, photo, home):
    counts = set()
    for number in (1, 3):
        for _ in range(number):
            job(photo)
            ready(photo, task_id="")
        with CaptureQueriesContext(connection) as asked:
            told = app(cast.editor).get(f"{home}animations/").json()["results"]
        counts.add(len(asked))
    assert {each["waiting"]["place"] for each in told if each["waiting"]} == {1, 2, 3, 4}
    assert len(counts) == 1


def test_a_take_is_chosen_and_put_away(app, cast, agreed, photo, takes):
    first, second = ready(photo, chosen=True), ready(photo)
    shown, editor = f"{takes}shown/", app(cast.editor)
    read = editor.get(shown)
    assert read.json() == app().get(shown).json() == {"animation": first.code}
    chosen = editor.put(shown, {"animation": second.code}, headers={"If-Match": read["ETag"]})
    assert (chosen.status_code, chosen.json()) == (200, {"animation": second.code})
    late = editor.put(shown, {"animation": None}, headers={"If-Match": read["ETag"]})
    assert (late.status_code, app().get(shown).json()["animation"]) == (412, second.code)
    assert editor.put(shown, {"animation": None}).status_code == 200
    assert app().get(shown).json() == {"animation": None}


def test_only_a_ready_take_of_this_photograph_is_chosen(app, cast, agreed, photo, memorial, takes):
    other = make_public(cast)
    standing = ready(photo, chosen=True)
    foreign = [ready(kept_photo(each, cast.keeper)).code for each in (memorial, other)]
    for code in (*foreign, job(photo).code, "nothinghere", "", 5, ["x"], "a\0b"):
        refused = app(cast.editor).put(f"{takes}shown/", {"animation": code})
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/animation"), code
    assert app(cast.editor).put(f"{takes}shown/", {}).status_code == 400
    standing.refresh_from_db()
    assert standing.chosen


def test_a_job_is_stopped_and_tried_again(app, cast, agreed, photo, home):
    path, editor = f"{home}animations/{job(photo).code}/", app(cast.editor)
    for _ in range(2):
        stopped = editor.post(f"{path}cancel/")
        assert (stopped.status_code, stopped.json()["status"]) == (200, "cancelled")
    again = editor.post(f"{path}retry/")
    assert (again.status_code, again.json()["status"], again["Location"]) == (202, "queued", path)
    refused = editor.post(f"{path}retry/")
    assert (refused.status_code, refused.json()["code"]) == (422, "nothing_to_retry")


def test_what_is_ready_stays_ready_when_somebody_wants_it_stopped(app, cast, photo, home):
    made = ready(photo)
    assert app(cast.editor).post(f"{home}animations/{made.code}/cancel/").json()["status"] == "ready"


def test_nothing_is_tried_again_without_the_familys_word(app, cast, photo, home):
    stopped = job(photo, State.CANCELLED)
    refused = app(cast.editor).post(f"{home}animations/{stopped.code}/retry/")
    assert (refused.status_code, refused.json()["code"]) == (422, "consent_missing")


def test_a_take_is_removed_with_its_outcome(app, cast, photo, home):
    made = ready(photo, task_id="task-1", chosen=True)
    store_result("task-1", {"engine": "small"})
    path = f"{home}animations/{made.code}/"
    assert app(cast.editor).delete(path).status_code == 204
    assert app(cast.editor).get(path).status_code == 404 and not Animation.objects.exists()


def test_a_take_that_is_not_on_show_is_not_there_for_others(app, cast, agreed, photo, home):
    shown, other = ready(photo), ready(photo)
    choose(photo=photo, animation=shown)
    for asker in (None, cast.stranger, cast.contributor):
        assert app(asker).get(f"{home}animations/{shown.code}/").status_code == 200
        for method, end in (("get", ""), ("delete", ""), ("post", "cancel/"), ("post", "retry/")):
            path = f"{home}animations/{other.code}/{end}"
            assert getattr(app(asker), method)(path).status_code == 404
    assert app(cast.contributor).delete(f"{home}animations/{shown.code}/").status_code == 403


def test_a_paper_has_no_takes(app, cast, agreed, photo, takes):
    type(photo).objects.filter(pk=photo.pk).update(kind="paper")
    assert app(cast.editor).get(takes).status_code == 404
    assert app(cast.editor).post(takes, {}).status_code == 404
