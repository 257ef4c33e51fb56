from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from memorials.appearance import LANGUAGES, THEMES, put_theme, remember
from memorials.requests import SiteRequest


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or neither, and go back to where the reader was."""
    chosen, back = request.POST.get("theme"), request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    response = HttpResponseRedirect(back if safe else "/")  # not redirect(): it would look for a view's name
    if chosen in THEMES:
        put_theme(response, chosen, secure=request.is_secure())
        remember(request.user, theme=chosen)
    return response


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Django's own view sets the cookie and leads back; a person is asked only once."""
    chosen = request.POST.get("language")
    if chosen in LANGUAGES:
        remember(request.user, site_language=chosen)
    return set_language(request)


@require_safe
def admin_login(request: HttpRequest) -> HttpResponse:
    """The admin has no door of its own: one signs in as everywhere, and staff rights decide."""
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next", "/admin/"))


@require_safe
def styleguide(request: SiteRequest) -> HttpResponse:
    """For whoever works on the site; to everybody else the address is one that is not there."""
    if not request.viewer.is_staff:
        raise Http404
    return render(request, "styleguide.html")
