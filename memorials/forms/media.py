"""Photographs, and what of the portrait stays in sight."""

from django import forms
from django.utils.translation import gettext_lazy as _

from memorials.forms.dates import PartialDateField
from memorials.models import Media, Memorial


class NewMediaForm(forms.ModelForm):
    photo = forms.FileField(
        label=_("Photograph"), help_text=_("JPEG, PNG or WebP. The file is kept as it is.")
    )
    taken = PartialDateField(label=_("When it was taken"))

    class Meta:
        model = Media
        fields = ["caption", "credit", "taken"]
        labels = {"caption": _("What is seen"), "credit": _("Who took it, or whose it is")}

    field_order = ["photo", "caption", "credit", "taken"]


class FocusForm(forms.ModelForm):
    """Which point of the portrait stays in sight where only a square of it is shown."""

    class Meta:
        model = Memorial
        fields = ["cover_x", "cover_y"]
        labels = {"cover_x": _("From the left"), "cover_y": _("From above")}
        widgets = dict.fromkeys(
            fields, forms.NumberInput(attrs={"type": "range", "min": 0, "max": 100, "step": 1})
        )
