"""What whoever has no account may do here too, a machine included."""

from rest_framework.exceptions import Throttled
from rest_framework.request import Request

from memorials.limits import OPEN_FORMS, TOO_MUCH_FROM_ADDRESS, address_of, seconds_to_wait


def demand_room_of_address(request: Request, name: str) -> None:
    """Count it together with the site's own form of that name, by address; 429 where it was too much."""
    if wait := seconds_to_wait(name, OPEN_FORMS, address_of(request._request)):
        raise Throttled(wait, str(TOO_MUCH_FROM_ADDRESS))
