from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from animation.models import FACES, Gesture, Strength


class AnimateForm(forms.Form):
    """What to make of a photograph. `take` says which one, so that two clicks ask for the same."""

    #: Whether the photograph has such a face is known to the service, or to nobody yet.
    faces = forms.CharField(
        label=_("Whose face"), max_length=8, required=False, validators=[RegexValidator(FACES)]
    )
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

    def clean_faces(self) -> str:
        """Where there was no choice it is the largest, unasked."""
        return self.cleaned_data["faces"] or "largest"
