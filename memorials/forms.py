from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from memorials import dates
from memorials.models import Media, Memorial, Memory, User, Visibility


class PartialDateField(forms.CharField):
    """A year, a month of a year, or a day, in the ways in which people write them."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("A year is enough: 1906, 12.1906 or 9.12.1906."))
        super().__init__(required=False, max_length=20, **options)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return dates.parse(text) if text else ""


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
        label=_("Memories that you wrote in memorials"),
        choices=[
            ("keep", _("stay, with your name under them")),
            ("remove", _("are deleted, and cannot be brought back")),
        ],
        initial="keep",
        widget=forms.RadioSelect,
    )
