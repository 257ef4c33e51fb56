from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from memorials.forms.beginning import STEPS
from memorials.forms.memorials import MemorialForm, WholeMemorialForm
from memorials.gallery import NOT_SHOWN
from memorials.indexing import indexed_if_allowed
from memorials.models import Chapter, LifeEvent, Memorial, Memory
from memorials.models.derived import save_columns
from memorials.models.media import MediaQuerySet
from memorials.offline import mark, readable_offline
from memorials.permissions import Word
from memorials.requests import SiteRequest
from memorials.services.memorials import create_memorial
from memorials.timeline import rows_of
from memorials.viewer import ANYBODY
from memorials.views.access import with_memorial
from memorials.views.gallery import first_of_each, media_of
from memorials.views.tributes import tributes_of

#: Memories on one page of a memorial.
PAGE = 12


@require_safe
def home(request: SiteRequest) -> HttpResponse:
    request.indexed = True
    demo = Memorial.objects.listed_for(request.viewer).filter(
        is_demo=True, language=request.LANGUAGE_CODE[:2]
    )
    response = render(request, "home.html", {"demo": demo.with_portraits(request.viewer).first()})
    if request.viewer == ANYBODY:
        mark(response)
    return response


@require_safe
@login_required
def mine(request: SiteRequest) -> HttpResponse:
    memorials = Memorial.objects.of_member(request.viewer).with_portraits(request.viewer)
    deleted = Memorial.objects.deleted_for(request.viewer)
    return render(request, "memorials/mine.html", {"memorials": memorials, "deleted": deleted})


@require_http_methods(["GET", "POST"])
@login_required
def create(request: SiteRequest) -> HttpResponse:
    form = MemorialForm(request.POST or None, initial={"language": request.LANGUAGE_CODE[:2]})
    if form.is_valid():
        memorial = create_memorial(keeper=request.viewer.member, published=False, **form.cleaned_data)
        if "go" in request.POST:  # the other questions, one a page
            return redirect("memorials:question", memorial.code, STEPS[0].name)
        messages.success(request, _("The page is made. It is a draft: only you see it until you publish it."))
        return redirect(memorial)
    return render(request, "memorials/create.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@with_memorial(Word.VIEW)
@indexed_if_allowed
@readable_offline
def page(request: SiteRequest, memorial: Memorial) -> HttpResponse:
    twin = Memorial.objects.visible_to(request.viewer).filter(pk=memorial.twin_id or 0).first()
    events = LifeEvent.objects.visible_to(request.viewer).filter(memorial=memorial)
    about = {
        "memorial": memorial,
        "twin": twin,
        "chapters": Chapter.objects.visible_to(request.viewer).filter(memorial=memorial),
        "years": rows_of(memorial, events),
        "memories": _page_of_memories(request, memories_of(request, memorial)),
        "photos": media_of(request, memorial).photos(),
        **first_of_each(request, memorial),
        **tributes_of(request, memorial),
    }
    return render(request, "memorials/page.html", about)


def _page_of_memories(request: SiteRequest, memories: QuerySet[Memory]) -> Page[Memory]:
    """The page that is asked for, by its number or by a memory that stands on it."""
    pages, number = Paginator(memories, PAGE), request.GET.get("page")
    if asked := request.GET.get("memory"):
        codes = list(memories.values_list("code", flat=True))
        number = str(codes.index(asked) // PAGE + 1) if asked in codes else number
    return pages.get_page(number)


def memories_of(request: SiteRequest, memorial: Memorial) -> QuerySet[Memory]:
    """In the order of life, each with what this viewer may see beside it: `shown_media`."""
    media = attachable(media_of(request, memorial)).defer(*NOT_SHOWN)
    beside = Prefetch("attached", queryset=media, to_attr="shown_media")
    memories = Memory.objects.visible_to(request.viewer).filter(memorial=memorial)
    return memories.in_order_of_life().select_related("author").prefetch_related(beside)


def attachable(photos: MediaQuerySet) -> MediaQuerySet:
    return photos.attachable()


@require_http_methods(["GET", "POST"])
@with_memorial(Word.EDIT)
def edit(request: SiteRequest, memorial: Memorial) -> HttpResponse:
    form = WholeMemorialForm(request.POST or None, instance=memorial)
    if form.is_valid():
        save_columns(memorial, [*form.cleaned_data, "changed"])
        messages.success(request, _("Saved."))
        return redirect(memorial)
    about = {"form": form, "memorial": memorial}
    return render(request, "memorials/edit.html", about, status=422 if form.errors else 200)
