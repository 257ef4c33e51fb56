"""What the site is made of, its languages, and what it writes down."""

from django.utils.translation import gettext_lazy as _

from config.environment.values import one_of, time_zone
from config.settings.place import BASE_DIR

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
    "django.contrib.sitemaps",
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
    "memorials.indexing.IndexingMiddleware",
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

# --- Languages ------------------------------------------------------------------------------------
LANGUAGES = [("ru", _("Russian")), ("en", _("English"))]
LANGUAGE_CODE = one_of("LANGUAGE_CODE", "ru", ("ru", "en"))
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = time_zone("TZ", "UTC")

# --- Logs: one line an event, without secrets, addresses or words of the dead ---------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {
        "without-sweeps": {"()": "config.logs.WithoutSweeps"},
        "without-secrets": {"()": "config.logs.WithoutSecrets"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["without-sweeps", "without-secrets"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"django.request": {"level": "ERROR"}},
}
