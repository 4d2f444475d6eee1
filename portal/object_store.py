"""A real S3 server for tests, benchmarks and drills: OpenStack Swift with its s3api, one disk.

It verifies signatures, their age and the checksum of each body, which stand-ins do not. Four
processes, started in a folder of their own and ended by their ids. Swift comes with the packages
for development, on Linux only.
"""

import getpass
import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import httpx

from portal.processes import die_with_parent
from portal.settings.environment import BASE_DIR

REGION, ACCESS, SECRET = "us-east-1", "films:tester", "testing"
START_SECONDS = 60
PIPELINE = (
    "catch_errors proxy-logging healthcheck bulk s3api tempauth slo dlo versioned_writes symlink"
    " proxy-logging proxy-server"
)
ROLES = ("account", "container", "object")

HASH = "[swift-hash]\nswift_hash_path_suffix = tests\n"
COMMON = """[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
user = {user}
swift_dir = {folder}
devices = {folder}/disks
mount_check = false
fallocate_reserve = 0
log_level = ERROR
"""
STORE = "[pipeline:main]\npipeline = {role}-server\n[app:{role}-server]\nuse = egg:swift#{role}\n"
PROXY = """[pipeline:main]
pipeline = {pipeline}
[app:proxy-server]
use = egg:swift#proxy
allow_account_management = true
account_autocreate = true
# s3api has no rules of buckets for pages elsewhere: each answer lets the asking page read it.
strict_cors_mode = false
# One disk on a busy machine: it is slow at times, and never to be given up.
conn_timeout = 10
node_timeout = 60
recoverable_node_timeout = 60
error_suppression_limit = 1000000
[filter:tempauth]
use = egg:swift#tempauth
user_films_tester = testing .admin
[filter:s3api]
use = egg:swift#s3api
location = {region}
s3_acl = false
auth_pipeline_check = false
dns_compliant_bucket_names = true
cors_preflight_allow_origin = *
min_segment_size = {least}
[filter:versioned_writes]
use = egg:swift#versioned_writes
allow_object_versioning = true
"""
#: A process of its own: what Swift imports is not for a test process.
RINGS = """
import sys
from swift.common.ring import RingBuilder
folder, *ports = sys.argv[1:]
for role, port in zip(("account", "container", "object"), ports):
    ring = RingBuilder(1, 1, 0)
    place = {"ip": "127.0.0.1", "port": int(port), "device": "d1"}
    ring.add_dev({"id": 0, "region": 1, "zone": 1, "weight": 1, **place})
    ring.rebalance()
    ring.get_ring().save(f"{folder}/{role}.ring.gz")
"""
#: A process of its own: it reads the settings of the portal that will use the bucket.
MAKE_BUCKET = """
import django
django.setup()
from portal.storage import files
files.s3.create_bucket(Bucket=files.bucket_name)
"""
FILTERS = ("catch_errors", "proxy-logging", "healthcheck", "bulk", "slo", "dlo", "symlink")


class ObjectStore:
    """`address`, and the keys of one account; no part may be smaller than `least` bytes."""

    access, secret, region = ACCESS, SECRET, REGION

    def __init__(self, folder: Path, *, least: int = 5 * 1024**2) -> None:
        self.folder, self.least = folder, least
        self.ports = {role: _free_port() for role in (*ROLES, "proxy")}
        self.address = f"http://127.0.0.1:{self.ports['proxy']}"
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        (self.folder / "disks" / "d1").mkdir(parents=True)
        (self.folder / "swift.conf").write_text(HASH)
        self._rings()
        plain = (f"[filter:{name}]\nuse = egg:swift#{name.replace('-', '_')}\n" for name in FILTERS)
        proxy = PROXY.format(region=REGION, pipeline=PIPELINE, least=self.least) + "".join(plain)
        for role in ROLES:
            self._write(role, STORE.format(role=role))
        self._write("proxy", proxy)
        self.begin()

    def begin(self) -> None:
        """Start what does not run, and wait until it answers."""
        for role in self.ports:
            if role not in self.processes or self.processes[role].poll() is not None:
                self._serve(role)
        self._wait()

    def variables(self, bucket: str, public: str = "") -> dict[str, str]:
        """The portal's variables for a new, empty bucket; `public`: its address for senders."""
        found = {
            "S3_BUCKET": bucket,
            "S3_ENDPOINT_URL": self.address,
            "S3_PUBLIC_ENDPOINT_URL": public or self.address,
            "S3_REGION": self.region,
            "S3_ACCESS_KEY": self.access,
            "S3_SECRET_KEY": self.secret,
        }
        env = {**os.environ, **found, "DJANGO_SETTINGS_MODULE": "portal.settings"}
        command = [sys.executable, "-c", MAKE_BUCKET]
        subprocess.run(command, env=env, cwd=BASE_DIR, check=True, timeout=START_SECONDS)
        return found

    def names(self, container: str) -> list[str]:
        """All that lies there; the parts of objects lie in `BUCKET+segments`.

        Asked of the container's server itself, past the proxy: on one of its two partitions.
        """
        found: list[str] = []
        for partition in (0, 1):
            place = f"d1/{partition}/AUTH_{self.access.split(':')[0]}/{quote(container)}"
            url = f"http://127.0.0.1:{self.ports['container']}/{place}"
            while (page := httpx.get(url, params=_after(found), timeout=60)).status_code == 200:
                found += page.text.splitlines()
        return found

    def kill(self) -> None:
        """As a power cut would: SIGKILL, nothing is asked first. `begin` starts it again."""
        for process in self.processes.values():
            process.kill()
            process.wait()

    def _rings(self) -> None:
        ports = [str(self.ports[role]) for role in ROLES]
        command = [sys.executable, "-W", "ignore", "-c", RINGS, str(self.folder), *ports]
        subprocess.run(command, check=True, timeout=START_SECONDS)

    def _write(self, role: str, text: str) -> None:
        common = COMMON.format(port=self.ports[role], user=getpass.getuser(), folder=self.folder)
        (self.folder / f"{role}.conf").write_text(common + text)

    def _serve(self, role: str) -> None:
        server = Path(sys.executable).with_name(f"swift-{role}-server")
        with (self.folder / f"{role}.log").open("ab") as log:
            self.processes[role] = subprocess.Popen(
                [server, self.folder / f"{role}.conf"],
                stdout=log,
                stderr=log,
                cwd=BASE_DIR,
                preexec_fn=die_with_parent,
            )

    def _wait(self) -> None:
        ends = time.monotonic() + START_SECONDS
        while time.monotonic() < ends:
            with suppress(httpx.HTTPError, OSError):
                for role in ROLES:
                    socket.create_connection(("127.0.0.1", self.ports[role]), timeout=2).close()
                if httpx.get(f"{self.address}/healthcheck", timeout=2).status_code == 200:
                    return
            dead = [p.args for p in self.processes.values() if p.poll() is not None]
            if dead:
                break
            time.sleep(0.2)
        logs = {path.name: path.read_text()[-2000:] for path in self.folder.glob("*.log")}
        raise RuntimeError(f"the object store did not start: {logs}")

    def stop(self) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def _after(found: list[str]) -> dict[str, str]:
    return {"marker": found[-1]} if found else {}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
