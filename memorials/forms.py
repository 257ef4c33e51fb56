from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from memorials import dates
from memorials.models import Media, Memorial, Memory, Visibility


class PartialDateField(forms.CharField):
    """A date as far as it is known, in the ways in which people write it; kept as EDTF, shown in words."""

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "help_text", _("As you know it: 9 December 1906, summer 1951, about 1943, the 1940s.")
        )
        super().__init__(required=False, max_length=dates.LONGEST_TYPED, **options)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return dates.parse(text) if text else ""

    def prepare_value(self, value: Any) -> Any:
        """`[1940..1945]` comes back as «между 1940 и 1945»; what was refused, as it was typed."""
        return dates.worded(value) if isinstance(value, str) else value


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
        choices = [
            c for c in Visibility.choices if c[0] != Visibility.LINK or self.initial.get("visibility") == c[0]
        ]
        self.fields["visibility"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if dates.is_before(cleaned.get("died", ""), cleaned.get("born", "")):
            self.add_error("died", dates.DIED_BEFORE_BORN)
        return cleaned


class MemoryForm(forms.ModelForm):
    happened = PartialDateField(label=_("When it was"))
    source_url = forms.URLField(
        label=_("Address of the source"), required=False, max_length=500, assume_scheme="https"
    )

    class Meta:
        model = Memory
        fields = ["title", "text", "teller", "relation", "happened", "source_name", "source_url"]
        labels = {"text": _("What you remember")}
        help_texts = {
            "title": _("A few words; may be left out."),
            "teller": _("If you write down what somebody else told."),
            "relation": _("For example: granddaughter, neighbour, colleague."),
            "source_name": _("A book, a letter, an archive, if it comes from one."),
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 10})}


class PhotoForm(forms.ModelForm):
    photo = forms.FileField(
        label=_("Photograph"), help_text=_("JPEG, PNG or WebP. The file is kept as it is.")
    )
    taken = PartialDateField(label=_("When it was taken"))

    class Meta:
        model = Media
        fields = ["caption", "credit", "taken"]
        labels = {"caption": _("What is seen"), "credit": _("Who took it, or whose it is")}

    field_order = ["photo", "caption", "credit", "taken"]


class PhotoWordsForm(PhotoForm):
    """The words of a photograph that is already kept."""

    photo = None  # type: ignore[assignment]
