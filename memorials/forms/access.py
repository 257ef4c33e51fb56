"""What is asked where somebody is let in, or asks to be."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from memorials.asking import LONGEST_ADDRESS, NO_ADDRESS, code_in
from memorials.models import AccessRequest, Invitation, LinkToken, Memorial, Role, Visibility
from memorials.services.invitations import KEEPER_ALONE, MOST_USES, invites_keepers

#: What each choice means for those who come, in the order from closed to open.
VISIBILITIES = [
    (Visibility.PRIVATE, _("Only those who were invited")),
    (Visibility.LINK, _("Those who were invited, and whoever comes by a secret link that you made")),
    (Visibility.PUBLIC, _("Everybody; the page may also stand in the lists of this site")),
]
#: What each role may do, from the least to the most.
ROLES = [
    (Role.READER, _("Reader: sees the page, leaves words and candles")),
    (
        Role.CONTRIBUTOR,
        _("Contributor: also adds memories and photographs; you or an editor look at them first"),
    ),
    (Role.EDITOR, _("Editor: also changes the page, and approves what others add")),
    (Role.KEEPER, _("Keeper: everything, this page included, as you")),
]
SPANS = [
    ("1", _("one day")),
    ("7", _("seven days")),
    ("30", _("thirty days")),
    ("", _("without an end")),
]
USUAL_SPAN = "7"


class SpanField(forms.TypedChoiceField):
    """How long something is valid; its value is the moment when it ends, or None."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Valid for"),
            choices=SPANS,
            initial=USUAL_SPAN,
            required=False,
            coerce=from_now,
            empty_value=None,
        )


def from_now(days: str | int) -> datetime:
    return timezone.now() + timedelta(days=int(days))


class VisibilityForm(forms.ModelForm):
    class Meta:
        model = Memorial
        fields = ["visibility"]
        widgets = {"visibility": forms.RadioSelect}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["visibility"].choices = VISIBILITIES  # type: ignore[attr-defined]


class RoleForm(forms.Form):
    role = forms.ChoiceField(
        label=_("Role"), choices=Role.choices, widget=forms.Select(attrs={"class": "input"})
    )


class AnswerForm(forms.Form):
    """Let somebody in with a role, or decline."""

    DECLINE = "decline"
    role = forms.ChoiceField(label=_("as"), choices=[*reversed(Role.choices)], initial=Role.READER)
    answer = forms.ChoiceField(choices=[("let_in", ""), (DECLINE, "")])

    def granted(self) -> Role | None:
        return None if self.cleaned_data["answer"] == self.DECLINE else Role(self.cleaned_data["role"])


class InvitationForm(forms.ModelForm):
    expires = SpanField()
    most_uses = forms.IntegerField(
        label=_("For how many people"),
        help_text=_("Empty: for as many as come."),
        min_value=1,
        max_value=MOST_USES,
        initial=1,
        required=False,
    )

    class Meta:
        model = Invitation
        fields = ["role", "note", "email"]
        labels = {"role": _("As whom"), "note": _("For whom"), "email": _("E-mail")}
        help_texts = {
            "note": _("A note for you, so that the list below can be read."),
            "email": _("If you give one, we send the invitation there. It may be left out."),
        }
        widgets = {"role": forms.RadioSelect}

    field_order = ["role", "note", "email", "expires", "most_uses"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = ROLES  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "most_uses" in cleaned and invites_keepers(cleaned.get("role", ""), cleaned["most_uses"]):
            self.add_error("most_uses", KEEPER_ALONE)
        return cleaned


class LinkForm(forms.ModelForm):
    expires = SpanField()

    class Meta:
        model = LinkToken
        fields = ["note"]
        labels = {"note": _("For whom")}
        help_texts = {"note": _("A note for you, so that the list below can be read.")}

    field_order = ["note", "expires"]


class MemorialAddressField(forms.CharField):
    """The code of a memorial, pasted alone or within its address."""

    default_error_messages = {"invalid": NO_ADDRESS}

    def clean(self, value: Any) -> str:
        found = code_in(super().clean(value))
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found


class AskForm(forms.ModelForm):
    code = MemorialAddressField(
        label=_("Address of the memorial"),
        help_text=_("As it was given to you, whole or its last part."),
        max_length=LONGEST_ADDRESS,
    )

    class Meta:
        model = AccessRequest
        fields = ["words"]
        labels = {"words": _("Who you are to this person")}
        help_texts = {"words": _("The keepers read it together with your name.")}
        widgets = {"words": forms.Textarea(attrs={"rows": 4})}

    field_order = ["code", "words"]
