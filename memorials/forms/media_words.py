"""What a family says of something that it has brought."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from memorials import captions
from memorials.forms.dates import PartialDateField
from memorials.models import Album, Media
from memorials.services.arranging import placed

Kind = Media.Kind
#: Where another kind is asked for in other words than a photograph.
_ASKED: dict[str, dict[str, Any]] = {
    Kind.VIDEO: {
        "taken": _("When it was filmed"),
        "credit": _("Who filmed it, or whose it is"),
    },
    Kind.AUDIO: {
        "caption": _("What is heard"),
        "people": _("Who speaks"),
        "taken": _("When it was recorded"),
        "credit": _("Who recorded it, or whose it is"),
    },
    Kind.DOCUMENT: {
        "caption": _("What it is"),
        "people": _("Of whom it tells"),
        "taken": _("When it was written"),
        "place": _("Where it was written"),
        "credit": _("Who wrote it, or whose it is"),
    },
}


class MediaWordsForm(forms.ModelForm):
    """The same columns for every kind, asked for as one asks of a photograph, of a voice, of a letter."""

    taken = PartialDateField(label=_("When it was taken"))

    class Meta:
        model = Media
        fields = ["caption", "people", "taken", "place", "credit", "album", "transcript"]
        labels = {
            "caption": _("What is seen"),
            "people": _("Who is in it"),
            "place": _("Where it was"),
            "credit": _("Who took it, or whose it is"),
            "album": _("Album"),
            "transcript": _("What is said"),
        }
        help_texts = {
            "people": _("Names as the family says them, divided by commas."),
            "transcript": _(
                "Word for word, or as subtitles in WebVTT or SRT: then each line leads to its place."
            ),
        }
        widgets = {"transcript": forms.Textarea(attrs={"rows": 12})}

    def __init__(self, *args: Any, albums: Iterable[Album], **options: Any) -> None:
        super().__init__(*args, **options)
        self._offer(list(albums))
        for name, label in _ASKED.get(self.instance.kind, {}).items():
            self.fields[name].label = label
        if not self.instance.is_played:
            del self.fields["transcript"]

    def _offer(self, albums: list[Album]) -> None:
        """Albums of this memorial alone. Without any the question is not asked."""
        field = self.fields["album"]
        field.queryset = Album.objects.filter(pk__in=[album.pk for album in albums])  # type: ignore[attr-defined]
        field.empty_label = _("In none: by its date")  # type: ignore[attr-defined]
        if not albums:
            del self.fields["album"]

    def clean(self) -> dict[str, Any]:
        given = placed(self.instance, super().clean() or {})
        self.instance.position = given.get("position", self.instance.position)
        return given

    def clean_transcript(self) -> str:
        said: str = self.cleaned_data["transcript"]
        captions.validate(said)
        return said
