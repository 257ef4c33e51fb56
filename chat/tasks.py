"""Shells that run by the clock."""

from celery import shared_task

from chat.services.catching_up import catch_up
from chat.services.conversing import forget_unowned


@shared_task(ignore_result=True, soft_time_limit=20, time_limit=30)
def read_waiting() -> None:
    catch_up()


@shared_task(ignore_result=True, soft_time_limit=300, time_limit=330)
def forget_conversations() -> None:
    forget_unowned()
