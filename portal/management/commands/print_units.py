"""`manage.py print_units`: the same processes as Compose starts, as units of systemd."""

import re
import sys
from argparse import ArgumentParser
from pathlib import Path, PurePosixPath
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal import roles
from portal.roles import Role
from portal.settings.environment import BASE_DIR

TARGET = "last-mile.target"
#: A process reads its code and writes its folder; it sees no home, no device, no other process.
FENCE = """NoNewPrivileges=yes
CapabilityBoundingSet=
ProtectSystem=strict
ProtectHome=read-only
ProtectProc=invisible
ProtectClock=yes
ProtectHostname=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
PrivateTmp=yes
PrivateDevices=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
UMask=0077"""


class Command(BaseCommand):
    help = "Print the units of systemd for this checkout, or write them into a folder."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--user", default="portal", help="who the processes are")
        parser.add_argument("--var", type=Path, default=Path("/var/lib/last-mile"))
        parser.add_argument("--environment", type=Path, default=Path("/etc/last-mile.env"))
        parser.add_argument("--out", type=Path, help="folder to write them into")

    def handle(self, *args: Any, out: Path | None, **options: Any) -> None:
        for name in ("var", "environment"):
            if not PurePosixPath(options[name]).is_absolute():
                raise CommandError(f"--{name} is an absolute path, not {options[name]}")
            _refuse_what_systemd_reads_otherwise(str(options[name]))
        for path in (str(BASE_DIR), sys.executable):
            _refuse_what_systemd_reads_otherwise(path)
        if not re.fullmatch(r"[a-z_][a-z0-9_-]*", options["user"]):
            raise CommandError(f"--user is the name of a user, not {options['user']}")
        found = units(options["user"], Path(options["var"]), Path(options["environment"]))
        for name, text in found.items():
            if out:
                out.mkdir(parents=True, exist_ok=True)
                (out / name).write_text(text)
            else:
                self.stdout.write(f"# {name}\n{text}")
        if out:
            self.stdout.write(f"{len(found)} units in {out}.")


def _refuse_what_systemd_reads_otherwise(path: str) -> None:
    """A blank ends a word there, a per cent begins a name, a new line another setting."""
    if not re.fullmatch(r"[\w./+@:-]+", path):
        raise CommandError(
            f"{path!r}: systemd would read this path otherwise. Move it to one of letters, digits"
            " and . _ - + @ : only."
        )


def units(user: str, var: Path, environment: Path) -> dict[str, str]:
    """File name → unit. Those with `@` may run many times: by port, or by number."""
    around = (user, var, environment)
    kept = [roles.web("127.0.0.1", 0), *roles.workers(), roles.beat(str(var / "beat"))]
    services = {_name(role): _service(role, *around) for role in kept}
    wanted = " ".join(_started(role) for role in kept)
    target = f"[Unit]\nDescription=Last Mile\nWants={wanted}\n\n[Install]\n"
    return {
        "last-mile-migrate.service": _migration(*around),
        **services,
        TARGET: f"{target}WantedBy=multi-user.target\n",
    }


def _name(role: Role) -> str:
    return f"last-mile-{role.name}{'@' if role.many else ''}.service"


def _started(role: Role) -> str:
    """What the target starts: two web servers, so that one may be restarted, and one of each."""
    if role.name == "web":
        return "last-mile-web@8001.service last-mile-web@8002.service"
    return _name(role).replace("@", "@1")


def _service(role: Role, user: str, var: Path, environment: Path) -> str:
    words = [word if word != "0" else "%i" for word in role.command]
    instance = "%i." if role.name.startswith("worker") else ""
    words = [word.replace("@%h", f"@{instance}%%h") for word in words]  # %h would be a home
    pool = "Environment=DATABASE_POOL=16\n" if role.name == "web" else ""
    return f"""[Unit]
Description=Last Mile: {role.does}
PartOf={TARGET}
After=network-online.target last-mile-migrate.service
Wants=network-online.target

[Service]
{_where(user, var, environment)}{pool}ExecStart={" ".join(words)}
Restart=always
RestartSec=2
# SIGTERM goes to the process that was started, which ends its children when they are done.
KillMode=mixed
TimeoutStopSec={role.drain}
{FENCE}

[Install]
WantedBy={TARGET}
"""


def _migration(user: str, var: Path, environment: Path) -> str:
    """By hand, before new code starts: `systemctl start last-mile-migrate`."""
    python = f"{sys.executable} manage.py"
    return f"""[Unit]
Description=Last Mile: tables and static files of this version

[Service]
Type=oneshot
{_where(user, var, environment)}# DATABASE_OWNER_URL is told to this unit alone.
EnvironmentFile=-{environment}.owner
ExecStart={python} migrate --database owner --no-input
ExecStart={python} collectstatic --no-input
{FENCE}
"""


def _where(user: str, var: Path, environment: Path) -> str:
    return f"""User={user}
WorkingDirectory={BASE_DIR}
EnvironmentFile={environment}
Environment=PORTAL_ENV=production
Environment=PORTAL_VAR={var}
Environment=PYTHONDONTWRITEBYTECODE=1
ReadWritePaths={var}
"""
