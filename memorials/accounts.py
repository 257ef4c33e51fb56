"""How allauth behaves here: who may register, where its letters lead, and whom its limits stop."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.internal.httpkit import is_headless_request
from allauth.core.internal.ratelimit import get_ip
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from memorials.appearance import bring_along
from memorials.invited import may_register, remember_invitation
from memorials.models import User
from memorials.services.invitations import invitation_of

OWN_PASSWORD_FIRST = _("First choose a password of your own, on the site.")


class NameForm(forms.Form):
    """The one thing that registration asks beside e-mail and password."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("As your family calls you. It stands under what you tell."),
        max_length=120,
    )
    invitation = forms.CharField(
        required=False, max_length=64, help_text="The last part of the address of an invitation."
    )
    field_order = ["name", "email", "password1", "password2"]

    def __init__(self, *args: Any, **options: Any) -> None:
        """On the site the session knows the invitation already; an app has only its token."""
        super().__init__(*args, **options)
        if not is_headless_request(context.request):
            del self.fields["invitation"]

    def clean_invitation(self) -> str:
        token: str = self.cleaned_data["invitation"]
        if token and (invitation := invitation_of(token)):
            remember_invitation(context.request, invitation)
        return token

    def clean(self) -> dict[str, Any]:
        """The page compares the password with the address by itself; what an app sends is compared here."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("password"):
            user = User(email=given.get("email", ""), name=given.get("name", ""))
            try:
                validate_password(given["password"], user)
            except ValidationError as refusal:
                self.add_error("password", refusal)
        return given

    def signup(self, request: HttpRequest, user: User) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


#: What somebody reads when an account cannot do as asked, in the site's own voice; allauth's is brusquer.
#: The two sentences about repeating stand in allauth's forms: here they are only translated anew.
SENTENCES = {
    "account_inactive": _("This account is switched off."),
    "cannot_remove_primary_email": _("This is your main address; first make another one the main address."),
    "duplicate_email": _("This address belongs to your account already."),
    "email_password_mismatch": _("E-mail and password do not belong together. Please check both."),
    "email_taken": _("There is an account with this address already."),
    "enter_current_password": _("Please give the password that you use now."),
    "incorrect_code": _("This is not the code that we sent."),
    "incorrect_password": _("This is not the password that you use now."),
    "invalid_or_expired_key": _("This key is not valid, or not any more."),
    "invalid_login": _("This sign-in is not valid."),
    "invalid_password_reset": _("This link is not valid any more. Please ask for a new one."),
    "max_email_addresses": _("An account can have at most %d addresses."),
    "rate_limited": _("That was too often in a short time. Please wait a little and try again."),
    "same_as_current": _("This is what it was before. Please give something new."),
    "select_only_one": _("Please choose only one."),
    "too_many_login_attempts": _("Too many attempts to sign in. Please wait a few minutes and try again."),
    "unknown_email": _("There is no account with this address."),
    "unverified_primary_email": _("First confirm your main address."),
}
#: So are Django's own words on passwords, which stand beside the field.
PASSWORD_HINTS = (
    _("Your password can’t be too similar to your other personal information."),
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
        "min_length",
    ),
    _("Your password can’t be a commonly used password."),
    _("Your password can’t be entirely numeric."),
)
REPEATED = (_("You must type the same password each time."), _("You must type the same email each time."))


#: In the session of an app, which signed in through the API.
SIGNED_IN_BY_APP = "signed_in_by_app"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | SENTENCES

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return may_register(request)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """To the configured origin, whatever host the request named."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return str(settings.SITE_URL + path.replace("UID-KEY", key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return str(settings.SITE_URL + reverse("account_confirm_email", args=[emailconfirmation.key]))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """A printed password signs in to the site only, where it is changed before anything else."""
        user: User | None = super().authenticate(request, **credentials)
        from_app = hasattr(request.allauth, "headless")  # type: ignore[attr-defined]
        if user and user.password_is_one_time and from_app:
            raise ValidationError(OWN_PASSWORD_FIRST, code="password_is_one_time")
        return user

    def clean_password(self, password: str, user: User | None = None) -> str:
        """The printed password is nobody's own, however often it is typed."""
        if user and user.password_is_one_time and user.check_password(password):
            raise self.validation_error("same_as_current")
        return str(super().clean_password(password, user=user))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Letters name the configured host, whatever host the request named.

        What is written once as text is sent as a page too, for programmes that show letters as pages.
        """
        site = SimpleNamespace(name="Rodnik", domain=urlsplit(settings.SITE_URL).netloc)
        about = {"request": self.request, "email": email, "current_site": site}
        letter = self.render_mail(template_prefix, email, about | context)
        words = {"subject": letter.subject, "words": letter.body}
        letter.attach_alternative(
            render_to_string("memorials/letters/account_message.html", words), "text/html"
        )
        letter.send()

    def login(self, request: HttpRequest, user: User) -> None:
        """An app's session is its token; the list of sessions says which of them are."""
        super().login(request, user)
        if is_headless_request(request):
            request.session[SIGNED_IN_BY_APP] = True
            request.session.set_expiry(settings.APP_SIGN_IN_DAYS * 24 * 3600)

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().post_login(request, user, **options)
        if not is_headless_request(request):
            bring_along(request, response, user)
        return response

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account:overview")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords are counted by address and account together.

        By the account alone, anybody who knows an address could keep its owner out by guessing on.
        """
        return f"{get_ip(request)} {credentials.get('email', '').lower()}"

    def set_password(self, user: User, password: str) -> None:
        """A password that its owner chose is no longer the one that was printed."""
        user.password_is_one_time = False
        super().set_password(user, password)
