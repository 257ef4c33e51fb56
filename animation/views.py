from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRefresh

from animation import failures, services, status
from animation.faces import FacesTold
from animation.forms import AnimateForm
from animation.models import Animation
from memorials.errors import Refusal
from memorials.jobs.model import State
from memorials.models import Consent, Media, Memorial
from memorials.permissions import Word
from memorials.requests import SiteRequest
from memorials.services.consent import has_consent, is_objected
from memorials.views.access import with_memorial
from memorials.views.media import photo_or_404

#: htmx stops polling when an answer carries this status.
STOP_POLLING = 286


@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
@with_memorial(Word.ANIMATE)
def living(request: SiteRequest, memorial: Memorial, photo: str) -> HttpResponse:
    """«Оживить фото»: the wish, how the work stands, and the takes. htmx gets only the middle part."""
    shown = photo_or_404(request, memorial, photo)
    form = _form(request, shown)
    if request.method == "POST" and form.is_valid() and _asked(request, shown, form):
        return redirect("animation:living", memorial.code, shown.code)
    faces = _faces(shown)
    if request.htmx and request.htmx.target == "faces":
        return _polled_faces(request, shown, faces)
    about = _about(request, shown)
    if request.htmx:
        ended = not (about["job"] and about["job"].is_active)
        return render(request, "animation/living.html#status", about, status=STOP_POLLING if ended else 200)
    told = {**about, "form": form, "faces": faces}
    return render(request, "animation/living.html", told, status=422 if form.errors else 200)


def _faces(photo: Media) -> FacesTold:
    """What is known of them; they are looked for when somebody comes who could ask for a clip.

    By a GET, which stays safe: what it begins binds nobody, is derived from the photograph alone and is kept.
    At the arrival of each photograph it would be done for hundreds that nobody wants to move.
    """
    try:
        return FacesTold.of(services.look_for_faces(photo=photo))
    except Refusal:  # switched off, or objected: the page says so elsewhere
        return FacesTold()


def _polled_faces(request: SiteRequest, photo: Media, faces: FacesTold) -> HttpResponse:
    """The photograph with its faces and the choice among them; the whole page where no clip can be made."""
    if faces.refusal:
        return HttpResponseClientRefresh()
    form = _form(request, photo)
    told = {"memorial": photo.memorial, "photo": photo, "faces": faces, "form": form, "arriving": True}
    return render(request, "animation/_faces.html", told, status=200 if faces.looking else STOP_POLLING)


def _form(request: SiteRequest, photo: Media) -> AnimateForm:
    """Over an open objection nobody can agree: then the form does not ask."""
    kind = Consent.Kind.ANIMATION
    asks = not has_consent(photo.memorial, kind) and not is_objected(photo.memorial, kind)
    return AnimateForm(request.POST or None, asks_for_consent=asks)


def _asked(request: SiteRequest, photo: Media, form: AnimateForm) -> bool:
    wish = {name: form.cleaned_data[name] for name in ("faces", "gesture", "strength", "take")}
    agreed = form.cleaned_data.get("agreed", False)
    try:
        services.request_animation(photo=photo, by=request.viewer.member, agreed=agreed, **wish)
    except Refusal as refusal:
        form.add_error(None, str(refusal.sentence))
        return False
    return True


def _about(request: SiteRequest, photo: Media) -> dict[str, Any]:
    animations = Animation.objects.visible_to(request.viewer).filter(photo=photo)
    takes = list(animations.filter(status=State.READY).select_related("requested_by", "photo__memorial"))
    newest = animations.order_by("-created").first()
    job = newest if newest and newest.status != State.READY else None
    outcomes = status.outcomes(takes)
    return {
        "memorial": photo.memorial,
        "photo": photo,
        "next_take": services.next_take(photo),
        "job": job,
        "progress": status.progress_of(job) if job and job.is_active else None,
        "failure": failures.words(job.failure) if job and job.status == State.FAILED else None,
        "takes": [(take, outcomes.get(take.code)) for take in takes],
        "watched": _watched(request, takes),
        "shown": next((take for take in takes if take.chosen), None),
        "objected": is_objected(photo.memorial, Consent.Kind.ANIMATION),
        "consent": Consent.objects.in_force().filter(memorial=photo.memorial, kind="animation").first(),
    }


def _watched(request: SiteRequest, takes: list[Animation]) -> Animation | None:
    """The take that stands beside the photograph: the one asked for, or the newest."""
    asked = [take for take in takes if take.code == request.GET.get("take")]
    return next(iter(asked or takes), None)


def _animation_or_404(request: SiteRequest, memorial: Memorial, code: str) -> Animation:
    animations = Animation.objects.visible_to(request.viewer).filter(photo__memorial=memorial)
    return get_object_or_404(animations.select_related("photo__memorial"), code=code)


def _back(animation: Animation) -> HttpResponse:
    return redirect("animation:living", animation.photo.memorial.code, animation.photo.code)


@require_POST
@with_memorial(Word.ANIMATE)
def choose_take(request: SiteRequest, memorial: Memorial, photo: str) -> HttpResponse:
    shown = photo_or_404(request, memorial, photo)
    code = request.POST.get("take", "").replace("\0", "?")  # PostgreSQL raises at a NUL in a value
    takes = Animation.objects.visible_to(request.viewer).filter(photo=shown, status=State.READY)
    animation = get_object_or_404(takes, code=code) if code else None
    services.choose(photo=shown, animation=animation)
    said = _("This take is shown on the page.") if animation else _("Only the photograph is shown.")
    messages.success(request, said)
    return redirect("animation:living", memorial.code, shown.code)


@require_POST
@with_memorial(Word.ANIMATE)
def cancel_job(request: SiteRequest, memorial: Memorial, animation: str) -> HttpResponse:
    job = _animation_or_404(request, memorial, animation)
    if services.cancel(animation=job):
        messages.success(request, _("Stopped. The photograph is as it was."))
    return _back(job)


@require_POST
@with_memorial(Word.ANIMATE)
def retry_job(request: SiteRequest, memorial: Memorial, animation: str) -> HttpResponse:
    job = _animation_or_404(request, memorial, animation)
    try:
        services.retry(animation=job)
    except Refusal as refusal:
        messages.error(request, str(refusal.sentence))
    return _back(job)


@require_http_methods(["GET", "POST"])
@with_memorial(Word.ANIMATE)
def remove_take(request: SiteRequest, memorial: Memorial, animation: str) -> HttpResponse:
    take = _animation_or_404(request, memorial, animation)
    if request.method == "GET":
        return render(request, "animation/remove.html", {"memorial": memorial, "animation": take})
    services.remove(animation=take)
    messages.success(request, _("The take is removed. The photograph is as it was."))
    return _back(take)
