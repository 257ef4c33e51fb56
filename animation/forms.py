from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from animation.models import Gesture, Strength


class AnimateForm(forms.Form):
    """What to make of a photograph. `take` says which one, so that two clicks ask for the same."""

    gesture = forms.ChoiceField(
        label=_("Movement"), choices=Gesture.choices, initial=Gesture.SMILE, widget=forms.RadioSelect
    )
    strength = forms.ChoiceField(
        label=_("How much it shows"),
        choices=Strength.choices,
        initial=Strength.CLEARLY,
        widget=forms.RadioSelect,
    )
    take = forms.IntegerField(min_value=1, max_value=100_000, widget=forms.HiddenInput)
    agreed = forms.BooleanField(
        label=_("The family knows of this and agrees"),
        help_text=_(
            "We record your name and today's date. The agreement can be withdrawn; then living photographs "
            "are shown no more."
        ),
    )

    def __init__(self, *args: Any, asks_for_consent: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not asks_for_consent:
            del self.fields["agreed"]
