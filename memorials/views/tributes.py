"""What people leave at a memorial: the lists, and the door through which anybody leaves something."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from memorials.errors import Refusal
from memorials.forms.tributes import TributeForm
from memorials.models import Memorial, Tribute
from memorials.models.tribute import TributeQuerySet
from memorials.offline import readable_offline
from memorials.permissions import Word
from memorials.requests import SiteRequest
from memorials.services.tributes import leave_tribute, private_address
from memorials.views.access import with_memorial
from memorials.views.open_forms import is_too_much, show

Kind = Tribute.Kind
#: On the memorial's own page stand the latest; the rest have pages of their own.
LETTERS_SHOWN, NAMES_SHOWN = 6, 12
PAGE = 30


def tributes_of(request: SiteRequest, memorial: Memorial) -> dict[str, object]:
    """The latest letters and names for the memorial's page, and whether there are more of them."""
    standing = _shown(request, memorial)
    letters = list(standing.words()[: LETTERS_SHOWN + 1])
    names = list(standing.candles()[: NAMES_SHOWN + 1])
    return {
        "letters": letters[:LETTERS_SHOWN],
        "more_letters": len(letters) > LETTERS_SHOWN,
        "candles": names[:NAMES_SHOWN],
        "more_candles": len(names) > NAMES_SHOWN,
        "flame": any(each.burns for each in names),
    }


def _shown(request: SiteRequest, memorial: Memorial) -> TributeQuerySet:
    return Tribute.objects.visible_to(request.viewer).filter(memorial=memorial)


def _kind(request: SiteRequest) -> Kind:
    """What the address names; a word where it names nothing that we know."""
    asked = request.GET.get("kind", "")
    return Kind(asked) if asked in Kind.values else Kind.WORD


@require_safe
@with_memorial(Word.VIEW)
@readable_offline
def index(request: SiteRequest, memorial: Memorial) -> HttpResponse:
    if not memorial.tributes_on:
        raise Http404
    standing, kind = _shown(request, memorial), _kind(request)
    rows = standing.words() if kind == Kind.WORD else standing.candles()
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    flame = any(tribute.burns for tribute in page)
    about = {"memorial": memorial, "kind": kind, "tributes": page, "flame": flame}
    return render(request, "memorials/tributes.html", about)


@never_cache
@require_http_methods(["GET", "POST"])
@with_memorial(Word.TRIBUTE)
def leave(request: SiteRequest, memorial: Memorial) -> HttpResponse:
    if request.method == "GET" and not memorial.tributes_on:
        raise Http404
    kind = _kind(request)
    name = request.viewer.user.name if request.viewer.user else ""
    form = TributeForm(request.POST or None, kind=kind, initial={"name": name})
    if form.is_valid() and (about := _left(request, memorial, kind, form)):
        return render(request, "memorials/tribute_left.html", about)
    return show(request, "leave_tribute", form, memorial=memorial, kind=kind)


def _left(
    request: SiteRequest, memorial: Memorial, kind: Kind, form: TributeForm
) -> dict[str, object] | None:
    """What the page says of the tribute that is kept. None where it is not kept: the form then says why."""
    words = {column: form.cleaned_data[column] for column in ("name", "text")}
    author = request.viewer.user
    if form.trapped:
        tribute, token = Tribute(memorial=memorial, kind=kind, author=author, **words), form.token
    elif is_too_much(request, f"tribute-{memorial.code}", form):
        return None
    else:
        try:
            tribute, token = leave_tribute(
                memorial=memorial, author=author, kind=kind, token=form.token, **words
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal.sentence))
            return None
    return {"memorial": memorial, "tribute": tribute, "address": private_address(token)}
