"""A portal whose uploads can be broken at a chosen part: its wires, its servers, its sender."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
from django.core import signing

from portal import roles
from portal.object_store import ObjectStore
from portal.processes import die_with_parent, end
from portal.rehearsal import Rehearsal, free_port, rehearsal
from portal.settings.environment import BASE_DIR
from portal.wire import Seen, Wire

BUCKET = "drill"
SETTINGS = {"DJANGO_SETTINGS_MODULE": "portal.settings.small_parts"}
#: Prints a token and a project's code.
SENDER = """
from portal.models import ApiToken, Membership
from projects.models import Project
artist = Membership.objects.active().filter(role="artist").order_by("pk").first()
project = Project.objects.filter(studio=artist.studio).first()
print(ApiToken.issue(artist.user, name="drill", scopes=["read", "upload"])[1], project.code)
"""


def part_of(seen: Seen) -> tuple[str, int] | None:
    """(upload, number) of a PUT of a part, to S3 or to the portal's own receiver."""
    address = urlsplit(seen.target)
    if seen.method != "PUT":
        return None
    if address.path.startswith("/uploads/parts/"):
        payload = address.path.rsplit("/", 1)[1].split(":")[0]
        ref, number, *_rest = json.loads(signing.b64_decode(payload.encode()))
        return ref, number
    query = parse_qs(address.query)
    if "partNumber" not in query:
        return None
    return query["uploadId"][0], int(query["partNumber"][0])


class Aim:
    """Strikes once, when the chosen part reaches the chosen moment; keeps what was confirmed."""

    def __init__(self) -> None:
        self.lock, self.struck = threading.Lock(), threading.Event()
        self.confirmed: set[tuple[str, int]] = set()
        self.resent = 0
        self.at: tuple[int, str] | None = None
        self.strike: Callable[[], None] = lambda: None

    def take(self, number: int, moment: str, strike: Callable[[], None]) -> None:
        self.struck.clear()
        self.strike, self.at = strike, (number, moment)

    def watch(self, seen: Seen, moment: str) -> None:
        part = part_of(seen)
        if part is None:
            return
        with self.lock:
            self.resent += moment == "head" and part in self.confirmed
            if moment == "answer" and 200 <= seen.status < 300:
                self.confirmed.add(part)
            due = self.at == (part[1], moment)
            if due:
                self.at = None
        if due:
            self.strike()
            self.struck.set()


class Broken:
    """A running portal with a web server of its own to kill, seen through wires.

    The supervisor would wait longer after each death of its own server; this one is started
    again at once.
    """

    def __init__(self, portal: Rehearsal, store: ObjectStore | None, aim: Aim) -> None:
        self.portal, self.store, self.aim = portal, store, aim
        self.web_port = free_port()
        self.wire = Wire(self.web_port, aim.watch)
        self.wires = [self.wire]
        self.token, self.code = portal.shell(SENDER).split()
        self.start_web()

    def start_web(self) -> None:
        with (self.portal.var / "drill-web.log").open("ab") as log:
            self.web = subprocess.Popen(
                roles.web("127.0.0.1", self.web_port, drain=3).command,
                cwd=BASE_DIR,
                env={**self.portal.env, "DATABASE_POOL": "8"},
                stdout=log,
                stderr=log,
                preexec_fn=die_with_parent,
            )
        deadline = time.monotonic() + 60
        while not self._answers():
            if time.monotonic() > deadline:
                raise RuntimeError("the web server did not start")
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{self.web_port}/healthz/", timeout=5).is_success
        except httpx.HTTPError:
            return False

    def send(self, path: Path) -> None:
        """Starts the sender; `sender` is its process, and what it says goes to a file."""
        command = [sys.executable, "-m", "projects.sending", str(path), "--project", self.code]
        command += ["--url", self.wire.address, "--state", str(self.portal.var / "sender")]
        with (self.portal.var / "sender.log").open("ab") as log:
            self.sender = subprocess.Popen(
                [*command, "--patience", "120"],
                cwd=BASE_DIR,
                env={**self.portal.env, "LAST_MILE_TOKEN": self.token},
                stdout=log,
                stderr=log,
                preexec_fn=die_with_parent,
            )

    def strikes(self) -> dict[str, Callable[[], None]]:
        """Who can be killed, and how; called from a wire."""
        found: dict[str, Callable[[], None]] = {
            "client": lambda: _kill(self.sender),
            "server": lambda: _kill(self.web),
            "network": self._cut,
        }
        if self.store:
            found["storage"] = self.store.kill
        return found

    def _cut(self) -> None:
        for wire in self.wires:
            wire.cut()

    def repair(self, victim: str, path: Path) -> None:
        """From the main thread: what a thread has started would end with it."""
        if victim == "client":
            self.send(path)
        elif victim == "server":
            self.start_web()
        elif victim == "network":
            time.sleep(0.3)
            for wire in self.wires:
                wire.mend()
        elif self.store:
            self.store.begin()

    def close(self) -> None:
        end(self.web)
        for wire in self.wires:
            wire.close()


def _kill(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait()


@contextmanager
def broken(folder: Path, *, on_s3: bool) -> Iterator[Broken]:
    """Files in a folder, or on an S3 server that takes parts of a mebibyte."""
    aim, store, variables = Aim(), None, dict(SETTINGS)
    wires: list[Wire] = []
    try:
        if on_s3:
            store = ObjectStore(folder / "store", least=1024**2)
            store.start()
            wires.append(Wire(store.ports["proxy"], aim.watch))
            variables |= store.variables(BUCKET, wires[0].address)
        with rehearsal(variables) as portal:
            house = Broken(portal, store, aim)
            house.wires += wires
            try:
                yield house
            finally:
                house.close()
    finally:
        if store:
            store.stop()
