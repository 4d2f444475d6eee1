"""Every environment variable the portal reads, in one table.

`VARIABLES` is printed in the README; a test compares the two. Each may be given as a file: with
`SECRET_KEY_FILE=/run/secrets/secret_key` the key is what that file holds.
"""

from dataclasses import dataclass
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from environ.fileaware_mapping import FileAwareMapping

BASE_DIR = Path(__file__).resolve().parent.parent.parent


class Files(FileAwareMapping):
    """A file's last line ends like every line; a key does not."""

    def __getitem__(self, key: str) -> str:
        try:
            return super().__getitem__(key).strip()
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or "it is no text"
            said = f"{key}_FILE names a file that cannot be read: {why}"
            raise ImproperlyConfigured(said) from error


class Environment(environ.Env):
    ENVIRON = Files()


env = Environment()
environ.Env.read_env(BASE_DIR / ".env", overwrite=False)


@dataclass(frozen=True)
class Variable:
    """One variable: what it means, its default, and whether production must set it."""

    name: str
    meaning: str
    default: str = ""
    required: bool = False


VARIABLES = (
    Variable("PORTAL_ENV", "`embedded` or `production`", "embedded"),
    Variable("PORTAL_VAR", "folder of the embedded database, broker and files", "var"),
    Variable("SECRET_KEY", "signs sessions and links", "kept in PORTAL_VAR", required=True),
    Variable("SECRET_KEY_FALLBACKS", "keys of before, comma separated, until nothing needs them"),
    Variable("ALLOWED_HOSTS", "host names, comma separated", "127.0.0.1, localhost", required=True),
    Variable("PUBLIC_URL", "address in mails and links", "http://127.0.0.1:8000", required=True),
    Variable("DATABASE_URL", "PostgreSQL 15 or later", "embedded", required=True),
    Variable("DATABASE_OWNER_URL", "role that owns the tables and migrates", "DATABASE_URL"),
    Variable(
        "DATABASE_BACKUP_URL", "role that backups read as, past row-level security", "embedded"
    ),
    Variable("DATABASE_POOL", "connections a web process keeps; 0 for none", "0"),
    Variable("LIVE_SOCKETS", "live sockets a web process takes; others ask every 3 s", "6000"),
    Variable(
        "CELERY_BROKER_URL",
        "Redis, Valkey, RabbitMQ or SQS (extra `sqs`)",
        "embedded",
        required=True,
    ),
    Variable("CHANNELS_URL", "Redis or Valkey of the live layer", "embedded", required=True),
    Variable("MEDIA_ROOT", "folder for files, when there is no S3", "PORTAL_VAR/media"),
    Variable("S3_BUCKET", "bucket for files; empty means the folder"),
    Variable("S3_ENDPOINT_URL", "S3 address; empty means AWS"),
    Variable("S3_REGION", "region of the bucket"),
    Variable("S3_ACCESS_KEY", "key id; empty means the machine's role"),
    Variable("S3_SECRET_KEY", "secret of the key"),
    Variable("S3_KMS_KEY", "key id for SSE-KMS, where a studio has none; empty: the bucket's rule"),
    Variable("S3_PUBLIC_ENDPOINT_URL", "S3 address as browsers see it", "S3_ENDPOINT_URL"),
    Variable("TRUSTED_PROXIES", "proxies in front, each adding to X-Forwarded-For", "0"),
    Variable("MFA_REQUIRED", "whether everybody needs a second factor", "true"),
    Variable("EMAIL_URL", "mail server, `smtp+tls://…`", "folder PORTAL_VAR/mail", required=True),
    Variable("EMAIL_FROM", "sender of the portal's mails", "Last Mile <portal@localhost>"),
    Variable("DIGEST_HOUR", "hour of the daily mail of notifications (UTC)", "6"),
    Variable(
        "WEBHOOK_ALLOW_PRIVATE", "`on`: webhooks and sign-on servers may be private, and by http"
    ),
    Variable("MODELS_DIR", "folder of the face models", "PORTAL_VAR/models"),
    Variable("MODELS_URL", "mirror that face models are installed from; empty: OpenCV's model zoo"),
    Variable("TOOL_WORKERS", "processes that one run of a tool may use", "the number of cores"),
    Variable(
        "LONG_FILM_MINUTES",
        "from how much film on a job is cut into parts, for the media workers of all machines",
        "10",
    ),
    Variable(
        "C2PA_CERTIFICATE",
        "PEM of who signs content credentials, its chain below it; empty: a test certificate",
    ),
    Variable("C2PA_PRIVATE_KEY", "PEM of its key, without a password"),
    Variable("C2PA_TRUST_ANCHORS", "PEM of further roots whose content credentials are trusted"),
    Variable(
        "C2PA_TIMESTAMP_URL", "RFC 3161 authority that signatures are stamped by; empty: none"
    ),
    Variable("PULSE_FILE", "file that a worker or the clock touches while it works; empty: none"),
    Variable("LOG_LEVEL", "level of the log on standard error", "INFO"),
    Variable("LOG_FORMAT", "`line`, or `json`: an object a line, with ids and no content", "line"),
    Variable("METRICS_TOKEN", "bearer token that opens `/metrics/`; empty: none does"),
    Variable("METRICS_FROM", "networks that may read `/metrics/`, comma separated; empty: any"),
    Variable(
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "OTLP collector for traces (extra `tracing`), such as `http://127.0.0.1:4318`; empty: none",
    ),
    Variable("ALERT_MAIL", "who is mailed of troubles, comma separated", "all administrators"),
    Variable("ALERT_WEBHOOK", "address that troubles are posted to as JSON; empty: none"),
    Variable(
        "BACKUP_HOURS",
        "hours after which a missing backup is a trouble; 0: never",
        "26, embedded 0",
    ),
)


def is_production(name: str) -> bool:
    """A misspelt `production` must not start the embedded portal, with its open doors."""
    if name not in ("", "embedded", "production"):
        raise ImproperlyConfigured(f"PORTAL_ENV is embedded or production, not {name!r}")
    return name == "production"


def log_format(name: str) -> str:
    """A misspelt `json` would write lines with content to where none is expected."""
    if name not in ("", "line", "json"):
        raise ImproperlyConfigured(f"LOG_FORMAT is line or json, not {name!r}")
    return name or "line"


PRODUCTION = is_production(env("PORTAL_ENV", default=""))
VAR_DIR = Path(env("PORTAL_VAR", default="") or BASE_DIR / "var").resolve()


def require_complete() -> None:
    """Refuse to start production half configured, naming everything that is missing."""
    if not PRODUCTION:
        return
    missing = [v.name for v in VARIABLES if v.required and not env(v.name, default="")]
    if not (env("S3_BUCKET", default="") or env("MEDIA_ROOT", default="")):
        missing.append("S3_BUCKET or MEDIA_ROOT")
    if missing:
        raise ImproperlyConfigured(
            "PORTAL_ENV=production needs these variables too: " + ", ".join(missing)
        )
    _refuse_open_doors()


def _refuse_open_doors() -> None:
    """A key that can be guessed, or an address that can be listened to, is no setting at all."""
    keys = {"SECRET_KEY": [env("SECRET_KEY")], "SECRET_KEY_FALLBACKS": fallbacks()}
    weak = [name for name, found in keys.items() if not all(is_strong(key) for key in found)]
    if weak:
        raise ImproperlyConfigured(
            ", ".join(weak) + ": at least 50 characters, many of them different, drawn by chance"
        )
    if not env("PUBLIC_URL").startswith("https://"):
        raise ImproperlyConfigured("PUBLIC_URL begins with https:// when PORTAL_ENV=production")


def fallbacks() -> list[str]:
    return [key.strip() for key in env("SECRET_KEY_FALLBACKS", default="").split(",") if key]


def is_strong(key: str) -> bool:
    return len(key) >= 50 and len(set(key)) >= 12 and not key.startswith("django-insecure-")
