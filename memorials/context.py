from django.http import HttpRequest

from memorials.invited import may_register
from memorials.queue import something_waits


def site(request: HttpRequest) -> dict[str, object]:
    """What the frame of every page needs to know. Asked only where a template asks: error pages read no
    session."""
    return {
        "registration_open": lambda: may_register(request),
        "something_waits": lambda: something_waits(request.viewer),  # type: ignore[attr-defined]
    }
