"""Files that are being added, and what is told of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from memorials import dates
from memorials.forms.dates import PartialDateField
from memorials.forms.folding import Folding
from memorials.models import Album, Media

#: A help for the browser's own window; what a file is, its bytes say.
ACCEPT = "image/*,video/*,audio/*,application/pdf,.heic,.heif,.avif,.tif,.tiff,.m4a,.mkv"


class WordsForm(forms.ModelForm):
    """Whatever kind of thing it is."""

    taken = PartialDateField(label=_("When it was"), help_text="")

    class Meta:
        model = Media
        fields = ["caption", "people", "taken", "place", "credit"]
        labels = {
            "caption": _("What it is"),
            "people": _("Who is in it"),
            "place": _("Where it was"),
            "credit": _("Who took it, or whose it is"),
        }


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """All of them; that one is empty is said of that one, where it is looked at."""

    widget = SeveralFiles

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"allow_empty_file": True, "required": False, **options})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        return [super(SeveralFilesField, self).clean(each) for each in data or []]


class FilesForm(WordsForm):
    """Several files at once, and words that are the same for all of them, where a program sends some.

    One file may also come under the name `photo`.
    """

    files = SeveralFilesField(  # type: ignore[assignment]  # (its metaclass moves it out of the way)
        label=_("Choose the files"), widget=SeveralFiles(attrs={"accept": ACCEPT}), help_text=""
    )
    photo = SeveralFilesField()

    field_order = ["files"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        chosen = [*given.pop("files", []), *given.pop("photo", [])]
        if not chosen and not self.errors:
            self.add_error("files", _("Choose at least one file."))
        return {**given, "files": chosen}


class OneOfSeveralForm(Folding, WordsForm):
    """The words of one thing on a page of several; its camera's date may be taken over."""

    FOLDED = ("place", "credit")

    use_shot = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.shot and not self.instance.taken:
            said = {"date": dates.worded(self.shot)}
            self.fields["use_shot"].label = _("The camera says %(date)s: use it") % said
        else:
            del self.fields["use_shot"]

    @property
    def shot(self) -> str:
        """The day on which its camera says that it was taken."""
        return str(self.instance.shot[:10])


class SameForAllForm(Folding, forms.Form):
    """What goes wherever a thing on the page has no word of its own."""

    FOLDED = ("taken", "place", "credit", "album", "use_shot")

    taken = PartialDateField(label=_("When it was"))
    place = forms.CharField(label=_("Where it was"), required=False, max_length=200)
    credit = forms.CharField(label=_("Who took it, or whose it is"), required=False, max_length=200)
    album = forms.ModelChoiceField(
        queryset=Album.objects.none(),
        to_field_name="code",
        required=False,
        label=_("Album"),
        empty_label=_("No album"),
    )
    use_shot = forms.BooleanField(label=_("Use the dates of the camera, where it has some"), required=False)

    def __init__(self, *args: Any, albums: QuerySet[Album], has_shots: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["album"].queryset = albums  # type: ignore[attr-defined]
        if not albums.exists():
            del self.fields["album"]
        if not has_shots:
            del self.fields["use_shot"]


@dataclass
class Line:
    """One thing on the page, with its form, and the older one that it is the same file as."""

    media: Media
    form: OneOfSeveralForm
    twin: Media | None


class WordsSheet:
    """All forms of one page of things that were just added. `twins` are by SHA-256."""

    def __init__(
        self, data: Any, *, of: Iterable[Media], twins: dict[str, list[Media]], albums: QuerySet[Album]
    ) -> None:
        self.lines = [
            Line(media, OneOfSeveralForm(data, instance=media, prefix=media.code), _older(media, twins))
            for media in of
        ]
        has_shots = any("use_shot" in line.form.fields for line in self.lines)
        self.same = SameForAllForm(data, albums=albums, has_shots=has_shots, prefix="all")
        self.is_bound = data is not None

    @property
    def is_of_several(self) -> bool:
        return len(self.lines) > 1

    @cached_property
    def is_valid(self) -> bool:
        return self.is_bound and all([form.is_valid() for form in (self.same, *self._forms)])

    @property
    def wrong(self) -> list[forms.BaseForm]:
        return [form for form in (self.same, *self._forms) if form.errors]

    @property
    def _forms(self) -> list[OneOfSeveralForm]:
        return [line.form for line in self.lines]

    def changes(self) -> list[tuple[Media, dict[str, Any]]]:
        """Each thing whose columns become others, with these."""
        told = [(form.instance, self._columns(form)) for form in self._forms]
        return [(media, columns) for media, columns in told if columns]

    def _columns(self, form: OneOfSeveralForm) -> dict[str, Any]:
        given, same = form.cleaned_data, self.same.cleaned_data
        columns = {name: given[name] for name in form.changed_data if name != "use_shot"}
        uses_shot = given.get("use_shot") or same.get("use_shot")
        if uses_shot and "use_shot" in form.fields and not given["taken"]:
            columns["taken"] = form.shot
        for name in ("taken", "place", "credit"):
            if same[name] and not (given[name] or columns.get(name)):
                columns[name] = same[name]
        if same.get("album"):
            columns |= {"album": same["album"], "position": 0}
        return columns


def _older(media: Media, twins: dict[str, list[Media]]) -> Media | None:
    """The first one that came with the same bytes."""
    return next((twin for twin in twins.get(media.sha256, []) if twin.pk < media.pk), None)
