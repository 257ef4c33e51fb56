"""Forms on the family's agreement: giving it, objecting, and answering who objected."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from memorials.consents import STATEMENT
from memorials.models import Feature, Objection
from memorials.services.objections import LONGEST_NOTE, NOTE_MISSING, settles_without_a_word


class ConsentForm(forms.Form):
    agreed = forms.BooleanField(
        label=STATEMENT,
        help_text=_("We record your name and today's date. The agreement can be withdrawn at any time."),
    )


class ObjectionForm(forms.ModelForm):
    """Open to whoever sees the page. A machine fills in the trap; it is thanked, and nothing is kept."""

    kind = forms.ChoiceField(label=_("What is to be switched off"), widget=forms.RadioSelect)
    subject = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    class Meta:
        model = Objection
        fields = ["kind", "name", "relation", "words", "email"]
        labels = {
            "relation": _("Who you are to this person"),
            "words": _("What you want to say"),
            "email": _("E-mail, if you wish an answer"),
        }
        help_texts = {
            "relation": _("For example: daughter, brother, husband."),
            "words": _("May be left empty. Only the keepers read it, and your name and e-mail."),
        }
        widgets = {"words": forms.Textarea(attrs={"rows": 6})}

    #: Set by the view where this address has sent too many.
    too_much = False

    def __init__(self, *args: Any, kinds: Collection[Feature], **options: Any) -> None:
        super().__init__(*args, **options)
        self.kinds = kinds  # those against which no objection waits already
        choices = [(kind.value, capfirst(kind.label)) for kind in kinds]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.initial["kind"] = choices[0][0]

    def visible_fields(self) -> list[forms.BoundField]:
        """What people see."""
        return [field for field in super().visible_fields() if field.name != "subject"]

    @property
    def trapped(self) -> bool:
        return bool(self.cleaned_data["subject"])

    @property
    def said(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("name", "relation", "words", "email")}


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("What is decided"),
        choices=[
            (Objection.Answer.UPHELD, _("The agreement is withdrawn: it stays off")),
            (Objection.Answer.SETTLED, _("The family has agreed after all: it is shown again")),
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("What was agreed, and with whom"),
        help_text=_("Only keepers read it. It is kept with your name and today's date."),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_answer(self) -> Objection.Answer:
        return Objection.Answer(self.cleaned_data["answer"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if settles_without_a_word(cleaned.get("answer", ""), cleaned.get("note", "")):
            self.add_error("note", NOTE_MISSING)
        return cleaned
