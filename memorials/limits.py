"""How often one address may do something. The counts lie in the database's cache: all processes share them.

The address is the one that allauth's adapter finds, which a forged X-Forwarded-For does not change:
only as many proxies are believed as TRUSTED_PROXIES names.
"""

from allauth.core.internal import ratelimit
from django.http import HttpRequest


def limited(request: HttpRequest, name: str, rate: str) -> bool:
    """Counts this request, and says whether it is one too many. `rate`: "10/1h/ip". GET is never limited."""
    return not ratelimit.consume(request, app="memorials", action=name, config={name: rate})
