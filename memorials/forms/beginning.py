"""What is asked of a new memorial after its name: one question a page, in this order, each as it was left."""

from typing import Any, NamedTuple

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from memorials.forms.access import VisibilityForm
from memorials.forms.memorials import MemorialForm
from memorials.models import Memorial


class Step(NamedTuple):
    """A question: its name in the address, its words, and the form that takes the answer."""

    name: str
    asks: Promise
    why: Promise
    form: type[forms.ModelForm]


class DatesForm(MemorialForm):
    class Meta(MemorialForm.Meta):
        fields = ["born", "died"]


class PlacesForm(forms.ModelForm):
    class Meta:
        model = Memorial
        fields = ["born_place", "died_place"]


class WordsForm(forms.ModelForm):
    class Meta:
        model = Memorial
        fields = ["summary", "epitaph", "epitaph_note"]


STEPS = (
    Step("dates", _("When was the birth, and when the death?"),
         _("If the day is not known, a year is enough, or “about 1906”."), DatesForm),
    Step("places", _("Where did this life begin, and where did it end?"),
         _("A town or a village, as the family calls it."), PlacesForm),
    Step("words", _("Who was this, in a few words?"),
         _("One line under the name, and words to remember by, if there are any."), WordsForm),
    Step("seen", _("Who may see the page?"),
         _("Until you publish it, it is a draft that only you see. This can be changed any day."),
         VisibilityForm),
)  # fmt: skip
BY_NAME = {step.name: step for step in STEPS}


def place_of(step: Step) -> dict[str, Any]:
    """Which question it is, counted with that for the name, and the names of the ones around it."""
    number = STEPS.index(step)
    return {
        "number": number + 2,
        "all": len(STEPS) + 1,
        "before": STEPS[number - 1].name if number else "",
        "after": STEPS[number + 1].name if number + 1 < len(STEPS) else "",
    }
