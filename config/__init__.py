"""The project: settings, addresses, the Celery application, and what starts and checks them."""

from config.celery import app as celery_app
from config.memory import keep_what_is_loaded

__all__ = ["celery_app"]

keep_what_is_loaded()
