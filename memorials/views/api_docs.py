"""The page on which the API can be read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from memorials.api.problems import every_problem
from memorials.api.reference import reference


@gzip_page  # the only secret in it, the token of the forms in its head, is masked anew each time
@require_safe
def read(request: HttpRequest) -> HttpResponse:
    return render(request, "api/reference.html", {"told": reference(), "problems": every_problem()})
