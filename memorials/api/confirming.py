"""That it is the owner of the account: before what cannot be undone, a token alone is not enough."""

from allauth.core import ratelimit
from rest_framework.exceptions import Throttled, ValidationError
from rest_framework.request import Request

from memorials.accounts import SENTENCES
from memorials.api.authentication import confirmed_just_now
from memorials.limits import TOO_OFTEN
from memorials.models import User

#: Seconds after which a password may be tried again, where it was tried too often.
PAUSE = 60


def confirm(request: Request, user: User, password: str) -> None:
    """By the password that comes along; without one by a confirmation within the last minutes, as the site
    asks for it. Wrong passwords count together with those on the site."""
    if not password:
        confirmed_just_now(request)
        return
    if not ratelimit.consume(request._request, action="reauthenticate", user=user):
        raise Throttled(PAUSE, str(TOO_OFTEN))
    if not user.check_password(password):
        raise ValidationError({"password": [SENTENCES["incorrect_password"]]})
