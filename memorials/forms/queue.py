"""What a decision on the queue asks."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from memorials import reasons
from memorials.services.verdicts import LONGEST_NOTE, MOST_ITEMS, Verdict, unexplained


class VerdictForm(forms.Form):
    """One verdict on the ticked items, with a reason unless they are shown."""

    item = forms.MultipleChoiceField(required=False)
    verdict = forms.ChoiceField(choices=Verdict.choices)
    reason = forms.ChoiceField(
        label=_("Why"), choices=[("", _("Please choose")), *reasons.CHOICES], required=False
    )
    note = forms.CharField(label=_("In your own words"), max_length=LONGEST_NOTE, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.marks: list[str] = cast(QueryDict, self.data).getlist("item") if self.is_bound else []
        # Which items there are, the door says; a name that leads nowhere changes nothing.
        self.fields["item"].choices = [(mark, mark) for mark in self.marks]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not self.marks:
            self.add_error(None, _("Nothing is ticked yet."))
        if len(self.marks) > MOST_ITEMS:
            self.add_error(None, _("These are more items than one page shows."))
        if verdict := given.get("verdict"):
            said = (given.get(field, "") for field in ("reason", "note"))
            for field, sentence in unexplained(verdict, *said).items():
                self.add_error(field, sentence)
        return given
