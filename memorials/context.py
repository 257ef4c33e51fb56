from django.http import HttpRequest

from memorials.invited import may_register


def site(request: HttpRequest) -> dict[str, object]:
    """What the frame of every page needs to know. Asked only where a template asks: error pages read no
    session."""
    return {"registration_open": lambda: may_register(request)}
