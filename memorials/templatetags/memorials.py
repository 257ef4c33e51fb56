"""What the templates ask of the domain: a permission word, a date in words, a slot, a shown copy."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from memorials import dates, slots
from memorials.clock import clock
from memorials.crop import square
from memorials.models import Media, Memorial, Rendition
from memorials.models.media import PICTURES
from memorials.models.user import shown_as
from memorials.permissions import Word, may, role_of
from memorials.prose import to_html
from memorials.requests import SiteRequest
from memorials.waveform import HEIGHT, drawing

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


@register.simple_tag
def dated(edtf: str, old_style: bool = False) -> str:
    """`{% dated memorial.born %}`: the date in words, a <time> where HTML can say it to machines too."""
    said = dates.worded(edtf, old_style=old_style)
    note = dates.style_note(edtf, old_style=old_style)
    if note:
        said = format_html('<span title="{}">{}</span>', note, said)
    machine = dates.machine_readable(edtf, old_style=old_style)
    return format_html('<time datetime="{}">{}</time>', machine, said) if machine else said


@register.filter
def prose(markdown: str) -> SafeString:
    """A chapter's text as HTML."""
    return to_html(markdown)


register.filter(shown_as)


@register.filter
def unlocalized(number: float) -> str:
    """A number for SVG, which knows no decimal comma."""
    return f"{number:g}"


@register.filter
def rendition(photo: Media | None, name: str) -> Rendition | None:
    """`{% with shown=photo|rendition:"view" %}`"""
    return photo.rendition(name) if photo else None


@register.filter
def best(media: Media | None, name: str) -> Rendition | None:
    """`{% with shown=photo|best:"large" %}`: what a worker has not made yet is shown by what there is."""
    return media.best(name) if media else None


@register.filter
def srcset(media: Media) -> str:
    """Every size that there is of a picture, so that the browser fetches the one it needs."""
    sizes = [shown for name in PICTURES if (shown := media.rendition(name))]
    return ", ".join(f"{shown.url} {shown.width}w" for shown in sizes)


@register.filter(name="clock")
def clock_filter(seconds: float | None) -> str:
    return clock(seconds) if seconds else ""


@register.inclusion_tag("memorials/_wave.html")
def wave(media: Media) -> dict[str, Any]:
    """What a recording looks like; nothing where that is not known yet."""
    width, path = drawing(media.waveform)
    return {"width": width, "path": path, "height": HEIGHT}


@register.simple_tag(takes_context=True)
def slot(context: dict[str, Any], name: str, **about: object) -> SafeString:
    return slots.render(slots.Slot(name), context["request"], **about)


@register.inclusion_tag("memorials/_square.html")
def square_portrait(memorial: Memorial) -> dict[str, Any]:
    """A small square of the portrait, cut around its focal point; nothing where there is no portrait."""
    shown = memorial.cover.rendition("thumb") if memorial.cover else None
    if shown is None or not shown.width or not shown.height:
        return {}
    left, top, side = square(shown.width, shown.height, memorial.cover_x, memorial.cover_y)
    return {"shown": shown, "box": f"{left} {top} {side} {side}"}
