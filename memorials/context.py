from django.conf import settings
from django.http import HttpRequest

from memorials.queue import something_waits


def site(request: HttpRequest) -> dict[str, object]:
    """What the frame of every page needs to know."""
    return {
        "registration_open": settings.REGISTRATION == "open",
        # Asked only where a template shows it: the pages of errors read no session.
        "something_waits": lambda: something_waits(request.viewer),  # type: ignore[attr-defined]
    }
