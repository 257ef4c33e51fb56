"""The memorial itself: who it is of, and what it offers."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from memorials import dates
from memorials.forms.dates import PartialDateField
from memorials.models import Memorial, Visibility


class MemorialForm(forms.ModelForm):
    born = PartialDateField(label=_("Born"))
    died = PartialDateField(label=_("Died"))

    class Meta:
        model = Memorial
        fields = ["name", "born", "died", "summary", "epitaph", "epitaph_note", "language", "visibility"]
        labels = {"name": _("Name"), "language": _("Language of the page")}
        help_texts = {"name": _("As the family says it, or as in the passport.")}
        widgets = {"visibility": forms.RadioSelect, "language": forms.RadioSelect}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "visibility" in self.fields:
            self.fields["visibility"].choices = Visibility.choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if dates.is_before(cleaned.get("died", ""), cleaned.get("born", "")):
            self.add_error("died", dates.DIED_BEFORE_BORN)
        return cleaned


class WholeMemorialForm(MemorialForm):
    """All that is known of the person. Who sees the page is a question of its own."""

    class Meta(MemorialForm.Meta):
        fields = [
            "name", "surname", "given_name", "patronymic", "maiden_name", "home_name",
            "born", "born_old_style", "born_place", "died", "died_old_style", "died_place", "rest_place",
            "summary", "epitaph", "epitaph_note",
        ]  # fmt: skip
        labels = {"name": _("The name on the page"), "home_name": _("How this person was called at home")}
        help_texts = {
            **MemorialForm.Meta.help_texts,
            "surname": _("The parts of the name help to find and to order; the page shows the name above."),
            "rest_place": _("Cemetery, row and place, as you would tell it to somebody on the way."),
        }

    #: The form is long: what belongs together stands together.
    GROUPS = (
        (_("Name"), ("name", "surname", "given_name", "patronymic", "maiden_name", "home_name")),
        (_("Birth"), ("born", "born_old_style", "born_place")),
        (_("Death"), ("died", "died_old_style", "died_place", "rest_place")),
        (_("In a few words"), ("summary", "epitaph", "epitaph_note")),
    )

    @property
    def groups(self) -> list[tuple[str | Promise, list[forms.BoundField]]]:
        return [(title, [self[name] for name in names]) for title, names in self.GROUPS]


class SwitchesForm(forms.ModelForm):
    """What the memorial offers, and to whom it may be told."""

    class Meta:
        model = Memorial
        fields = ["language", "tributes_on", "animation_on", "chat_on", "indexing_on"]
        labels = {"language": _("Language of the page")}
        help_texts = {
            "animation_on": _("Only with the agreement of the family."),
            "chat_on": _("Only with the agreement of the family."),
            "indexing_on": _("Only pages that everybody sees can be found by search engines."),
        }
        widgets = {"language": forms.RadioSelect}
