"""Jobs: the row is the truth, the message a wake-up (docs/jobs.md)."""

import sys
from pathlib import Path

from config.environment.broker import broker
from config.environment.engine import engine
from config.environment.values import given, seconds, whole
from config.settings.place import DATA_DIR

ANIMATION_CONCURRENCY = whole("ANIMATION_CONCURRENCY", 1, least=1, most=64)
ANIMATION_LEASE_SECONDS = seconds("ANIMATION_LEASE_SECONDS", 15, least=1, most=600)
ANIMATION_SWEEP_SECONDS = seconds("ANIMATION_SWEEP_SECONDS", 2, least=0.1, most=60)
ANIMATION_TIME_LIMIT = whole("ANIMATION_TIME_LIMIT", 600, least=10, most=3600)  # seconds for one render
PREPARATION_LEASE_SECONDS = seconds("PREPARATION_LEASE_SECONDS", 15, least=1, most=600)
PREPARATION_TIME_LIMIT = whole("PREPARATION_TIME_LIMIT", 14400, least=60, most=172800)  # a long film

BROKER = broker(DATA_DIR)
IS_WORKER = Path(sys.argv[0]).name == "celery"
CELERY_BROKER_URL = BROKER.url
CELERY_BROKER_USE_SSL = BROKER.tls
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
CELERY_BROKER_CONNECTION_TIMEOUT = BROKER.patience(is_worker=IS_WORKER)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = BROKER.transport_options(
    is_worker=IS_WORKER, longest_task=max(ANIMATION_TIME_LIMIT, PREPARATION_TIME_LIMIT)
)
CELERY_TASK_DEFAULT_QUEUE = "housekeeping"
CELERY_TASK_ROUTES = {
    "animation.tasks.animate": {"queue": "animation"},
    "animation.tasks.find_faces": {"queue": "animation"},
    "memorials.tasks.prepare": {"queue": "media"},
    "memorials.tasks.finish_uploads": {"queue": "media"},  # a film may be joined and examined there
}
# Name to class; imported when it is first used. Somebody's own engine is named by its dotted path.
ANIMATION_ENGINES = {
    "warp": "animation.engine.warp.WarpEngine",
    "gentle": "animation.engine.gentle.GentleEngine",
}
ANIMATION_ENGINE = engine(given("ANIMATION_ENGINE", "warp"), ANIMATION_ENGINES)
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat" / "schedule")

CELERY_BEAT_SCHEDULE = {
    "sweep": {
        "task": "memorials.tasks.sweep",
        "schedule": ANIMATION_SWEEP_SECONDS,
        "options": {"expires": max(5.0, 2 * ANIMATION_SWEEP_SECONDS)},  # never a pile of them
    },
    "send-letters": {
        "task": "memorials.tasks.send_letters",
        "schedule": 60.0,
        "options": {"expires": 50.0},
    },
    "finish-uploads": {
        "task": "memorials.tasks.finish_uploads",
        "schedule": 300.0,
        "options": {"expires": 240.0},
    },
    "remove-expired-uploads": {
        "task": "memorials.tasks.remove_expired_uploads",
        "schedule": 3600.0,
        "options": {"expires": 600.0},
    },
    "remove-deleted-memorials": {
        "task": "memorials.tasks.remove_deleted",
        "schedule": 3600.0,
        "options": {"expires": 600.0},
    },
    "read-waiting": {
        "task": "chat.tasks.read_waiting",
        "schedule": 10.0,
        "options": {"expires": 9.0},
    },
    "forget-conversations": {
        "task": "chat.tasks.forget_conversations",
        "schedule": 3600.0,
        "options": {"expires": 600.0},
    },
    "forget-answers": {
        "task": "memorials.tasks.forget_answers",
        "schedule": 3600.0,
        "options": {"expires": 600.0},
    },
    "delete-orphans": {
        "task": "memorials.tasks.delete_orphans",
        "schedule": 3600.0,
        "options": {"expires": 600.0},
    },
    "forget-outcomes": {
        "task": "animation.tasks.forget_outcomes",
        "schedule": 3600.0,
        "options": {"expires": 600.0},
    },
    "prepare-older": {
        "task": "memorials.tasks.prepare_older",
        "schedule": 60.0,
        "options": {"expires": 50.0},
    },
}
