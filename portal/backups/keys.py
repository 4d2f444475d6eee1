"""Which keys a backup needs beside it. The keys themselves are never in it.

`SECRET_KEY` opens what is sealed in rows (keys of providers, tokens of trackers, second factors)
and makes the secrets of webhooks; without it the rows come back and nobody can use these.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from typing import Any

import psycopg
from django.conf import settings
from psycopg import sql

_SALT = b"last mile backup"
#: What besides SECRET_KEY is of no backup, and what goes without it.
BESIDE = (
    "SECRET_KEY (and SECRET_KEY_FALLBACKS): without it provider keys, tracker tokens, second"
    " factors and webhook secrets in the backup cannot be opened",
    "C2PA_CERTIFICATE and C2PA_PRIVATE_KEY: without them a test certificate signs",
    "the keys of the storage's key service (S3_KMS_KEY and each studio's own)",
    "the .env file or whatever else sets the portal's variables",
)


def prints() -> list[str]:
    """Of each key in use, newest first; a print tells nothing of a key drawn by chance."""
    return [_print(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _print(key: str) -> str:
    return hmac.digest(key.encode(), _SALT, hashlib.sha256).hex()[:32]


def lost(made_with: Iterable[str]) -> tuple[bool, int]:
    """(whether the newest key of the backup is not here, how many of its older ones are not)."""
    here, before = set(prints()), list(made_with)
    return bool(before) and before[0] not in here, sum(one not in here for one in before[1:])


def sealed(connection: psycopg.Connection) -> dict[str, int]:
    """Table → rows that only the right key opens."""
    asked = (
        "select table_name from information_schema.columns"
        " where table_schema = 'public' and column_name = 'sealed' and data_type = 'text'"
    )
    found: dict[str, int] = {}
    for (table,) in connection.execute(asked).fetchall():
        closed = sql.SQL("select count(*) from public.{} where sealed <> ''")
        found[table] = _one(connection, closed.format(sql.Identifier(table)))
    for table in ("mfa_authenticator", "portal_webhookendpoint"):
        count = sql.SQL("select count(*) from public.{}").format(sql.Identifier(table))
        found[table] = _one(connection, count)
    return found


def _one(connection: psycopg.Connection, asked: Any) -> int:
    row = connection.execute(asked).fetchone()
    return int(row[0]) if row else 0


def what_is_lost(sealed_rows: Mapping[str, int]) -> str:
    """In words, for whoever restores without the key."""
    told = [f"{count} of {table}" for table, count in sorted(sealed_rows.items()) if count]
    return ", ".join(told) or "no row"
