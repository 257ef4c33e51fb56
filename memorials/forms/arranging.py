"""The order of what was brought."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from memorials.models import Album, Media


class ArrangeForm(forms.Form):
    """Which things go into which album; none, and they stand by their dates again."""

    chosen = forms.ModelMultipleChoiceField(
        queryset=Media.objects.none(),
        to_field_name="code",
        label=_("What goes there"),
        error_messages={"required": _("Tick at least one."), "invalid_choice": _("One of them is gone.")},
    )
    album = forms.ModelChoiceField(
        queryset=Album.objects.none(),
        to_field_name="code",
        required=False,
        label=_("Put what is ticked into"),
        empty_label=_("no album: by its date"),
    )

    def __init__(self, *args: Any, among: QuerySet[Media], albums: QuerySet[Album], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["chosen"].queryset = among  # type: ignore[attr-defined]
        self.fields["album"].queryset = albums  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    """One thing goes one place on by a button, or several by a hand that drags it."""

    earlier = forms.SlugField(required=False)
    later = forms.SlugField(required=False)
    moved = forms.SlugField(required=False)
    by = forms.IntegerField(required=False, min_value=-10_000, max_value=10_000)

    def move(self) -> tuple[str, int] | None:
        """The code, and by how many places; None where nothing is to be moved."""
        given = self.cleaned_data
        steps = {given["earlier"]: -1, given["later"]: 1, given["moved"]: given["by"] or 0}
        return next(((code, by) for code, by in steps.items() if code), None)
