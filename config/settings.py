"""Settings, read from the environment; `.env.example` lists every variable with its default."""

import sys
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import environment

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if not env.bool("RODNIK_IGNORE_DOTENV", default=False):
    environ.Env.read_env(BASE_DIR / ".env")

# --- Where the site is, and where it keeps what it holds ------------------------------------------
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "data"))).resolve()
SITE_URL, SITE_HOST, SITE_IS_HTTPS = environment.site_origin(
    env.str("SITE_URL", default="http://localhost:8000")
)
SITE_IS_LOCAL = SITE_HOST in environment.LOCAL_HOSTS
ALLOWED_HOSTS = [*env.list("ALLOWED_HOSTS", default=environment.LOCAL_HOSTS), SITE_HOST]
SECRET_KEY = environment.secret_key(env.str("SECRET_KEY", default=""), DATA_DIR)
DEBUG = False  # nothing in Rodnik asks for it, so nothing can be opened by it

# --- Who may register -----------------------------------------------------------------------------
REGISTRATION = environment.one_of(
    "REGISTRATION",
    env.str("REGISTRATION", default="open" if SITE_IS_LOCAL else "invited"),
    ("open", "invited", "closed"),
)

# --- The example memorials, loaded once, at the first start -------------------------------------------
LOAD_DEMO = env.bool("DEMO", default=True)

# --- Applications and middleware ------------------------------------------------------------------
INSTALLED_APPS = [
    "config",
    "memorials",
    "animation",
    "chat",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.headless",
    "rest_framework",
    "drf_spectacular",
    "django_celery_results",
    "django_htmx",
    "template_partials",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "memorials.middleware.ViewerMiddleware",
    "memorials.middleware.OneTimePasswordMiddleware",
    "memorials.middleware.SecondFactorMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "memorials.context.site",
            ],
        },
    }
]

# --- Database, cache, sessions --------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'rodnik.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # A transaction that begins as a reader and then writes fails at once when another one wrote
        # meanwhile; one that begins by taking the write lock waits its turn for up to `timeout`.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Limits on sign-in and uploads count here: shared by all processes, and alive when Redis is not.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
SESSION_COOKIE_HTTPONLY = True

# --- Files ----------------------------------------------------------------------------------------
MEDIA_ROOT = DATA_DIR / "media"
STATIC_ROOT = DATA_DIR / "static"
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
PHOTO_MAX_BYTES = 40 * 2**20
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20

# --- Languages ------------------------------------------------------------------------------------
LANGUAGES = [("ru", _("Russian")), ("en", _("English"))]
LANGUAGE_CODE = environment.one_of("LANGUAGE_CODE", env.str("LANGUAGE_CODE", default="ru"), ("ru", "en"))
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TZ", default="UTC").lstrip(":") or "UTC"

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
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if env.str("EMAIL_URL", default="") else "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before the address changes: whoever has it has the account
MFA_ADAPTER = "memorials.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
if environment.passkeys_work(SITE_HOST, https=SITE_IS_HTTPS):
    MFA_SUPPORTED_TYPES.append("webauthn")
MFA_TOTP_ISSUER = "Rodnik"
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody without a confirmed address is signed in where mail is sent
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
HEADLESS_CLIENTS = ("app",)
HEADLESS_FRONTEND_URLS = {
    "account_confirm_email": f"{SITE_URL}/accounts/confirm-email/{{key}}/",
    "account_reset_password": f"{SITE_URL}/accounts/password/reset/",
    "account_reset_password_from_key": f"{SITE_URL}/accounts/password/reset/key/{{key}}/",
    "account_signup": f"{SITE_URL}/accounts/signup/",
}

# --- Mail: into private files in the data folder, unless a server is named --------------------------
vars().update(env.email("EMAIL_URL", default="consolemail://"))
if not env.str("EMAIL_URL", default=""):
    EMAIL_BACKEND = "config.mail.PrivateFileBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"rodnik@{SITE_HOST}")

# --- Security -------------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_IS_HTTPS
if SITE_IS_HTTPS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    LANGUAGE_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked by the host itself, without TLS
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
LANGUAGE_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "memorials.views.errors.stale_form"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# --- Jobs: the row is the truth, the message a wake-up (docs/jobs.md) --------------------------------
CELERY_BROKER_URL = environment.redis_url(
    env.str("REDIS_URL", default=f"redis+socket://{environment.broker_socket(DATA_DIR)}")
)
IS_WORKER = Path(sys.argv[0]).name == "celery"
CELERY_RESULT_BACKEND = "django-db"
CELERY_RESULT_EXTENDED = True
CELERY_RESULT_EXPIRES = None  # Celery's own cleanup would delete outcomes that pages still show
CELERY_TASK_SERIALIZER = CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = False  # the lease reruns a lost job; this would do it endlessly
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False  # the claim makes a rerun harmless
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_TIMEOUT = 0.5
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    # The site must notice a frozen broker within a request's patience; a worker may wait for it.
    "socket_connect_timeout": 5 if IS_WORKER else 0.5,
    "socket_timeout": 5 if IS_WORKER else 0.5,
}
CELERY_TASK_DEFAULT_QUEUE = "housekeeping"
CELERY_TASK_ROUTES = {"animation.tasks.animate": {"queue": "animation"}}
ANIMATION_ENGINE = "animation.engine.warp.WarpEngine"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat" / "schedule")

ANIMATION_CONCURRENCY = env.int("ANIMATION_CONCURRENCY", default=1)
ANIMATION_LEASE_SECONDS = env.float("ANIMATION_LEASE_SECONDS", default=15)
ANIMATION_SWEEP_SECONDS = env.float("ANIMATION_SWEEP_SECONDS", default=2)
ANIMATION_TIME_LIMIT = env.int("ANIMATION_TIME_LIMIT", default=600)  # seconds for one render
CELERY_BEAT_SCHEDULE = {
    "sweep": {
        "task": "animation.tasks.sweep",
        "schedule": ANIMATION_SWEEP_SECONDS,
        "options": {"expires": max(5.0, 2 * ANIMATION_SWEEP_SECONDS)},  # never a pile of them
    },
    "delete-orphans": {
        "task": "animation.tasks.delete_orphans",
        "schedule": 3600.0,
        "options": {"expires": 600.0},
    },
}

# --- API ------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["memorials.api.authentication.SessionTokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],  # rows have one door: visible_to
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "memorials.api.pagination.NewestFirst",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "memorials.api.errors.handle",
    "FORMAT_SUFFIX_KWARG": None,
    "URL_FORMAT_OVERRIDE": None,
    "NUM_PROXIES": ALLAUTH_TRUSTED_PROXY_COUNT,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Rodnik",
    "DESCRIPTION": "Memorials, photographs and living photographs of a Rodnik site.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
}

# --- Logs: one line an event, without secrets, addresses or words of the dead ------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"without-sweeps": {"()": "config.logs.WithoutSweeps"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without-sweeps"]}
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"django.request": {"level": "ERROR"}},
}
