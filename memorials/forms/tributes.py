"""Forms that anybody may send, without an account: a tribute, a report."""

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from memorials.models import Report, Tribute
from memorials.models.token import new_token
from memorials.services.reports import LONGEST_WORDS
from memorials.services.tributes import LONGEST_NAME, LONGEST_TEXT

#: Seconds within which nobody reads a form and answers it. The clock of a stamp has whole seconds.
LEAST_SECONDS = 3
#: A letter may lie open on the table for a day.
MOST_SECONDS = 24 * 3600
SIGNER = signing.TimestampSigner(salt="memorials.forms.tributes")


class WordsField(forms.CharField):
    """A text of several lines. A line's end counts as one sign, as it does in the browser."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class OpenForm(forms.Form):
    """A form with two quiet guards against machines, and no riddle for people.

    The trap is a field that people do not see: who fills it in is thanked, and nothing is kept. The stamp
    tells how long the form was open; who was too quick is asked to press once more, with all words kept.
    """

    subject = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fresh_stamp = SIGNER.sign(new_token())
        self.fields["stamp"].initial = self.fresh_stamp

    def visible_fields(self) -> list[forms.BoundField]:
        """What people see."""
        return [field for field in super().visible_fields() if field.name != "subject"]

    @property
    def trapped(self) -> bool:
        return bool(self.cleaned_data.get("subject"))

    @property
    def token(self) -> str:
        """The stamp's own random part: the same form sent twice has the same."""
        stamp = self.cleaned_data.get("stamp", "")
        return SIGNER.unsign(stamp) if _is_younger(stamp, MOST_SECONDS) else new_token()

    def clean(self) -> dict[str, Any]:
        if not self.trapped:
            self._demand_time()
        return self.cleaned_data

    def _demand_time(self) -> None:
        stamp = self.cleaned_data.get("stamp", "")
        if not _is_younger(stamp, MOST_SECONDS):
            self.data = {**{name: self.data[name] for name in self.data}, "stamp": self.fresh_stamp}
            self._ask_again()
        elif _is_younger(stamp, LEAST_SECONDS):
            self._ask_again()

    def _ask_again(self) -> None:
        self.add_error(None, _("Please press the button once more."))


def _is_younger(stamp: str, seconds: int) -> bool:
    try:
        SIGNER.unsign(stamp, max_age=seconds)
    except signing.BadSignature:
        return False
    return True


class TributeWordsForm(forms.Form):
    """The words of a tribute. Under a letter stands a name; beside a candle it may be left out."""

    LABELS: dict[str, Any] = {
        Tribute.Kind.WORD: _("Your words"),
        Tribute.Kind.CANDLE: _("A line beside the candle"),
        Tribute.Kind.FLOWER: _("A line beside the flowers"),
    }

    def __init__(self, *args: Any, kind: Tribute.Kind, **options: Any) -> None:
        super().__init__(*args, **options)
        is_word = kind == Tribute.Kind.WORD
        optional = "" if is_word else _("May be left out.")
        self.fields["text"] = WordsField(
            label=self.LABELS[kind],
            required=is_word,
            max_length=LONGEST_TEXT[kind],
            help_text=optional,
            widget=forms.Textarea(attrs={"rows": 10 if is_word else 2}),
        )
        self.fields["name"] = forms.CharField(
            label=_("Your name"), required=is_word, max_length=LONGEST_NAME, help_text=optional
        )


class TributeForm(TributeWordsForm, OpenForm):
    """What a new tribute asks."""


class ReportForm(OpenForm):
    reason = forms.ChoiceField(
        label=_("What is wrong"), choices=Report.Reason.choices, widget=forms.RadioSelect
    )
    words = WordsField(
        label=_("In your words"), required=False, max_length=LONGEST_WORDS, help_text=_("May be left out.")
    )
    email = forms.EmailField(
        label=_("Where we can answer"),
        required=False,
        help_text=_("May be left out. Only those who decide on the report see the address."),
    )

    field_order = ["reason", "words", "email"]
