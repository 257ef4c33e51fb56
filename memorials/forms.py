from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from memorials import dates
from memorials.models import Chapter, LifeEvent, Media, Memorial, Memory, User, Visibility


class PartialDateField(forms.CharField):
    """A date as far as it is known, in the ways in which people write it; kept as EDTF, shown in words."""

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "help_text", _("As you know it: 9 December 1906, summer 1951, about 1943, the 1940s.")
        )
        super().__init__(**{"required": False, "max_length": dates.LONGEST_TYPED, **options})

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


class FocusForm(forms.ModelForm):
    """Which point of the portrait stays in sight where only a square of it is shown."""

    class Meta:
        model = Memorial
        fields = ["cover_x", "cover_y"]
        labels = {"cover_x": _("From the left"), "cover_y": _("From above")}
        widgets = dict.fromkeys(
            fields, forms.NumberInput(attrs={"type": "range", "min": 0, "max": 100, "step": 1})
        )


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


class ChapterForm(forms.ModelForm):
    class Meta:
        model = Chapter
        fields = ["title", "text"]
        help_texts = {
            "text": _(
                "An empty line begins a paragraph; *asterisks* set a word in italics; > begins a quotation."
            )
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 18})}


class LifeEventForm(forms.ModelForm):
    happened = PartialDateField(label=_("When"), required=True)

    class Meta:
        model = LifeEvent
        fields = ["happened", "title", "place"]


class MemoryForm(forms.ModelForm):
    """`among` are the photographs that may be chosen. One that is not among them is refused."""

    happened = PartialDateField(label=_("When it was"))
    photos = forms.ModelMultipleChoiceField(
        queryset=Media.objects.none(),
        to_field_name="code",
        required=False,
        label=_("Photographs that belong to it"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("One of the photographs is not there any more.")},
    )
    source_url = forms.URLField(
        label=_("Address of the source"), required=False, max_length=500, assume_scheme="https"
    )

    class Meta:
        model = Memory
        fields = ["title", "text", "teller", "relation", "happened", "photos", "source_name", "source_url"]
        labels = {"text": _("What you remember")}
        help_texts = {
            "title": _("A few words; may be left out."),
            "teller": _("If you write down what somebody else told."),
            "relation": _("For example: granddaughter, neighbour, colleague."),
            "source_name": _("A book, a letter, an archive, if it comes from one."),
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 10})}

    def __init__(self, *args: Any, among: QuerySet[Media], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["photos"].queryset = among  # type: ignore[attr-defined]


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
