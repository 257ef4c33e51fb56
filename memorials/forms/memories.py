"""What somebody remembers."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from memorials.forms.dates import PartialDateField
from memorials.forms.folding import Folding
from memorials.models import Media, Memory


class MemoryForm(Folding, forms.ModelForm):
    """`among` is what may be chosen to belong to it. One that is not among them is refused."""

    FOLDED = ("teller", "source_name", "source_url")

    happened = PartialDateField(label=_("When it was"))
    attached = forms.ModelMultipleChoiceField(
        queryset=Media.objects.none(),
        to_field_name="code",
        required=False,
        label=_("Photographs, films, recordings and papers that belong to it"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("One of the things that were chosen is not there any more.")},
    )
    source_url = forms.URLField(
        label=_("Address of the source"), required=False, max_length=500, assume_scheme="https"
    )

    class Meta:
        model = Memory
        fields = ["title", "text", "relation", "happened", "attached", "teller", "source_name", "source_url"]
        labels = {"text": _("What you remember")}
        help_texts = {
            "title": _("A few words; may be left out."),
            "teller": _("If you write down what somebody else told."),
            "relation": _("For example: granddaughter, neighbour, colleague."),
            "source_name": _("A book, a letter, an archive, if it comes from one."),
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 10})}

    def __init__(self, *args: Any, among: QuerySet[Media], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["attached"].queryset = among  # type: ignore[attr-defined]
