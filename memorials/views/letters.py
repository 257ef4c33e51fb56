"""How often one is written to, and the one press that ends all letters."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from memorials.forms.letters import LettersForm
from memorials.models import Letters
from memorials.requests import SiteRequest
from memorials.services.notices import stop_letters
from memorials.stop_link import owner_of


@require_http_methods(["GET", "POST"])
@login_required
def choose(request: SiteRequest) -> HttpResponse:
    form = LettersForm(request.POST or None, instance=request.viewer.member)
    if request.method == "POST" and form.is_valid():
        form.instance.save(update_fields=["letters", "language"])
        messages.success(request, _("Saved."))
        return redirect("memorials:letters")
    return render(request, "memorials/letters.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@csrf_exempt  # a mail program presses the button for its reader (RFC 8058), and has no token to show
def stop(request: SiteRequest, signed: str) -> HttpResponse:
    """Opening the address changes nothing: programs that check links open it too."""
    owner = owner_of(signed)
    if owner is None:
        raise Http404
    if request.method == "POST":
        stop_letters(user=owner)
    stopped = request.method == "POST" or owner.letters == Letters.NEVER
    return render(request, "memorials/stop_letters.html", {"stopped": stopped})
