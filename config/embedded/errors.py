class CannotStart(Exception):
    """What stands in the way of a start, as one plain sentence."""


class StopAsked(Exception):
    """Somebody asked the launcher to stop: Ctrl-C, SIGTERM, or a closed terminal."""
