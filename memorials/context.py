from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """What the frame of every page needs to know."""
    return {"registration_open": settings.REGISTRATION == "open"}
