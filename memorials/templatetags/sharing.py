"""What a page says to those who only pass it on: cameras, messengers and search engines."""

from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import SafeString

from memorials.cards import card_of
from memorials.models import Memorial
from memorials.qr import as_element

register = template.Library()


@register.simple_tag
def qr(address: str, label: str) -> SafeString:
    """`{% qr address label %}`: the address as a picture in the page itself; it is stored nowhere."""
    return as_element(address, label)


@register.inclusion_tag("memorials/_outside.html", takes_context=True)
def outside(context: dict[str, Any], memorial: Memorial) -> dict[str, Any]:
    """`{% outside memorial %}`: the card of a public memorial, and its languages where it may be listed."""
    indexed = context["request"].indexed
    twins = Memorial.objects.indexed().filter(pk=memorial.twin_id or 0)
    return {
        "memorial": memorial,
        "card": card_of(memorial.code),
        "site": settings.SITE_URL,
        "indexed": indexed,
        "twin": twins.first() if indexed else None,
    }
