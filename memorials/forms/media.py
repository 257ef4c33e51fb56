"""What of the portrait stays in sight."""

from django import forms
from django.utils.translation import gettext_lazy as _

from memorials.models import Memorial


class FocusForm(forms.ModelForm):
    """Which point of the portrait stays in sight where only a square of it is shown."""

    class Meta:
        model = Memorial
        fields = ["cover_x", "cover_y"]
        labels = {"cover_x": _("From the left"), "cover_y": _("From above")}
        widgets = dict.fromkeys(
            fields, forms.NumberInput(attrs={"type": "range", "min": 0, "max": 100, "step": 1})
        )
