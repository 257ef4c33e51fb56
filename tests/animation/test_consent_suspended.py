"""A relative's objection against what is being made at that very moment; and who hears of a finished clip."""

import threading

import pytest
from django.db import connection, transaction

from animation import rendering, services
from animation.engines import engine
from animation.models import Animation
from memorials.jobs.model import State
from memorials.models import Feature, Notice, Objection, User
from memorials.services.consent import ConsentSuspended, give_consent
from memorials.services.objections import answer_objection, object_to
from tests.animation.small_engine import SmallEngine


@pytest.fixture
def small_engine(settings):
    settings.ANIMATION_ENGINE = f"{SmallEngine.__module__}.SmallEngine"
    engine.cache_clear()
    SmallEngine.meanwhile = None
    yield SmallEngine
    SmallEngine.meanwhile = None
    engine.cache_clear()


@pytest.fixture
def asked(photo, keeper, cast):
    """A job that the editor asked for, with the family's agreement."""
    give_consent(memorial=photo.memorial, kind=Feature.ANIMATION, by=keeper)
    return services.request_animation(photo=photo, by=cast.editor)


def objects(memorial, kind=Feature.ANIMATION):
    return object_to(memorial=memorial, kind=kind, by=None, name="Вера", relation="сестра")


def settle(objection, keeper):
    answer_objection(objection=objection, answer=Objection.Answer.SETTLED, by=keeper, note="Согласна")


def render(animation):
    claimed = Animation.objects.claim(animation.pk, task_id="a-task")
    return rendering.run(claimed, keep=lambda outcome: None)


def status(animation):
    return Animation.objects.values_list("status", flat=True).get(pk=animation.pk)


@pytest.mark.django_db(transaction=True)
def test_what_is_finished_after_an_objection_is_neither_kept_nor_shown(
    asked, photo, keeper, small_engine, stored
):
    before = stored()
    small_engine.meanwhile = lambda report: objects(photo.memorial)
    assert render(asked) is None
    assert (status(asked), stored()) == (State.CANCELLED, before)
    settle(Objection.objects.get(), keeper)
    assert not Animation.objects.on_show().exists()
    assert services.retry(animation=asked)
    small_engine.meanwhile = None
    assert render(asked)["clip"] == asked.code
    assert list(Animation.objects.on_show()) == [asked]


@pytest.mark.django_db(transaction=True)
def test_objection_against_something_else_stops_nothing(asked, photo, small_engine):
    small_engine.meanwhile = lambda report: objects(photo.memorial, Feature.CHAT)
    assert render(asked)["clip"] == asked.code
    assert list(Animation.objects.on_show()) == [asked]


@pytest.mark.django_db(transaction=True)
def test_what_was_ready_is_hidden_and_comes_back_once_settled(asked, photo, keeper, small_engine, stored):
    render(asked)
    kept = stored()
    objection = objects(photo.memorial)
    assert not Animation.objects.on_show().exists()
    settle(objection, keeper)
    assert (list(Animation.objects.on_show()), stored()) == ([asked], kept)


@pytest.mark.django_db(transaction=True)
def test_objection_while_somebody_asks_leaves_no_job_behind(photo, keeper, clean_cache):
    """Whoever comes second sees what the first has done: no order of the two leaves a job at work."""
    memorial = photo.memorial
    give_consent(memorial=memorial, kind=Feature.ANIMATION, by=keeper)
    held, done = threading.Event(), threading.Event()

    def relative():
        assert held.wait(20)
        objects(memorial)
        connection.close()
        done.set()

    other = threading.Thread(target=relative)
    other.start()
    with transaction.atomic():
        animation = services.request_animation(photo=photo, by=keeper)
        held.set()
        assert not done.wait(0.5)  # the objection waits until the request has ended
    other.join(30)
    assert (done.is_set(), status(animation)) == (True, State.CANCELLED)
    with pytest.raises(ConsentSuspended):
        services.request_animation(photo=photo, by=keeper, take=2)


@pytest.mark.django_db(transaction=True)
def test_request_that_waited_for_an_objection_is_refused(photo, keeper, clean_cache):
    memorial = photo.memorial
    give_consent(memorial=memorial, kind=Feature.ANIMATION, by=keeper)
    refused, ready = [], threading.Event()

    def asker():
        ready.set()
        try:
            services.request_animation(photo=photo, by=keeper)
        except ConsentSuspended:
            refused.append(True)
        connection.close()

    other = threading.Thread(target=asker)
    with transaction.atomic():
        objects(memorial)
        other.start()
        assert ready.wait(20)
        other.join(0.5)
        assert other.is_alive()
    other.join(30)
    assert (refused, Animation.objects.count()) == ([True], 0)


@pytest.mark.django_db(transaction=True)
def test_only_the_one_who_asked_hears_that_the_clip_is_ready(asked, photo, cast, small_engine):
    render(asked)
    told = [(notice.recipient, notice.kind, notice.path) for notice in Notice.objects.all()]
    assert told == [(cast.editor, "clip", f"{photo.get_absolute_url()}living/")]


@pytest.mark.django_db(transaction=True)
def test_clip_whose_asker_is_gone_or_that_was_lost_tells_nobody(asked, photo, cast, small_engine):
    claimed = Animation.objects.claim(asked.pk, task_id="a-task")
    assert not services.attach(claimed, "another run", keep=lambda: None, clip="x", poster="y")
    User.objects.filter(pk=cast.editor.pk).delete()
    claimed.refresh_from_db()
    assert services.attach(claimed, claimed.token, keep=lambda: None, clip="x", poster="y")
    assert not Notice.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_notice_and_clip_come_together_or_not_at_all(asked, small_engine):
    claimed = Animation.objects.claim(asked.pk, task_id="a-task")

    def keep():
        raise RuntimeError("the outcome could not be stored")

    with pytest.raises(RuntimeError):
        services.attach(claimed, claimed.token, keep=keep, clip="x", poster="y")
    assert (status(asked), Notice.objects.count()) == (State.RUNNING, 0)
