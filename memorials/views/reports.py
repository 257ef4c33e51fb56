"""«Сообщить»: anybody who sees something here can say that it is not right."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from memorials.forms.tributes import ReportForm
from memorials.models import Item, Media, Memorial, Tribute
from memorials.permissions import Word
from memorials.requests import SiteRequest
from memorials.services.reports import find_reported, report
from memorials.views.access import with_memorial
from memorials.views.open_forms import is_too_much, show


@never_cache
@require_http_methods(["GET", "POST"])
@with_memorial(Word.VIEW)
def new(request: SiteRequest, memorial: Memorial) -> HttpResponse:
    item = find_reported(viewer=request.viewer, memorial=memorial, about=request.GET.get("about", ""))
    if item is None:
        raise Http404
    form = ReportForm(request.POST or None)
    if request.viewer.user:
        del form.fields["email"]  # whoever has an account is known
    if form.is_valid() and _sent(request, item, form):
        return render(request, "memorials/report_sent.html", {"memorial": memorial, "item": item})
    return show(request, "report", form, memorial=memorial, item=item, what=named(item))


def named(item: Item | Memorial) -> str:
    """The item as the page shows it."""
    if isinstance(item, Tribute):
        return item.name or item.get_kind_display()
    return item.alt if isinstance(item, Media) else str(item)


def _sent(request: SiteRequest, about: Item | Memorial, form: ReportForm) -> bool:
    if form.trapped:
        return True
    memorial = about if isinstance(about, Memorial) else about.memorial
    if is_too_much(request, f"report-{memorial.code}", form):
        return False
    words = {column: form.cleaned_data.get(column, "") for column in ("reason", "words", "email")}
    report(about=about, reporter=request.viewer.user, **words)
    return True
