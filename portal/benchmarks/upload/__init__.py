"""`bench upload`: 1 GiB by the portal's protocol, beside other ways to the same storage.

Three rounds, each way once a round, one after the other on an otherwise idle portal (what the
samples give its workers to do is waited for): on a local S3 server (OpenStack Swift's s3api) one
presigned PUT by curl, `aws s3 cp` with its own settings, the portal's sender from the start of
its process to the finished version, and Chromium on the project's page from the choice of the
file to the tray's word that it is there; in the local folder the sender again, and curl to a
plain Django view on the same web server that streams the body into a file. Times are medians of
wall seconds; ratios are medians of the rounds' ratios, since a shared machine is not the same
for long. The sender reaches the portal through a wire that counts what its requests carry; the
portal's CPU and memory are its web server's, the sender's memory is its peak.
`bench upload 256 1` takes 256 MiB and one round.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import psutil

from portal.benchmarks import number_in
from portal.benchmarks.upload.browser import browser_at_hand
from portal.object_store import ObjectStore
from portal.processes import die_with_parent, end
from portal.rehearsal import Rehearsal, free_port, rehearsal
from portal.settings.environment import BASE_DIR
from portal.wire import Wire

MEBIBYTE, BUCKET = 1024 * 1024, "bench"
PUT = """
from portal.storage import files
for n in range({rounds}):
    params = files._at(f"bench/put-{{n}}")
    print(files._signer.generate_presigned_url("put_object", Params=params, ExpiresIn=86400))
"""
SENDER = """
from portal.models import ApiToken, Membership
from projects.models import Project
artist = Membership.objects.active().filter(role="artist").order_by("pk").first()
project = Project.objects.filter(studio=artist.studio).first()
print(ApiToken.issue(artist.user, name="bench", scopes=["read", "upload"])[1], project.code)
"""


def run(args: list[str]) -> dict[str, Any]:
    """Seconds and ratios of each way, the portal's CPU and bytes, the sender's memory."""
    size = number_in(args, 1024)
    rounds = number_in(args, 3, 1)
    folder = Path(tempfile.mkdtemp(prefix="last-mile-bench-"))
    try:
        film = folder / "bench.mov"
        with film.open("wb") as out:
            for _ in range(size):
                out.write(os.urandom(MEBIBYTE))
        told = _on_s3(folder, film, rounds) | _in_folder(folder, film, rounds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return {
        "bench": "upload",
        "method": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " "),
        "mebibytes": size,
        "rounds": rounds,
        **told,
    }


def _on_s3(folder: Path, film: Path, rounds: int) -> dict[str, Any]:
    store = ObjectStore(folder / "store")
    try:
        store.start()
        with (
            rehearsal(store.variables(BUCKET)) as portal,
            Sender(portal, folder) as sender,
            ExitStack() as ends,
        ):
            urls = portal.shell(PUT.format(rounds=rounds)).split()
            aws = _aws(store, film)
            ways: dict[str, Callable[[int], Any]] = {
                "put": lambda n: _run(["curl", "-sSf", "-T", str(film), urls[n]]),
                "sender": lambda n: sender.send(film),
            }
            if aws:
                ways["aws"] = aws
            if browser := browser_at_hand(portal, folder, ends):
                ways["browser"] = lambda n: browser.send(film)
            portal.rest()
            times = _measured(ways, rounds)
            usage = sender.told(film.stat().st_size, rounds)
    finally:
        store.stop()
    found: dict[str, Any] = {f"s3_{name}_s": _median(seconds) for name, seconds in times.items()}
    found["s3_rate_of_single_put"] = _ratio(times["put"], times["sender"])
    found["s3_time_of_aws"] = _ratio(times["sender"], times["aws"]) if aws else "no aws at hand"
    found["s3_browser_rate_of_single_put"] = (
        _ratio(times["put"], times["browser"]) if browser else "no Chromium at hand"
    )
    targets = {"target_s3_rate_of_single_put": 0.85, "target_s3_time_of_aws": 0.6}
    targets["target_s3_browser_rate_of_single_put"] = 0.7
    targets["target_s3_portal_cpu_ms_per_gib"] = 100
    return {**found, **{f"s3_{name}": value for name, value in usage.items()}, **targets}


def _in_folder(folder: Path, film: Path, rounds: int) -> dict[str, Any]:
    with rehearsal() as portal, Sender(portal, folder) as sender, _plain_view(folder) as port:
        url = f"http://127.0.0.1:{port}/take"
        ways: dict[str, Callable[[int], Any]] = {
            "view": lambda n: _run(["curl", "-sSf", "-o", "/dev/null", "-T", str(film), url]),
            "sender": lambda n: sender.send(film),
        }
        portal.rest()
        times = _measured(ways, rounds)
        usage = sender.told(film.stat().st_size, rounds)
    found = {f"folder_{name}_s": _median(seconds) for name, seconds in times.items()}
    found["folder_rate_of_plain_view"] = _ratio(times["view"], times["sender"])
    found["target_folder_rate_of_plain_view"] = 1.5
    return {**found, **{f"folder_{name}": value for name, value in usage.items()}}


class Sender:
    """The command, told where the portal is by way of a wire; a context manager."""

    def __init__(self, portal: Rehearsal, folder: Path) -> None:
        self.portal, self.state = portal, folder / "state"
        self.wire = Wire(portal.port)
        self.token, self.code = portal.shell(SENDER).split()
        self.on_s3 = "S3_BUCKET" in portal.variables
        self.cpu, self.most = 0.0, 0

    def __enter__(self) -> "Sender":
        self.web = _web(self.portal)
        self._warm()
        self.before = self.web.memory_info().rss
        return self

    def _warm(self) -> None:
        """The first requests of a web server load what the later ones find loaded."""
        film = self.state.with_name("warm.mov")
        film.write_bytes(os.urandom(MEBIBYTE))
        self.send(film)
        self.cpu, self.most, self.wire.sent = 0.0, 0, 0

    def __exit__(self, *_error: object) -> None:
        self.wire.close()

    def send(self, film: Path) -> None:
        """In the folder the parts go to the portal itself: by the straight way, uncounted."""
        address = self.wire.address if self.on_s3 else self.portal.address
        command = [sys.executable, "-m", "projects.sending", str(film), "--project", self.code]
        command += ["--url", address, "--again", "--state", str(self.state)]
        began = sum(self.web.cpu_times()[:2])
        _run(command, {**os.environ, "LAST_MILE_TOKEN": self.token}, self._look)
        self.cpu += sum(self.web.cpu_times()[:2]) - began

    def _look(self, process: psutil.Process) -> None:
        try:
            self.most = max(self.most, process.memory_info().rss)
        except psutil.Error:  # it has just ended
            return

    def told(self, size: int, rounds: int) -> dict[str, Any]:
        grown = (self.web.memory_info().rss - self.before) / MEBIBYTE
        cpu = self.cpu * 1000 / rounds / (size / 1024**3)
        found = {"portal_cpu_ms_per_gib": round(cpu), "portal_grown_mib": round(grown, 1)}
        if self.on_s3:
            found["bytes_through_portal"] = self.wire.sent // rounds
        return found | {"sender_peak_mib": round(self.most / MEBIBYTE, 1)}


class _plain_view:  # noqa: N801 (used as a function)
    def __init__(self, folder: Path) -> None:
        self.port, self.folder = free_port(), folder

    def __enter__(self) -> int:
        command = [sys.executable, "-m", "portal.benchmarks.upload.plain_view"]
        self.process = subprocess.Popen(
            [*command, str(self.port), str(self.folder)],
            cwd=BASE_DIR,
            env={**os.environ, "TMPDIR": str(self.folder)},
            preexec_fn=die_with_parent,
        )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                httpx.get(f"http://127.0.0.1:{self.port}/", timeout=5)
                return self.port
            except httpx.HTTPError:
                time.sleep(0.1)
        raise RuntimeError("the plain view did not start")

    def __exit__(self, *_error: object) -> None:
        end(self.process)


def _measured(ways: dict[str, Callable[[int], Any]], rounds: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds):
        for name, way in ways.items():
            began = time.monotonic()
            way(number)
            times[name].append(time.monotonic() - began)
    return times


def _run(
    command: list[str],
    env: dict[str, str] | None = None,
    look: Callable[[psutil.Process], None] = lambda _process: None,
) -> None:
    """Raises RuntimeError with what it said when it does not end with 0."""
    with tempfile.TemporaryFile("w+") as said:
        process = psutil.Popen(
            command, cwd=BASE_DIR, env=env, stdout=said, stderr=said, preexec_fn=die_with_parent
        )
        while process.poll() is None:
            look(process)
            time.sleep(0.02)
        if process.returncode:
            said.seek(0)
            raise RuntimeError(f"{command[0]} ended with {process.returncode}: {said.read()}")


def _aws(store: ObjectStore, film: Path) -> Callable[[int], None] | None:
    """`aws` where it is installed, else from its package by uvx; None where neither works."""
    found = shutil.which("aws")
    command = [found] if found else ["uvx", "--from", "awscli", "aws"]
    env = {**os.environ, "AWS_EC2_METADATA_DISABLED": "true", "AWS_DEFAULT_REGION": store.region}
    env |= {"AWS_ACCESS_KEY_ID": store.access, "AWS_SECRET_ACCESS_KEY": store.secret}
    env |= {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    command += ["--endpoint-url", store.address, "s3"]
    try:
        _run([*command, "ls", f"s3://{BUCKET}"], env)
    except (RuntimeError, OSError):
        return None
    return lambda n: _run(
        [*command, "cp", "--only-show-errors", str(film), f"s3://{BUCKET}/aws-{n}"], env
    )


def _web(portal: Rehearsal) -> psutil.Process:
    for process in psutil.process_iter(["cmdline"]):
        command = process.info["cmdline"] or []
        if "portal.asgi:application" in command and str(portal.port) in command:
            return process
    raise RuntimeError("the portal's web server does not run")


def _median(seconds: list[float]) -> float:
    return round(statistics.median(seconds), 2)


def _ratio(above: list[float], below: list[float]) -> float:
    pairs = zip(above, below, strict=True)
    return round(statistics.median(one / other for one, other in pairs), 2)
