"""What changes animations: asking, rendering, choosing, removing. Reads are in status.py."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_celery_results.models import TaskResult

from animation import failures
from animation.faces import refusal_of
from animation.models import Animation, FoundFaces
from memorials.errors import Refusal
from memorials.jobs.handover import hand_over
from memorials.jobs.model import State
from memorials.models import Consent, Media, Memorial, Notice, Objection, User
from memorials.services.consent import ConsentSuspended, demand_consent, give_consent, is_objected
from memorials.services.media import delete_files
from memorials.services.notices import notify

OUTCOME_AGE = timedelta(hours=2)


class AnimationOff(Refusal):
    code = "animation_off"
    sentence = _("Bringing photographs to life is switched off for this memorial.")


class NotAPhotograph(Refusal):
    code = "not_a_photograph"
    sentence = _("Only a photograph can be brought to life.")


class FaceRefused(Refusal):
    """What was found on the photograph, or on the chosen face, says that no clip can come of it."""

    CODES = ("no_face", "no_such_face", "face_too_small", "not_a_picture", "broken_picture", "too_large")
    pointer = "/faces"

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(failures.words(code).what)

    @classmethod
    def told(cls) -> Iterator[tuple[str, int, str]]:
        for code in cls.CODES:
            yield code, cls.status, str(failures.words(code).what)


def look_for_faces(*, photo: Media) -> FoundFaces:
    """What the workshop knows of its faces. Where it knows nothing yet, it is asked, once for everybody.

    The caller fetched the photograph through `visible_to` and asked for the word "animate". Raises
    NotAPhotograph, AnimationOff or ConsentSuspended; before the family has agreed faces may be looked for,
    because nothing is made of them.
    """
    if photo.kind != Media.Kind.PHOTO:
        raise NotAPhotograph
    if not photo.memorial.animation_on:
        raise AnimationOff
    if is_objected(photo.memorial, Consent.Kind.ANIMATION):
        raise ConsentSuspended
    known = FoundFaces.objects.filter(photo=photo).first()
    return known if known and not known.is_due_again else _asked_of_the_workshop(photo)


def _asked_of_the_workshop(photo: Media) -> FoundFaces:
    with transaction.atomic():
        search, is_new = FoundFaces.objects.get_or_create(photo=photo)
        if is_new or (search.is_due_again and FoundFaces.objects.filter(pk=search.pk).look_again()):
            transaction.on_commit(lambda: hand_over(search), robust=True)
        search.refresh_from_db()
    return search


def request_animation(
    *, photo: Media, by: User, take: int | None = None, agreed: bool = False, **wish: Any
) -> Animation:
    """Ask for a clip. The same wish for the same take is one job, however often it is sent.

    The caller fetched the photograph through `visible_to` and asked for the word "animate". Raises
    NotAPhotograph, FaceRefused (where its faces are known), AnimationOff, ConsentMissing or ConsentSuspended;
    `agreed` records the consent of the one who asks. Without a `take`, or with one that lies further than
    the next, the next is made, unless one of this wish is on its way.
    """
    if photo.kind != Media.Kind.PHOTO:
        raise NotAPhotograph
    if code := refusal_of(FoundFaces.objects.filter(photo=photo).first(), wish.get("faces", "largest")):
        raise FaceRefused(code)
    with transaction.atomic():
        if agreed and photo.memorial.animation_on:
            give_consent(memorial=photo.memorial, kind=Consent.Kind.ANIMATION, by=by)
        demand_permission(photo.memorial)
        animation = _existing_or_new(photo, by, take, wish)
        transaction.on_commit(lambda: hand_over(animation), robust=True)
    return animation


def demand_permission(memorial: Memorial) -> None:
    """Switched on, and the family agrees. Inside a transaction, withdrawal and objection wait for its end."""
    if not memorial.animation_on:
        raise AnimationOff
    demand_consent(memorial, Consent.Kind.ANIMATION)


def _existing_or_new(photo: Media, by: User, take: int | None, wish: dict[str, Any]) -> Animation:
    following = next_take(photo)  # before the look at what is on its way: then neither can slip between
    alike = Animation.objects.filter(photo=photo, **wish)
    if take is None or take > following:
        take, standing = following, alike.active().first()
    else:
        standing = alike.filter(take=take, status__in=(State.QUEUED, State.RUNNING, State.READY)).first()
    if standing:
        return standing
    same = alike.filter(take=take)
    try:
        with transaction.atomic():
            return Animation.objects.create(photo=photo, requested_by=by, take=take, **wish)
    except IntegrityError:  # another click came first
        return same.active().get()


def next_take(photo: Media) -> int:
    """The number of a take that was not made yet, so that it moves differently from all others."""
    return (photo.animations.aggregate(last=Max("take"))["last"] or 0) + 1


def attach(animation: Animation, token: str, *, keep: Callable[[], None], **clip: Any) -> bool:
    """Make a rendered clip the row's own, and its outcome the stored task result: both or neither.

    The first clip of a photograph is shown at once; later ones wait to be chosen. False when the run
    lost the row meanwhile; then nothing is changed, and the files are the caller's to remove.
    """
    with transaction.atomic():
        finished = Animation.objects.finish(animation.pk, token, **clip)
        if finished:
            _one_at_a_time(animation.photo_id)
            keep()
            others = Animation.objects.filter(photo=animation.photo_id, status=State.READY)
            if not others.exclude(pk=animation.pk).exists():
                others.filter(pk=animation.pk).update(chosen=True)
            _tell(animation)
    return finished


def _tell(animation: Animation) -> None:
    """The one who asked may have left the page long ago."""
    memorial, asker = animation.photo.memorial, animation.requested_by
    path = reverse("animation:living", args=[memorial.code, animation.photo.code])
    notify(recipients=[asker] if asker else [], memorial=memorial, kind=Notice.Kind.CLIP, path=path)


def choose(*, photo: Media, animation: Animation | None) -> None:
    """Show this take on the memorial's page; with None, only the photograph."""
    with transaction.atomic():
        _one_at_a_time(photo.pk)
        photo.animations.filter(chosen=True).update(chosen=False)
        if animation:
            photo.animations.filter(pk=animation.pk, status=State.READY).update(chosen=True)


def _one_at_a_time(photo_id: int) -> None:
    """Only one transaction at a time decides which clip of a photograph is shown."""
    Media.objects.select_for_update().filter(pk=photo_id).first()


def cancel(*, animation: Animation) -> bool:
    return bool(Animation.objects.filter(pk=animation.pk).cancel())


def retry(*, animation: Animation) -> bool:
    """Put a failed or stopped job back in the queue. False when it is neither, or runs as another row.

    Raises as `request_animation` does: it may have been stopped because somebody took the consent back.
    """
    with transaction.atomic():
        demand_permission(animation.photo.memorial)
        try:
            with transaction.atomic():
                queued = Animation.objects.filter(pk=animation.pk).retry()
        except IntegrityError:
            return False
        if queued:
            transaction.on_commit(lambda: hand_over(animation), robust=True)
    return bool(queued)


def remove(*, animation: Animation) -> None:
    """The take, its files and its stored outcome."""
    with transaction.atomic():
        _remove_all([animation])


def remove_with_photo(photo: Media) -> None:
    """Listener of PHOTO_REMOVED; runs in the transaction that removes the photograph."""
    _remove_all(list(photo.animations.all()))


def _remove_all(animations: list[Animation]) -> None:
    files = [file.name for animation in animations for file in (animation.clip, animation.poster) if file]
    TaskResult.objects.filter(task_id__in=[a.task_id for a in animations if a.task_id]).delete()
    Animation.objects.filter(pk__in=[animation.pk for animation in animations]).delete()
    transaction.on_commit(lambda: delete_files(files), robust=True)


def stop_without_consent(consent: Consent) -> None:
    """Listener of CONSENT_WITHDRAWN: what is on its way is stopped; what is ready is shown no more."""
    _stop(consent.memorial, consent.kind)


def stop_while_objected(objection: Objection) -> None:
    """Listener of CONSENT_SUSPENDED: as with a withdrawal, but what is ready comes back once settled."""
    _stop(objection.memorial, objection.kind)


def _stop(memorial: Memorial, kind: str) -> None:
    if kind == Consent.Kind.ANIMATION:
        Animation.objects.filter(photo__memorial=memorial).cancel()


def animate_demo(memorial: Memorial, keeper: User) -> None:
    """Listener of DEMO_LOADED: the example's portrait is brought to life by the worker of this very site."""
    if memorial.cover:
        request_animation(photo=memorial.cover, by=keeper)


def forget_outcomes() -> int:
    """Stored outcomes whose row is gone, once they are old: of a young one the row may be on its way."""
    results = TaskResult.objects.filter(task_name=Animation.TASK, date_done__lt=timezone.now() - OUTCOME_AGE)
    owned = Animation.objects.exclude(task_id="").values("task_id")
    return results.exclude(task_id__in=owned).delete()[0]


def stored_files() -> set[str]:
    """The names of all clips and their posters."""
    pairs = Animation.objects.exclude(clip="").values_list("clip", "poster")
    return {name for pair in pairs for name in pair}
