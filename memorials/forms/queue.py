"""What a decision on the queue asks."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from memorials import queue, reasons
from memorials.services.verdicts import Verdict

#: Nobody has read more than one page shows.
MOST_ITEMS = queue.PAGE


class VerdictForm(forms.Form):
    """One verdict on the ticked items, with a reason unless they are shown."""

    item = forms.MultipleChoiceField(required=False)
    verdict = forms.ChoiceField(choices=Verdict.choices)
    reason = forms.ChoiceField(
        label=_("Why"), choices=[("", _("Please choose")), *reasons.CHOICES], required=False
    )
    note = forms.CharField(label=_("In your own words"), max_length=500, required=False)

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
        if given.get("verdict") in (Verdict.DECLINE, Verdict.HIDE):
            self._demand_reason(given)
        return given

    def _demand_reason(self, given: dict[str, Any]) -> None:
        if not given.get("reason"):
            self.add_error("reason", _("Please say why: whoever added it will read the reason."))
        elif given["reason"] == reasons.OWN_WORDS and not given.get("note"):
            self.add_error("note", _("Please write why, in a few words."))
