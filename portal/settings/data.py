"""Database, cache and files."""

from portal import embedded
from portal.lines import bounds
from portal.settings import values
from portal.settings.environment import PRODUCTION, VAR_DIR, env

_url = values.address("DATABASE_URL", values.DATABASE)
# Migrations need more than the portal itself: they run as `migrate --database owner`.
_owner = values.address("DATABASE_OWNER_URL", values.DATABASE) or _url
DATABASES = {
    "default": env.db_url_config(_url or embedded.database_url(VAR_DIR)),
    "owner": env.db_url_config(_owner or embedded.database_url(VAR_DIR, role=embedded.OWNER)),
}
for _database in DATABASES.values():
    _database.update(ENGINE="portal.postgres", CONN_MAX_AGE=0, CONN_HEALTH_CHECKS=True)
# A migration that waits for a lock holds up everybody who comes after it: it gives up instead, and
# is run again.
DATABASES["owner"].setdefault("OPTIONS", {}).setdefault("options", "-c lock_timeout=5s")
# Whoever is bound by row-level security would back up a part of the rows only. No connection of
# Django's: only `backup` and `restore` know it.
_backup = values.address("DATABASE_BACKUP_URL", values.DATABASE) or _url
BACKUP_DATABASE = env.db_url_config(_backup or embedded.database_url(VAR_DIR, role="postgres"))
# Under ASGI every request has a thread of its own: a pool keeps connections few and warm.
if _pool := values.number("DATABASE_POOL", default=0, least=0, most=1000):
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"].get("OPTIONS", {}),
        "pool": {"min_size": min(2, _pool), "max_size": _pool, "timeout": 10},
    }

CHANNELS_URL = values.address("CHANNELS_URL", values.LIVE) or embedded.live_url(VAR_DIR)
CACHES = {
    "default": {
        "BACKEND": "portal.kept.Kept",
        "LOCATION": CHANNELS_URL,
        "KEY_PREFIX": "cache",
        # What is only kept to be quick may cost nobody more than a moment.
        "OPTIONS": bounds(),
    }
}

# The embedded portal's files are its own; elsewhere another server may have to read them.
FILE_UPLOAD_PERMISSIONS = 0o644 if PRODUCTION else 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = None if PRODUCTION else 0o700
MEDIA_ROOT = env("MEDIA_ROOT", default="") or str(VAR_DIR / "media")
S3_BUCKET = env("S3_BUCKET", default="")
S3_ENDPOINT_URL = values.address("S3_ENDPOINT_URL", values.WEB, host=True) or None
S3_PUBLIC_ENDPOINT_URL = (
    values.address("S3_PUBLIC_ENDPOINT_URL", values.WEB, host=True) or S3_ENDPOINT_URL
)
S3_REGION = env("S3_REGION", default="") or None
S3_ACCESS_KEY = env("S3_ACCESS_KEY", default="") or None
S3_SECRET_KEY = env("S3_SECRET_KEY", default="") or None
# How long one call to the storage waits for a line, and for the next bytes.
S3_CONNECT_SECONDS, S3_READ_SECONDS = 4, 30
S3_KMS_KEY = env("S3_KMS_KEY", default="")

STORAGES = {
    "default": {"BACKEND": "portal.storage.S3Files" if S3_BUCKET else "portal.storage.FolderFiles"},
    "staticfiles": {"BACKEND": "portal.static_files.HashedFiles"},
}
# Until a part of an upload arrives, a signed address stays good this long (seconds).
UPLOAD_LINK_SECONDS = 15 * 60
UPLOAD_PART_MIN = 8 * 1024 * 1024
UPLOAD_PART_MOST = 64 * 1024 * 1024
UPLOAD_ABANDONED_DAYS = 7
#: A further viewing copy that nobody has wanted for so long is removed.
COPY_DAYS = 30
STUDIO_QUOTA_BYTES = 2 * 1024**4
