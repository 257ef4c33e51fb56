"""What is told of files that are being added."""

from django import forms
from django.utils.translation import gettext_lazy as _

from memorials.forms.dates import PartialDateField
from memorials.models import Media


class WordsForm(forms.ModelForm):
    """Whatever kind of thing it is."""

    taken = PartialDateField(label=_("When it was"), help_text="")

    class Meta:
        model = Media
        fields = ["caption", "people", "taken", "place", "credit"]
        labels = {
            "caption": _("What it is"),
            "people": _("Who is in it"),
            "place": _("Where it was"),
            "credit": _("Who took it, or whose it is"),
        }
