"""Which of the wake-ups in one queue a worker takes first."""

import pytest

from animation.models import Animation, FoundFaces
from memorials.jobs.handover import messages_waiting, send
from tests.animation.faces import found
from tests.animation.jobs import job
from tests.wake_ups import take_messages

pytestmark = pytest.mark.django_db


def test_a_search_for_faces_is_taken_before_the_renders_that_wait(turn_to, free_broker, photo):
    turn_to("REDIS_URL", free_broker)
    for row in (job(photo), job(photo), found(photo)):
        assert send(type(row), row.pk)
    assert messages_waiting(Animation) == 3  # those of either kind
    taken = [task for task, *_ in take_messages(FoundFaces.QUEUE)]
    assert taken == [FoundFaces.TASK, Animation.TASK, Animation.TASK]
