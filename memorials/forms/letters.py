from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from memorials.models import User


class LettersForm(forms.ModelForm):
    """How often somebody is written to, and in which language."""

    class Meta:
        model = User
        fields = ["letters", "language"]
        labels = {"letters": _("When something happens, we write"), "language": _("Language of the letters")}
        help_texts = {"letters": _("Letters about the account itself, such as a new password, always come.")}
        widgets = {"letters": forms.RadioSelect}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        languages = [choice for choice in User._meta.get_field("language").choices or () if choice[0]]
        self.fields["language"].choices = [("", _("as this site")), *languages]  # type: ignore[attr-defined]
