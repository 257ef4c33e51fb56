"""Where files lie, and how they travel."""

from pathlib import Path

from config.environment.storage import delivery, storage
from config.environment.values import given, whole
from config.settings.place import BASE_DIR, DATA_DIR, SITE_IS_HTTPS

FILES = storage(DATA_DIR)
MEDIA_ROOT = FILES.folder
STATIC_ROOT = Path(given("STATIC_ROOT", str(DATA_DIR / "static"))).expanduser().resolve()
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": FILES.as_setting,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_DELIVERY = delivery(FILES, site_is_https=SITE_IS_HTTPS)
SIGNED_URL_SECONDS = 300  # long enough for a player to come back for the next part of a clip
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
PHOTO_MAX_BYTES = whole("PHOTO_MAX_MB", 40, least=1, most=1000) * 2**20
FILM_MAX_BYTES = whole("FILM_MAX_MB", 2048, least=1, most=100_000) * 2**20
SOUND_MAX_BYTES = whole("SOUND_MAX_MB", 200, least=1, most=10_000) * 2**20
PAPER_MAX_BYTES = whole("PAPER_MAX_MB", 50, least=1, most=1000) * 2**20
MEMORIAL_QUOTA_BYTES = whole("MEMORIAL_QUOTA_MB", 20_000, least=0, most=100_000_000) * 2**20  # 0: none
UPLOAD_KEPT_HOURS = whole("UPLOAD_KEPT_HOURS", 24, least=1, most=720)  # what has not moved since then, goes
FILM_MAX_SECONDS = 3 * 3600
SOUND_MAX_SECONDS = 6 * 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
