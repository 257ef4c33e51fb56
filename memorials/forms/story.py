"""The story: its chapters and events."""

from django import forms
from django.utils.translation import gettext_lazy as _

from memorials.forms.dates import PartialDateField
from memorials.models import Chapter, LifeEvent


class ChapterForm(forms.ModelForm):
    class Meta:
        model = Chapter
        fields = ["title", "text"]
        help_texts = {
            "text": _(
                "An empty line begins a paragraph; *asterisks* set a word in italics; > begins a quotation."
            )
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 18})}


class LifeEventForm(forms.ModelForm):
    happened = PartialDateField(label=_("When"), required=True)

    class Meta:
        model = LifeEvent
        fields = ["happened", "title", "place"]
