"""Loaded into the embedded Celery workers with -I: pool children must not outlive their worker."""

from typing import Any

from celery.signals import worker_process_init

from config.embedded.kinship import die_with_parent


@worker_process_init.connect
def tie_to_worker(**_: Any) -> None:
    die_with_parent()
