from django import forms
from django.utils.translation import gettext_lazy as _

from chat.models import Archive
from chat.services.conversing import LONGEST_QUESTION


class QuestionForm(forms.Form):
    """What is wrong with a question is said by the service, for the site and the API alike."""

    question = forms.CharField(
        label=_("Your question"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": LONGEST_QUESTION}),
        help_text=_("Nobody but you sees the question."),
    )


class AskFamilyForm(forms.Form):
    """Nothing to fill in: the question was asked. It says why something is not sent."""


class WrongAnswerForm(forms.Form):
    words = forms.CharField(
        label=_("What is wrong with it"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("May be left out."),
    )


class ArchiveForm(forms.ModelForm):
    class Meta:
        model = Archive
        fields = ["story_too", "tributes_too"]
        labels = {
            "story_too": _("Also quote the story of the life"),
            "tributes_too": _("Also quote the words that visitors left"),
        }
        help_texts = {
            "tributes_too": _("They were left for the page, not to answer questions: ask the family first.")
        }
