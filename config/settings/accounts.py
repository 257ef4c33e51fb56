"""Who may come in, and the letters they get."""

from config.environment.addresses import passkeys_work
from config.environment.mail import mail
from config.environment.values import given, one_of, sender, whole
from config.settings.place import DATA_DIR, SITE_HOST, SITE_IS_HTTPS, SITE_IS_LOCAL, SITE_URL, TRUSTED_PROXIES

# --- Who may register -----------------------------------------------------------------------------
REGISTRATION = one_of("REGISTRATION", "open" if SITE_IS_LOCAL else "invited", ("open", "invited", "closed"))

# --- Accounts -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "memorials.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "memorials.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "memorials.accounts.NameForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if given("EMAIL_URL") else "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before the address changes: whoever has it has the account
MFA_ADAPTER = "memorials.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
if passkeys_work(SITE_HOST, https=SITE_IS_HTTPS):
    MFA_SUPPORTED_TYPES.append("webauthn")
MFA_TOTP_ISSUER = "Rodnik"
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody without a confirmed address is signed in where mail is sent
# By the address that guesses, and not by the account: a stranger must not be able to lock a keeper out.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,60/h/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
HEADLESS_CLIENTS = ("app",)
HEADLESS_TOKEN_STRATEGY = "memorials.api.app_sessions.AppSessions"  # noqa: S105  (a path, no secret)
APP_SIGN_IN_DAYS = whole("APP_SIGN_IN_DAYS", 90, least=1, most=365)  # without use; each use begins them anew
HEADLESS_FRONTEND_URLS = {
    "account_confirm_email": f"{SITE_URL}/accounts/confirm-email/{{key}}/",
    "account_reset_password": f"{SITE_URL}/accounts/password/reset/",
    "account_reset_password_from_key": f"{SITE_URL}/accounts/password/reset/key/{{key}}/",
    "account_signup": f"{SITE_URL}/accounts/signup/",
}

# --- Mail: into private files in the data folder, unless a server is named ------------------------
vars().update(mail(DATA_DIR))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = sender("DEFAULT_FROM_EMAIL", f"rodnik@{SITE_HOST}")
