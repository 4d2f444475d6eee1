"""A real S3 server for tests: OpenStack Swift with its s3api, one disk, on loopback.

It verifies signatures, their age and the checksum of each body, which stand-ins do not. Four
processes, started in a folder of their own and ended by their ids.
"""

import getpass
import shutil
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import httpx

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
FILTERS = ("catch_errors", "proxy-logging", "healthcheck", "bulk", "slo", "dlo", "symlink")


class ObjectStore:
    """`address`, and the keys of one account."""

    access, secret, region = ACCESS, SECRET, REGION

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ports = {role: _free_port() for role in (*ROLES, "proxy")}
        self.address = f"http://127.0.0.1:{self.ports['proxy']}"
        self.processes: list[subprocess.Popen] = []

    def start(self) -> None:
        (self.folder / "disks" / "d1").mkdir(parents=True)
        (self.folder / "swift.conf").write_text(HASH)
        self._rings()
        for role in ROLES:
            self._serve(role, STORE.format(role=role))
        plain = (f"[filter:{name}]\nuse = egg:swift#{name.replace('-', '_')}\n" for name in FILTERS)
        self._serve("proxy", PROXY.format(region=REGION, pipeline=PIPELINE) + "".join(plain))
        self._wait()

    def _rings(self) -> None:
        ports = [str(self.ports[role]) for role in ROLES]
        command = [sys.executable, "-W", "ignore", "-c", RINGS, str(self.folder), *ports]
        subprocess.run(command, check=True, timeout=START_SECONDS)

    def _serve(self, role: str, text: str) -> None:
        conf = self.folder / f"{role}.conf"
        common = COMMON.format(port=self.ports[role], user=getpass.getuser(), folder=self.folder)
        conf.write_text(common + text)
        command = [str(Path(sys.executable).with_name(f"swift-{role}-server")), str(conf)]
        log = (self.folder / f"{role}.log").open("wb")
        with log:
            self.processes.append(subprocess.Popen(command, stdout=log, stderr=log))

    def _wait(self) -> None:
        ends = time.monotonic() + START_SECONDS
        while time.monotonic() < ends:
            with suppress(httpx.HTTPError, OSError):
                for role in ROLES:
                    socket.create_connection(("127.0.0.1", self.ports[role]), timeout=2).close()
                if httpx.get(f"{self.address}/healthcheck", timeout=2).status_code == 200:
                    return
            dead = [p.args for p in self.processes if p.poll() is not None]
            if dead:
                break
            time.sleep(0.2)
        logs = {path.name: path.read_text()[-2000:] for path in self.folder.glob("*.log")}
        raise RuntimeError(f"the object store did not start: {logs}")

    def stop(self) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
