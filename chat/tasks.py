"""Shells that run by the clock. Each imports its service when it runs: see chat/listening.py."""

from celery import shared_task


@shared_task(ignore_result=True, soft_time_limit=20, time_limit=30)
def read_waiting() -> None:
    from chat.services.catching_up import catch_up

    catch_up()


@shared_task(ignore_result=True, soft_time_limit=300, time_limit=330)
def forget_conversations() -> None:
    from chat.services.conversing import forget_unowned

    forget_unowned()
