"""`manage.py make_secrets FOLDER`: every secret of `compose.yaml`, one a file, drawn by chance."""

import os
import secrets
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.core.management.base import BaseCommand, CommandError

from portal.embedded import GRANTS, NAME, OWNER, READER, ROLE


class Command(BaseCommand):
    help = "Write the passwords and keys that compose.yaml reads, each into a file of its own."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--email", required=True, help="mail server, smtp+tls://user:word@host")

    def handle(self, *args: Any, folder: Path, email: str, **options: Any) -> None:
        wanted = drawn(email)
        there = [name for name in wanted if (folder / name).exists()]
        if there:
            # Databases know the old ones: others would lock the portal out of its own data.
            raise CommandError(f"{folder} holds {there[0]} already; nothing was written")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, text in wanted.items():
            _write(folder / name, text)
        self.stdout.write(f"{len(wanted)} files in {folder}. Keep a copy where backups are kept.")


def drawn(email: str) -> dict[str, str]:
    """File name → what it holds. Addresses name the services of `compose.yaml`."""
    owner, role, reader, line = _word(), _word(), _word(), _word()
    return {
        "secret_key": secrets.token_urlsafe(60),
        "database_url": _database(ROLE, role),
        "database_owner_url": _database(OWNER, owner),
        "database_backup_url": _database(READER, reader),
        "broker_url": f"redis://:{line}@valkey:6379/1",
        "channels_url": f"redis://:{line}@valkey:6379/0",
        "email_url": email,
        "s3_access_key": secrets.token_hex(10),
        "s3_secret_key": _word(),
        "postgres_password": _word(),
        "postgres_roles.sql": _roles(owner, role, reader),
        "valkey.conf": f"requirepass {line}\nprotected-mode no\n",
    }


def _word() -> str:
    """Letters and digits alone: it stands in addresses, SQL and a configuration."""
    return secrets.token_hex(24)


def _database(role: str, word: str) -> str:
    return f"postgresql://{quote(role)}:{word}@postgres:5432/{NAME}"


def _roles(owner: str, role: str, reader: str) -> str:
    """What PostgreSQL runs once, as its superuser: one role owns and migrates, one works, and one
    reads all of it for backups, past the policies, and writes nothing.
    """
    lines = [
        f"create role {OWNER} login password '{owner}'",
        f"create role {ROLE} login password '{role}'",
        f"create role {READER} login bypassrls password '{reader}'",
        f"grant pg_read_all_data to {READER}",
        f"create database {NAME} owner {OWNER}",
        f"revoke all on database {NAME} from public",
        f"grant connect on database {NAME} to {ROLE}, {READER}",
    ]
    return "".join(f"{line};\n" for line in (*lines, f"\\connect {NAME}\n{GRANTS[0]}", GRANTS[1]))


def _write(path: Path, text: str) -> None:
    """The folder is closed; a file can be read by the service that it is mounted into."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o444), "w") as file:
        file.write(text)
