import threading

import pytest
from django.core.exceptions import FieldError
from django.db import connection

from animation import services
from animation.models import Animation
from memorials.jobs import handover
from memorials.jobs.model import State
from memorials.models import Consent, Memorial
from memorials.services.consent import ConsentMissing
from tests.animation.jobs import agree, job, kept_photo, row

pytestmark = pytest.mark.django_db


def ask(photo, by, **wish):
    return services.request_animation(photo=photo, by=by, **wish)


def in_force(memorial):
    return list(
        Consent.objects.in_force().filter(memorial=memorial).values_list("kind", "given_by", "given_name")
    )


def test_a_wish_is_written_down_as_it_was_said(photo, agreed, cast):
    wish = {"strength": "barely", "faces": "all", "size": 512, "seconds": 3}
    animation = ask(photo, cast.editor, **wish)
    written = row(animation)
    assert {name: written[name] for name in wish} == wish
    assert (written["status"], written["take"], written["requested_by_id"]) == (
        State.QUEUED, 1, cast.editor.pk
    )  # fmt: skip
    assert (written["sent_at"], written["attempt"], written["chosen"]) == (None, 0, False)


@pytest.mark.parametrize("take", [None, 1, 7])
def test_the_same_wish_while_it_is_on_its_way_is_one_job(photo, agreed, cast, take):
    asked = [ask(photo, by, take=take, strength="gently") for by in (cast.keeper, cast.editor, cast.keeper)]
    Animation.objects.claim(asked[0].pk, task_id="a-task")
    asked.append(ask(photo, cast.editor, take=take, strength="gently"))
    assert {animation.pk for animation in asked} == set(Animation.objects.values_list("pk", flat=True))
    assert Animation.objects.count() == 1


def test_another_wish_is_another_job(photo, agreed, keeper):
    wishes = [{"strength": "barely"}, {"strength": "gently"}, {"strength": "barely", "size": 512}]
    assert len({ask(photo, keeper, **wish).pk for wish in wishes}) == 3


def test_the_same_wish_for_another_photograph_is_another_job(photo, agreed, keeper):
    other = kept_photo(agreed, keeper)
    assert ask(photo, keeper) != ask(other, keeper)


def test_a_take_that_is_ready_is_not_made_twice(photo, agreed, keeper):
    made = job(photo, State.READY, take=1)
    assert ask(photo, keeper, take=1) == made


@pytest.mark.parametrize("status", [State.FAILED, State.CANCELLED])
def test_a_take_that_came_to_nothing_may_be_asked_again(photo, agreed, keeper, status):
    ended = job(photo, status, take=1)
    again = ask(photo, keeper, take=1)
    assert (again.pk != ended.pk, again.take, again.status) == (True, 1, State.QUEUED)


@pytest.mark.parametrize(("asked", "given"), [(None, 4), (2, 2), (4, 4), (5, 4), (99_999, 4)])
def test_takes_are_numbered_without_gaps(photo, agreed, keeper, asked, given):
    for take in (1, 3):
        job(photo, State.READY, take=take)
    assert services.next_take(photo) == 4
    assert ask(photo, keeper, take=asked).take == given


def test_takes_of_one_photograph_do_not_count_for_another(photo, agreed, keeper):
    job(photo, State.READY, take=8)
    assert services.next_take(kept_photo(agreed, keeper)) == 1


@pytest.mark.parametrize("says", [False, True])
def test_where_it_is_switched_off_nothing_is_made_and_no_consent_recorded(photo, keeper, says):
    photo.memorial.animation_on = False
    with pytest.raises(services.AnimationOff):
        ask(photo, keeper, agreed=says)
    assert (Animation.objects.count(), Consent.objects.count()) == (0, 0)


def test_without_the_familys_consent_nothing_is_made(photo, memorial, keeper):
    Consent.objects.create(memorial=memorial, kind=Consent.Kind.CHAT, given_by=keeper, given_name="Анна")
    agree(make_memorial_of(keeper), keeper)
    with pytest.raises(ConsentMissing):
        ask(photo, keeper)
    assert Animation.objects.count() == 0


def make_memorial_of(keeper):
    return Memorial.objects.create(name="Другой человек")


def test_who_says_that_the_family_agrees_is_recorded_by_name(photo, memorial, cast):
    ask(photo, cast.editor, agreed=True)
    assert in_force(memorial) == [("animation", cast.editor.pk, "Editor")]


def test_a_consent_in_force_keeps_its_own_name(photo, agreed, cast):
    ask(photo, cast.editor, agreed=True)
    assert in_force(agreed) == [("animation", cast.keeper.pk, "Keeper")]


def test_a_refused_wish_takes_its_consent_back_with_it(photo, memorial, keeper):
    """Both or neither: an unknown wish raises, and nothing of the request is left."""
    with pytest.raises(FieldError):
        ask(photo, keeper, agreed=True, colour="sepia")
    assert in_force(memorial) == []


@pytest.mark.django_db(transaction=True)
def test_what_was_asked_is_sent_after_the_commit(photo, agreed, keeper, broker):
    animation = ask(photo, keeper)
    handover.settle()
    assert broker() == 1
    assert row(animation)["sent_at"] is not None


@pytest.mark.django_db(transaction=True)
def test_clicks_at_one_moment_make_one_job(photo, agreed, keeper):
    ready, got, failed = threading.Barrier(4), [], []

    def click():
        try:
            ready.wait(5)
            got.append(ask(photo, keeper, take=1).pk)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    clicks = [threading.Thread(target=click) for _ in range(4)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join(20)
    assert failed == []
    assert got == [Animation.objects.get().pk] * 4


@pytest.mark.parametrize("status", [State.FAILED, State.CANCELLED])
def test_once_more_needs_the_same_permission_as_asking(photo, memorial, keeper, status):
    ended = job(photo, status)
    with pytest.raises(ConsentMissing):
        services.retry(animation=ended)
    agree(memorial, keeper)
    photo.memorial.animation_on = False
    with pytest.raises(services.AnimationOff):
        services.retry(animation=ended)
    assert row(ended)["status"] == status
    photo.memorial.animation_on = True
    assert services.retry(animation=ended) is True
    assert row(ended)["status"] == State.QUEUED


def test_once_more_does_nothing_where_the_same_wish_is_on_its_way(photo, agreed):
    failed, waiting = job(photo, State.FAILED, take=1), job(photo, take=1)
    assert services.retry(animation=failed) is False
    assert (row(failed)["status"], row(waiting)["status"]) == (State.FAILED, State.QUEUED)


@pytest.mark.parametrize("status", [State.QUEUED, State.RUNNING, State.READY])
def test_once_more_is_for_what_has_failed_or_was_stopped(photo, agreed, status):
    assert services.retry(animation=job(photo, status)) is False


def test_stopping_answers_whether_there_was_something_to_stop(photo):
    answers = {status: services.cancel(animation=job(photo, status)) for status in State}
    assert answers == {status: status in (State.QUEUED, State.RUNNING) for status in State}
