"""One's own account."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from memorials.models import ApiToken, User
from memorials.models.api_token import MOST_DAYS, USUAL_DAYS


class OwnNameForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name"]
        labels = {"name": _("Your name")}
        help_texts = {"name": _("As your family calls you. It stands under what you tell.")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].required = True


class LeavingForm(forms.Form):
    memories = forms.ChoiceField(
        label=_("Memories that you wrote, and words, candles and flowers that you left"),
        choices=[
            ("keep", _("stay, with your name under them")),
            ("remove", _("are deleted, and cannot be brought back")),
        ],
        initial="keep",
        widget=forms.RadioSelect,
    )


class ApiTokenForm(forms.ModelForm):
    days = forms.TypedChoiceField(
        label=_("Valid for"),
        choices=[(7, _("a week")), (USUAL_DAYS, _("three months")), (MOST_DAYS, _("a year"))],
        initial=USUAL_DAYS,
        coerce=int,
    )

    class Meta:
        model = ApiToken
        fields = ["name"]
        labels = {"name": _("What it is for")}
        help_texts = {"name": _("So that you know it again: “backup at home”.")}
