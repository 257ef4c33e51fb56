"""How often something may be done from one place. Counted in the database's cache: one count for all
processes, alive when the broker is not."""

import hashlib
import ipaddress
import math
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

#: The same words as on the page 429.
TOO_OFTEN = _(
    "That was too often in a short time, and nothing was changed. Please wait a little and try again."
)
#: A guess at 256 bits cannot succeed; the limit only keeps guessers from being a load. It counts wrong
#: tokens alone, so that nobody who guesses can close a valid link to others at the same address.
WRONG_TOKENS = "60/h"
#: Forms that anybody may send, with or without an account, counted by address. A whole parish may come by one
#: address after a service; a machine wants more than that.
OPEN_FORMS = "60/h"
TOO_MUCH_FROM_ADDRESS = _("Too much came from your address at once. Please try a little later.")
_SECONDS = {"m": 60, "h": 3600, "d": 24 * 3600}


def limited(request: HttpRequest, name: str, rate: str, *, whose: str = "") -> HttpResponse | None:
    """None where `name` may be done now, which then counts; otherwise the answer 429 to give.

    `rate` is a number and a span: 10/h. Counted is the client's address, or `whose` where it is given.
    """
    wait = seconds_to_wait(name, rate, whose or address_of(request))
    if not wait:
        return None
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(wait)
    return response


def seconds_to_wait(name: str, rate: str, who: str) -> int:
    """0 where it may be done now, which then counts; or in how many seconds there is a free place.

    Ten an hour are ten places, each taken for an hour. Taking one is a single insertion, so however many
    requests come at the same moment, no more than ten go through.
    """
    amount, seconds = int(rate.split("/")[0]), _SECONDS[rate.split("/")[1]]
    counted = hashlib.sha256(who.encode("utf-8", "surrogatepass")).hexdigest()
    places = [f"limit:{name}:{counted}:{number}" for number in range(amount)]
    taken = cache.get_many(places)
    now = time.time()
    if any(cache.add(place, now + seconds, seconds) for place in places if place not in taken):
        return 0
    return max(1, math.ceil(min(taken.values(), default=now + seconds) - now))


def address_of(request: HttpRequest) -> str:
    """Where the request comes from, whatever it says of itself.

    Each trusted proxy adds one entry on the right of X-Forwarded-For; what stands further left was written
    by the client. Who talks past the proxies is known by the connection alone.
    """
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    passed = request.headers.get("X-Forwarded-For", "").split(",")
    told = passed[-proxies] if 0 < proxies <= len(passed) else request.META.get("REMOTE_ADDR", "")
    return _household(told.strip())


def _household(told: str) -> str:
    """An IPv6 client has as many addresses as it likes within its /64 network: they count as one."""
    bare = told.rsplit(":", 1)[0] if told.count(":") == 1 or "]:" in told else told
    try:
        address = ipaddress.ip_address(bare.strip("[]"))
    except ValueError:
        return told
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))
