"""What the admin shows: memorials that hold one of everything, and the addresses of its pages."""

from django.contrib.auth.models import Group
from django.urls import reverse
from django_celery_results.models import TaskResult

from animation.models import Animation
from memorials.jobs.model import State
from memorials.models import Consent, Media, Memorial, Memory
from memorials.services.consent import give_consent
from tests.animation.jobs import job, kept_photo, store_result
from tests.everything import add_everything
from tests.people import make_memorial, make_memory, make_public

CANARY = "kanareyka"  # in Latin letters: JSON would write others as numbers


def fill(memorial, keeper, other, word):
    """Everything that a memorial can hold, with a word in every place that somebody can write to."""
    photo = kept_photo(memorial, keeper)
    Media.objects.filter(pk=photo.pk).update(caption=f"{word} caption", credit=word, original_name=word)
    memory = make_memory(memorial, keeper, title=f"{word} title", text=word, teller=word, source_name=word)
    consent = give_consent(memorial=memorial, kind=Consent.Kind.ANIMATION, by=keeper)
    Consent.objects.filter(pk=consent.pk).update(given_name=f"{word} gave")
    store_result(f"task of {photo.code}", {"engine": word})
    result = TaskResult.objects.get(task_id=f"task of {photo.code}")
    animation = job(photo, State.READY, task_id=result.task_id)
    rows = {Memorial: memorial, Memory: memory, Media: photo, Consent: consent}
    rows |= add_everything(memorial, keeper, other, word)
    return {**rows, Animation: animation, TaskResult: result}


def label(model):
    return model._meta.label_lower


def page(model, name, *arguments):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=arguments)


def open_and_hidden(cast):
    public = fill(make_public(cast), cast.keeper, cast.stranger, "видимое")
    hidden = fill(
        make_memorial(cast, name=f"{CANARY} name", epitaph=CANARY), cast.keeper, cast.stranger, CANARY
    )
    Group.objects.create(name="Помощники")
    return public, hidden
