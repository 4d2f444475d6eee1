"""Celery and the live layer."""

import os
from datetime import timedelta
from importlib.util import find_spec

from django.core.exceptions import ImproperlyConfigured
from kombu import Queue

from portal import embedded
from portal.settings import values
from portal.settings.data import CHANNELS_URL
from portal.settings.environment import VAR_DIR, env

_broker = values.address("CELERY_BROKER_URL", values.BROKER)
if _broker.startswith("sqs:") and find_spec("pycurl") is None:
    # Web servers would send, and every worker would end with an ImportError.
    raise ImproperlyConfigured("CELERY_BROKER_URL is of SQS: install the extra `sqs`")
CELERY_BROKER_URL = _broker or embedded.broker_url(VAR_DIR)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "default"
_QUEUES = ("seal", "default", "webhooks", "media", "assist", "reports")
CELERY_TASK_QUEUES = [Queue(name) for name in _QUEUES]
CELERY_TASK_ROUTES = {
    # Past all that waits in the default queue.
    "portal.tasks.seal_audit": {"queue": "seal"},
    # Waits for other people's servers.
    "portal.outbox.tasks.deliver": {"queue": "webhooks"},
    "feedback.tasks.send_issue": {"queue": "webhooks"},
    "projects.tasks.ingest": {"queue": "media"},
    "projects.tasks.carrying": {"queue": "media"},
    "projects.tasks.copy": {"queue": "media"},
    "projects.tasks.part": {"queue": "media"},
    "projects.tasks.run": {"queue": "assist"},
    "projects.tasks.export": {"queue": "reports"},
    "projects.tasks.disclosure": {"queue": "reports"},
    "projects.tasks.disclosure_paper": {"queue": "reports"},
    "projects.tasks.closeout": {"queue": "reports"},
    "feedback.tasks.report": {"queue": "reports"},
}
CELERY_TASK_TIME_LIMIT = 6 * 3600
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# A child is begun anew for what libraries leave behind; how much that is, its memory tells (KiB).
CELERY_WORKER_MAX_TASKS_PER_CHILD = 2000
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 2 * 1024 * 1024
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A worker and the clock go on trying for as long as it takes.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# Whoever sends a message waits this long at most: a broker that hangs must not hang a request. It
# is tried once more at once, not after 2, 4 and more seconds: without a message the sweep comes by.
if CELERY_BROKER_URL.startswith(("redis", "valkey")):
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "socket_timeout": 2.0,
        "socket_connect_timeout": 2.0,
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0,
        "interval_max": 0,
    }
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "seal": {"task": "portal.tasks.seal_audit", "schedule": 2.0, "options": {"expires": 2}},
    "watch": {"task": "portal.tasks.watch", "schedule": 60.0, "options": {"expires": 50}},
    "sweep": {"task": "projects.tasks.sweep", "schedule": 5.0, "options": {"expires": 5}},
    "outbox": {
        "task": "portal.outbox.tasks.sweep",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "issues": {
        "task": "feedback.tasks.sweep_issues",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "remind": {"task": "portal.tasks.remind", "schedule": 3600.0, "options": {"expires": 600}},
    "lapsing": {"task": "projects.tasks.remind", "schedule": 3600.0, "options": {"expires": 600}},
    "asks": {
        "task": "feedback.tasks.ask_everywhere",
        "schedule": 600.0,
        "options": {"expires": 300},
    },
    "timers": {
        "task": "feedback.tasks.sweep_timers",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "reports": {
        "task": "feedback.tasks.reports_due",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "weeks": {
        "task": "feedback.tasks.close_past_weeks",
        "schedule": 900.0,
        "options": {"expires": 600},
    },
    "tidy": {"task": "projects.tasks.tidy", "schedule": 3600.0, "options": {"expires": 600}},
}

CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {
            # redis-py 8 would cap connections at 100 and time sockets out after 5 s.
            "hosts": [{"address": CHANNELS_URL, "max_connections": 20000, "socket_timeout": None}],
        },
    }
}
LIVE_BEAT_SECONDS = 15
# One person's open pages, in one server process; further ones ask for the rows instead.
LIVE_SOCKETS_A_PERSON = 20
# In one server process. Each is a file: what the machine allows is asked for when it starts.
LIVE_SOCKETS = values.number("LIVE_SOCKETS", default=6000, least=1, most=1_000_000)
# A worker that has not renewed its lease for this long has lost the job (seconds).
LEASE_SECONDS = 20
# What was called for so long and is not worked on is called again (seconds).
RESEND_SECONDS = 60
JOB_ATTEMPTS = 4
# Of one studio, so many examinations, copies and carryings are called at once; others wait as rows.
MEDIA_WINDOW = 2
# How long a job goes on trying while the database, the storage or the live layer is away.
JOB_PATIENCE = timedelta(hours=2)
# How long a job at a provider is waited for (seconds).
REMOTE_SECONDS = 2 * 3600

# At which hour (UTC) the daily mail of notifications is written.
DIGEST_HOUR = values.number("DIGEST_HOUR", default=6, least=0, most=23)
# Whether webhooks may go to addresses of the house itself, also without TLS.
WEBHOOK_ALLOW_PRIVATE = values.switch("WEBHOOK_ALLOW_PRIVATE", default=False)

# Where the face models lie and come from. Tools know no settings and read it as it is set here.
MODELS_DIR = env("MODELS_DIR", default="") or str(VAR_DIR / "models")
MODELS_URL = env("MODELS_URL", default="")
os.environ["MODELS_DIR"] = MODELS_DIR

# What a container's health check looks at (see `portal/pulse.py`).
PULSE_FILE = env("PULSE_FILE", default="")

# How many processes one run of a tool may use; read as it is set here, too.
_tools = values.number("TOOL_WORKERS", default=0, least=0, most=1024)
os.environ["TOOL_WORKERS"] = str(_tools or "")

# From how many minutes of film on a job is shared by the media workers of all machines.
LONG_FILM_MINUTES = float(env("LONG_FILM_MINUTES", default="") or 10)

# Where tools keep their checkpoints between attempts.
WORK_ROOT = str(VAR_DIR / "work")

# How long a studio's export stays for download, and the link to a closeout's certificate works.
EXPORT_LIFE = timedelta(days=7)
CERTIFICATE_LINK_LIFE = timedelta(days=90)
