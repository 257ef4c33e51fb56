from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def shown_as(name: str) -> str:
    """What others see of a name, in the language of their page. Kept is the name alone: "" for none."""
    return name or str(_("somebody of the family"))


class UserManager(BaseUserManager["User"]):
    """E-mail is the login. Addresses are kept in lower case: people do not type them the same twice."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class Letters(models.TextChoices):
    """When somebody is told by mail of what happens at their memorials."""

    AT_ONCE = "at_once", _("at once")
    DAILY = "daily", _("once a day")
    NEVER = "never", _("never")


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    is_staff = models.BooleanField(_("moderator"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("registered"), default=timezone.now)
    letters = models.CharField(
        _("letters about what is new"), max_length=8, choices=Letters.choices, default=Letters.AT_ONCE
    )
    language = models.CharField(
        _("language of letters"), max_length=2, choices=[("ru", "Русский"), ("en", "English")], blank=True
    )
    # As somebody last chose them on the site; "" while they never have. The cookies of a browser come first.
    site_language = models.CharField(
        _("language of the site"), max_length=2, choices=[("ru", "Русский"), ("en", "English")], blank=True
    )
    theme = models.CharField(
        _("light or dark"),
        max_length=6,
        choices=[("light", _("light")), ("dark", _("dark")), ("system", _("as the system"))],
        blank=True,
    )
    password_is_one_time = models.BooleanField(
        default=False, editable=False, help_text="Set for a password that was printed at the first start."
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_address")]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        """Forms, the admin's too, keep an address as `create_user` does; in capitals nobody could sign in."""
        super().clean()
        self.email = User.objects.normalize_email(self.email).lower()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def shown_name(self) -> str:
        """What others see: the name somebody gave, and never the address."""
        return shown_as(self.name)
