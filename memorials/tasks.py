"""Shells over services that run by the clock."""

from celery import shared_task

from memorials.services.letters import send_due
from memorials.services.memorials import remove_past_grace


@shared_task(ignore_result=True, soft_time_limit=300, time_limit=330)
def remove_deleted() -> None:
    remove_past_grace()


@shared_task(ignore_result=True, soft_time_limit=60, time_limit=90)
def send_letters() -> None:
    send_due()
