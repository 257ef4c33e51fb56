from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token no longer fits: the page was open too long, or came from elsewhere."""
    return render(request, "memorials/stale_form.html", status=403)
