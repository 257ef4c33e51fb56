"""The project: settings, addresses, the Celery application, and what starts and checks them."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
