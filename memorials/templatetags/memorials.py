"""What the templates ask of the domain: a permission word, a date in words, a slot, a shown copy."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from memorials import dates, slots
from memorials.models import Media, Memorial, Rendition
from memorials.permissions import Word, may, role_of
from memorials.requests import SiteRequest

register = template.Library()


@register.simple_tag(takes_context=True, name="may")
def may_tag(context: dict[str, Any], word: str, memorial: Memorial) -> bool:
    """`{% may "edit" memorial as may_edit %}`"""
    request: SiteRequest = context["request"]
    return may(request.viewer, Word(word), memorial)


@register.simple_tag(takes_context=True)
def role(context: dict[str, Any], memorial: Memorial) -> str | None:
    """`{% role memorial as role %}`: None for whoever is not a member."""
    request: SiteRequest = context["request"]
    return role_of(request.viewer, memorial)


@register.filter
def date_in_words(text: str) -> str:
    return dates.worded(text)


@register.filter
def rendition(photo: Media | None, name: str) -> Rendition | None:
    """`{% with shown=photo|rendition:"view" %}`"""
    return photo.rendition(name) if photo else None


@register.simple_tag(takes_context=True)
def slot(context: dict[str, Any], name: str, **about: object) -> SafeString:
    return slots.render(slots.Slot(name), context["request"], **about)
