"""Which engine renders: named in the settings, imported when it is first used."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from animation.engine import AnimationEngine


@cache
def engine() -> AnimationEngine:
    """One per process: its models are loaded once."""
    made: AnimationEngine = import_string(settings.ANIMATION_ENGINE)()
    return made
