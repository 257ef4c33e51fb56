"""The pages on which the API can be read: what holds for all of it, and a page for each group."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from memorials.api.problems import every_problem
from memorials.api.reference import groups


@gzip_page  # the only secret in it, the token of the forms in its head, is masked anew each time
@require_safe
def read(request: HttpRequest) -> HttpResponse:
    return render(request, "api/reference.html", {"groups": groups(), "problems": every_problem()})


@gzip_page  # the same
@require_safe
def read_group(request: HttpRequest, slug: str) -> HttpResponse:
    found = next((group for group in groups() if group.slug == slug), None)
    if found is None:
        raise Http404
    return render(request, "api/group.html", {"groups": groups(), "group": found})
