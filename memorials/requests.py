"""The request as our middleware leaves it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from memorials.viewer import Viewer


class SiteRequest(HttpRequest):
    """For annotations only: the middleware adds these to Django's own request."""

    viewer: Viewer
    htmx: HtmxDetails
    indexed: bool
    is_shown_as_to_guest: bool
