"""What becomes of finished takes: attached, chosen, removed."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django_celery_results.models import TaskResult

from animation import services
from animation.models import Animation
from memorials.jobs.model import State
from memorials.models import Consent
from memorials.services.consent import withdraw_consent
from memorials.services.media import remove_media
from memorials.services.memorials import remove_memorial
from tests.animation.jobs import ORIGINAL, job, kept_photo, row, running, store_result
from tests.people import make_memorial

pytestmark = pytest.mark.django_db


def attach(animation, keep=lambda: None, token=None):
    clip = {"clip": f"living/{animation.code}.mp4", "poster": f"living/{animation.code}.webp"}
    return services.attach(animation, token or animation.token, keep=keep, **clip)


def shown(photo):
    return list(photo.animations.filter(chosen=True))


def test_the_first_clip_is_shown_and_later_ones_wait_to_be_chosen(photo):
    first, second = running(photo), running(photo)
    assert attach(first)
    assert attach(second)
    assert shown(photo) == [first]
    assert set(photo.animations.filter(status=State.READY)) == {first, second}


def test_the_first_clip_of_another_photograph_is_shown_too(photo, memorial, keeper):
    attach(running(photo))
    other = kept_photo(memorial, keeper)
    its = running(other)
    attach(its)
    assert shown(other) == [its]


def test_only_the_photograph_stays_only_the_photograph(photo):
    attach(running(photo))
    services.choose(photo=photo, animation=None)
    attach(running(photo))
    assert shown(photo) == []


def test_clip_and_outcome_come_together(photo):
    animation = running(photo)
    assert attach(animation, keep=lambda: store_result("a-task", {"engine": "small"}))
    assert TaskResult.objects.get().task_id == row(animation)["task_id"]


def test_without_the_stored_outcome_there_is_no_clip_either(photo):
    animation = running(photo)
    before = row(animation)

    def keep():
        store_result("a-task", {"engine": "small"})
        raise OSError("the database is full")

    with pytest.raises(OSError, match="full"):
        attach(animation, keep=keep)
    assert row(animation) == before
    assert TaskResult.objects.count() == 0


def test_a_run_that_lost_the_row_stores_no_outcome(photo):
    animation = running(photo)
    Animation.objects.filter(pk=animation.pk).cancel()
    before = row(animation)
    assert attach(animation, keep=lambda: store_result("a-task", {})) is False
    assert row(animation) == before
    assert TaskResult.objects.count() == 0


def test_choosing_shows_exactly_one_or_none(photo):
    one, other = job(photo, State.READY, chosen=True), job(photo, State.READY)
    services.choose(photo=photo, animation=other)
    assert shown(photo) == [other]
    services.choose(photo=photo, animation=one)
    assert shown(photo) == [one]
    services.choose(photo=photo, animation=None)
    assert shown(photo) == []


def test_what_is_not_ready_or_not_of_this_photograph_is_never_shown(photo, memorial, keeper):
    other = job(kept_photo(memorial, keeper), State.READY)
    for animation in (job(photo), job(photo, State.FAILED), other):
        services.choose(photo=photo, animation=animation)
    assert Animation.objects.filter(chosen=True).count() == 0


def with_files(photo, name):
    """A ready take with a clip, a poster and the stored outcome of its task."""
    files = {
        kind: default_storage.save(f"living/{name}.{kind}", ContentFile(b"x")) for kind in ("mp4", "webp")
    }
    store_result(f"task-{name}", {"engine": "small"})
    return job(photo, State.READY, clip=files["mp4"], poster=files["webp"], task_id=f"task-{name}")


def results():
    return set(TaskResult.objects.values_list("task_id", flat=True))


def test_removing_a_take_removes_its_files_and_its_outcome_only(
    photo, stored, django_capture_on_commit_callbacks
):
    gone, kept = with_files(photo, "gone"), with_files(photo, "kept")
    store_result("", {"of": "nobody"})
    with django_capture_on_commit_callbacks(execute=True):
        services.remove(animation=gone)
        assert "living/gone.mp4" in stored()  # the files go once the rows have truly gone
    assert stored() == {photo.original.name, kept.clip.name, kept.poster.name}
    assert results() == {"task-kept", ""}
    assert list(Animation.objects.all()) == [kept]


def test_removing_a_take_that_has_no_outcome_takes_no_other(photo):
    store_result("", {"of": "nobody"})
    services.remove(animation=job(photo))
    assert results() == {""}


def test_what_was_made_goes_with_the_photograph(photo, stored, django_capture_on_commit_callbacks):
    with_files(photo, "one")
    with_files(photo, "two")
    job(photo)
    with django_capture_on_commit_callbacks(execute=True):
        remove_media(photo=photo)
    assert (stored(), results(), Animation.objects.count()) == (set(), set(), 0)


def test_what_was_made_goes_with_the_memorial(photo, stored, django_capture_on_commit_callbacks):
    with_files(photo, "one")
    with django_capture_on_commit_callbacks(execute=True):
        remove_memorial(memorial=photo.memorial)
    assert (stored(), results(), Animation.objects.count()) == (set(), set(), 0)


def test_a_take_is_removed_but_the_photograph_never(photo, stored, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        services.remove(animation=with_files(photo, "one"))
    assert stored() == {photo.original.name}
    with photo.original.open("rb") as original:
        assert original.read() == ORIGINAL


def test_withdrawn_consent_stops_what_is_on_its_way_and_hides_what_is_ready(photo, agreed, cast):
    ready, waiting, running_one = job(photo, State.READY, chosen=True), job(photo), running(photo)
    other = make_memorial(cast)
    elsewhere = job(kept_photo(other, cast.keeper))
    assert list(Animation.objects.on_show()) == [ready]
    withdraw_consent(memorial=agreed, kind=Consent.Kind.ANIMATION, by=cast.keeper)
    states = [row(each)["status"] for each in (ready, waiting, running_one, elsewhere)]
    assert states == [State.READY, State.CANCELLED, State.CANCELLED, State.QUEUED]
    assert list(Animation.objects.on_show()) == []


def test_the_withdrawal_of_another_consent_stops_nothing(photo, agreed, keeper):
    Consent.objects.create(memorial=agreed, kind=Consent.Kind.CHAT, given_by=keeper, given_name="Анна")
    waiting = job(photo)
    withdraw_consent(memorial=agreed, kind=Consent.Kind.CHAT, by=keeper)
    assert row(waiting)["status"] == State.QUEUED
