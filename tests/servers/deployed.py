"""The services of `compose.yaml` as processes of this machine: the very same commands.

What a container would give is made here: secrets in a folder, ports on loopback, the folders
below `/srv/var` and `/tmp`. Database, broker and files are those of the tests.
"""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from portal.embedded import GRANTS, OWNER, ROLE, Valkey, postgres_sockets
from portal.management.commands.make_secrets import drawn
from portal.processes import die_with_parent, end
from portal.rehearsal import free_port
from portal.settings.environment import BASE_DIR, VARIABLES
from tests.composed import CADDY, as_process, caddyfile, composed

FILES = "files.localhost"


def database(var: Path, template: str) -> dict[str, str]:
    """A migrated database of the tests' cluster, as `roles.sql` would have made it."""
    host = str(postgres_sockets(var))
    operator: dict[str, Any] = {"host": host, "user": "postgres", "autocommit": True}
    with psycopg.connect(**operator, dbname="postgres") as line:
        line.execute("drop database if exists deployed with (force)")
        line.execute(f"create database deployed template {template} owner {OWNER}")
    with psycopg.connect(**operator, dbname="deployed") as line:
        for grant in GRANTS:
            line.execute(grant)
        line.execute(
            f"grant select, insert, update, delete on all tables in schema public to {ROLE}"
        )
        line.execute(f"grant usage, select on all sequences in schema public to {ROLE}")
    where = host.replace("/", "%2F")
    named = {"database_url": ROLE, "database_owner_url": OWNER}
    return {name: f"postgresql://{role}@/deployed?host={where}" for name, role in named.items()}


def read_only(command: list[str], writable: list[Path]) -> list[str]:
    """In a mount namespace where these folders alone can be written, where one may make such."""
    if os.geteuid() or subprocess.run(["unshare", "-m", "true"], check=False).returncode:
        return command
    bound = "".join(f"mount --bind {folder} {folder} && " for folder in writable)
    closed = f'{bound}mount -o remount,bind,ro / && exec "$@"'
    return ["unshare", "-m", "sh", "-c", closed, "sh", *command]


class Deployment:
    """`start(name)` runs a service; everything is ended by its id."""

    def __init__(self, folder: Path, valkey: Valkey, databases: dict[str, str], store: Any) -> None:
        self.folder, self.running = folder, {}
        self.web, self.tls, self.plain = free_port(), free_port(), free_port()
        self.address = f"https://localhost:{self.tls}"
        self.names = {"PORTAL_DOMAIN": f"localhost:{self.tls}", "FILES_DOMAIN": FILES}
        self.services = composed(self.names)["services"]
        self.store = store
        line = f"redis+socket://{valkey._socket}?virtual_host=1"
        self._secrets = drawn(f"smtp://127.0.0.1:{free_port()}") | {
            **databases,
            "broker_url": line,
            "channels_url": f"unix://{valkey._socket}",
            "s3_access_key": store.access,
            "s3_secret_key": store.secret + "\n",
        }
        for name, text in self._secrets.items():
            (folder / name).write_text(text)

    def environment(self, name: str) -> dict[str, str]:
        """Of a service, as in its container; what the machine has set elsewhere is hidden."""
        told = dict(self.services[name]["environment"])
        known = {variable.name for variable in VARIABLES}
        plain = {k: v for k, v in os.environ.items() if k not in known}
        here = {key: v.replace("/run/secrets/", f"{self.folder}/") for key, v in told.items()}
        here |= {
            "PORTAL_VAR": str(self.folder / "var"),
            "ALLOWED_HOSTS": "localhost",
            "S3_ENDPOINT_URL": self.store.address,
            "S3_PUBLIC_ENDPOINT_URL": self.store.address,
            "DJANGO_SETTINGS_MODULE": "portal.settings",
        }
        place = told["TMPDIR"].removeprefix("/srv/") if "TMPDIR" in told else "tmp"
        here["TMPDIR"] = str(self.folder / place)
        if "PULSE_FILE" in told:
            here["PULSE_FILE"] = str(self.folder / "tmp" / f"pulse-{name}")
        return plain | here

    def command(self, name: str) -> list[str]:
        changed = {"0.0.0.0": "127.0.0.1", "8000": str(self.web)}
        changed["/tmp/beat"] = str(self.folder / "tmp" / "beat")
        return as_process(self.services[name]["command"], changed)

    def start(self, name: str) -> subprocess.Popen[bytes]:
        folders = [volume.split(":")[1] for volume in self.services[name]["volumes"]]
        kept = [self.folder / path.removeprefix("/srv/") for path in folders]
        for folder in kept:
            folder.mkdir(exist_ok=True)
        command = read_only(self.command(name), [*kept, self.folder / "tmp"])
        return self._spawn(name, command, self.environment(name))

    def run(
        self, *words: str, service: str = "web", **changed: str
    ) -> subprocess.CompletedProcess[str]:
        """A command in a container of that service, to its end."""
        return subprocess.run(
            as_process(list(words), {}),
            env=self.environment(service) | changed,
            cwd=BASE_DIR,
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
        )

    def start_proxy(self) -> subprocess.Popen[bytes]:
        """The proxy signs for `localhost` itself, in a folder of its own."""
        (self.folder / "Caddyfile").write_text(caddyfile(self.names))
        told = {
            "PORTAL_SITE": "localhost",
            "FILES_SITE": FILES,
            "WEB_HOST": "localhost",
            "WEB_PORT": str(self.web),
            "S3_UPSTREAM": self.store.address.removeprefix("http://"),
            "HTTP_PORT": str(self.plain),
            "HTTPS_PORT": str(self.tls),
            "HEALTH_PORT": str(free_port()),
            "HOME": str(self.folder),
            "XDG_DATA_HOME": str(self.folder / "certificates"),
            "XDG_CONFIG_HOME": str(self.folder / "config"),
        }
        changed = {"caddy": str(CADDY), "/etc/caddy/Caddyfile": str(self.folder / "Caddyfile")}
        return self._spawn("proxy", as_process(self.services["proxy"]["command"], changed), told)

    @property
    def authority(self) -> Path:
        return self.folder / "certificates/caddy/pki/authorities/local/root.crt"

    def _spawn(
        self, name: str, command: list[str], environment: dict[str, str]
    ) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                command,
                env=environment,
                cwd=BASE_DIR,
                stdout=log,
                stderr=log,
                preexec_fn=die_with_parent,
            )
        return self.running[name]

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def until(self, holds: Any, seconds: float = 90) -> None:
        """Waits; a service that ended meanwhile is told with its log."""
        deadline = time.monotonic() + seconds
        while not holds():
            for name, process in self.running.items():
                assert process.poll() is None, f"{name} ended\n{self.log(name)[-3000:]}"
            logs = "\n".join(f"{n}: {self.log(n)[-800:]}" for n in self.running)
            assert time.monotonic() < deadline, logs
            time.sleep(0.2)

    def stop(self) -> None:
        for process in self.running.values():
            end(process, patience=20)


@contextmanager
def deployment(folder: Path, databases: dict[str, str], store: Any) -> Iterator[Deployment]:
    for name in ("var", "tmp"):
        (folder / name).mkdir()
    valkey = Valkey(folder / "valkey")
    valkey.start()
    deployed = Deployment(folder, valkey, databases, store)
    try:
        yield deployed
    finally:
        deployed.stop()
        valkey.stop()


def healthy(deployed: Deployment, name: str) -> bool:
    """The service's own health check, on this machine's port or file."""
    _how, *words = deployed.services[name]["healthcheck"]["test"]
    pulse = str(deployed.folder / "tmp" / f"pulse-{name}")
    words = [w.replace("8000", str(deployed.web)).replace("/tmp/pulse", pulse) for w in words]
    command = as_process(words, {}) if _how == "CMD" else ["/bin/sh", "-c", *words]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
