"""What the settings refuse, said to a person as one sentence, at every door: manage.py, the web, Celery."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

#: The launcher knows by it that the last line of a log is the whole story.
REFUSED = os.EX_CONFIG
#: Gunicorn starts a worker that failed again and again, unless it ends with this number.
REFUSED_IN_GUNICORN = 3


def read_settings(code: int = REFUSED) -> None:
    """Read them now, so that a refusal comes here and not in the middle of somebody's traceback."""
    try:
        settings.SECRET_KEY  # noqa: B018  (asking for one reads them all)
    except ImproperlyConfigured as refusal:
        sys.stderr.write(f"{refusal}\n")
        sys.stderr.flush()
        raise SystemExit(code) from None
