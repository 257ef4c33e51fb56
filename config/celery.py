"""The Celery application. What travels over it, and why so little: docs/jobs.md."""

import os
import sys
from pathlib import Path

from celery import Celery

from config.refusal import read_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# `make check` asks Django's checks; here they would load every page of the site, 28 MB a process.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")

if Path(sys.argv[0]).name == "celery":  # it would show a refusal with forty lines of its own
    read_settings()
app = Celery("rodnik")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add("memorials.jobs.pulse:PulseStep")
