from django import forms
from django.utils.translation import gettext_lazy as _

from memorials.forms.dates import PartialDateField
from memorials.models import Album


class AlbumForm(forms.ModelForm):
    period = PartialDateField(
        label=_("Which years"), help_text=_("As you know them: 1930–1941, the 1950s, summer 1951.")
    )

    class Meta:
        model = Album
        fields = ["title", "period"]
        labels = {"title": _("Name of the album")}
        help_texts = {
            "title": _("As the family calls that time: “Before the war”, “Summers in the village”.")
        }
