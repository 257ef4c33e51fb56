"""Where the site is, where it keeps what it holds, and the database."""

from pathlib import Path
from typing import Any

import environ

from config.environment.addresses import LOCAL_HOSTS, allowed_hosts, site_origin
from config.environment.database import database
from config.environment.secret import secret_key
from config.environment.values import flag, given, whole

BASE_DIR = Path(__file__).resolve().parent.parent.parent
if not flag("RODNIK_IGNORE_DOTENV", default=False):
    environ.Env.read_env(BASE_DIR / ".env")  # what the environment says already, stays

# --- Where the site is ----------------------------------------------------------------------------
DATA_DIR = Path(given("DATA_DIR", str(BASE_DIR / "data"))).expanduser().resolve()
SITE_URL, SITE_HOST, SITE_IS_HTTPS = site_origin("http://localhost:8000")
SITE_IS_LOCAL = SITE_HOST in LOCAL_HOSTS
ALLOWED_HOSTS = allowed_hosts(SITE_HOST)
TRUSTED_PROXIES = whole("TRUSTED_PROXIES", 0, least=0, most=10)
SECRET_KEY = secret_key(DATA_DIR)
DEBUG = False  # nothing in Rodnik asks for it, so nothing can be opened by it

# --- The example memorials, loaded once, at the first start ---------------------------------------
LOAD_DEMO = flag("DEMO", default=True)

# --- Database, cache ------------------------------------------------------------------------------
DATABASES = {"default": database(DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Limits on sign-in and uploads count here: shared by all processes, and alive when Redis is not.
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # By default 300: whoever fills the table with counts of their own would throw out everybody else's.
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    },
    # Drawn cards, some 100 kB each, in the memory of each process: nothing of them outlives a memorial.
    "cards": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "cards",
        "TIMEOUT": 24 * 3600,
        "OPTIONS": {"MAX_ENTRIES": 64},
    },
}
