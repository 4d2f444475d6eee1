"""What compose.yaml starts, started: pages by TLS, tasks by the clock, files by the proxy."""

import json
import os
import shutil
import signal
import ssl
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import boto3
import httpx
import pytest
from django.conf import settings

from portal.embedded import socket_dir
from tests.composed import CADDY
from tests.migrated import migrated
from tests.servers.deployed import FILES, database, deployment, healthy

pytestmark = [
    pytest.mark.service,
    pytest.mark.skipif(not CADDY.exists(), reason="Caddy comes with the packages on Linux"),
]


@pytest.fixture(scope="module")
def deployed(tmp_path_factory, object_store, django_db_setup, django_db_blocker):
    folder = Path(tmp_path_factory.mktemp("deployed"))
    with django_db_blocker.unblock():
        template = migrated(Path(settings.VAR_DIR))
    databases = database(Path(settings.VAR_DIR), template)
    _bucket(object_store)
    with deployment(folder, databases, object_store) as running:
        done = running.run(*running.services["migrate"]["command"], service="migrate")
        assert done.returncode == 0, done.stderr
        assert running.run("python", "manage.py", "collectstatic", "--no-input").returncode == 0
        for name in ("web", "worker-default", "beat"):
            running.start(name)
        running.start_proxy()
        running.until(lambda: all(healthy(running, n) for n in ("web", "worker-default", "beat")))
        running.until(running.authority.exists)
        yield running
    shutil.rmtree(socket_dir(folder / "valkey"), ignore_errors=True)


def _bucket(store):
    client = boto3.client(
        "s3",
        endpoint_url=store.address,
        region_name=store.region,
        aws_access_key_id=store.access,
        aws_secret_access_key=store.secret,
    )
    client.create_bucket(Bucket="last-mile")


@pytest.fixture
def browser(deployed):
    trust = ssl.create_default_context(cafile=str(deployed.authority))
    with httpx.Client(base_url=deployed.address, verify=trust, timeout=30) as client:
        yield client


def test_a_page_comes_by_tls_and_its_cookie_goes_nowhere_else(browser):
    page = browser.get("/accounts/login/")
    assert page.status_code == 200 and "csrfmiddlewaretoken" in page.text
    assert page.headers["strict-transport-security"].startswith("max-age=31536000")
    assert "secure" in page.headers["set-cookie"].lower()
    style = page.text.split('rel="stylesheet" href="')[1].split('"')[0]
    assert browser.get(style).status_code == 200 and "." in Path(style).stem


def test_who_comes_without_tls_is_led_to_it(deployed):
    answer = httpx.get(f"http://localhost:{deployed.plain}/accounts/login/")
    assert answer.status_code == 308
    assert answer.headers["location"].startswith("https://localhost")


def test_the_clock_wakes_the_worker_and_the_worker_does_it(deployed):
    def done():
        return "portal.tasks.seal_audit" in deployed.log("worker-default") and (
            "succeeded" in deployed.log("worker-default")
        )

    deployed.until(done)


def test_a_file_is_fetched_through_the_proxy_by_a_signed_address(deployed):
    told = deployed.run(
        "python",
        "-c",
        "import django; django.setup()\n"
        "from django.core.files.base import ContentFile\nfrom portal.storage import files\n"
        "files.save('originals/x', ContentFile(b'film')); print(files.link('originals/x'))",
        S3_PUBLIC_ENDPOINT_URL=f"https://{FILES}:{deployed.tls}",
    )
    link = httpx.URL(told.stdout.strip().splitlines()[-1])
    assert link.host == FILES
    trust = ssl.create_default_context(cafile=str(deployed.authority))
    with httpx.Client(verify=trust, headers={"Host": f"{FILES}:{deployed.tls}"}) as client:
        there = link.copy_with(host="localhost")
        answer = client.get(there, extensions={"sni_hostname": FILES})
    assert answer.content == b"film", answer.text


def test_everything_is_examined_from_every_process_and_what_is_missing_is_told(deployed):
    """Here no mail server listens, four workers were not started, and files come without TLS."""
    done = deployed.run(
        *("python", "manage.py", "check_deploy", "--json"),
        *("--url", deployed.address, "--authority", str(deployed.authority)),
    )
    assert done.returncode == 1, done.stderr
    told = json.loads(done.stdout.strip().splitlines()[-1])
    together = told["processes"].pop("all together")
    for name, findings in told["processes"].items():
        wrong = {row["about"] for row in findings if row["state"] == "wrong"}
        assert wrong == {"mail", "storage"}, (name, findings)
        said = {row["about"]: row["said"] for row in findings if row["state"] == "ok"}
        assert "portal is bound by the policies" in said["database role"]
        assert {"fences", "migrations", "broker", "live layer", "clock", "keys"} <= set(said)
    kinds = sorted(name.split()[0].split("@")[0] for name in told["processes"])
    assert kinds == ["default", "this", "web"]
    wrong = {row["said"] for row in together if row["state"] == "wrong"}
    idle = ("webhooks", "media", "assist", "reports")
    assert wrong == {f"nobody takes tasks from {queue}" for queue in idle}
    well = {row["about"] for row in together if row["state"] == "ok"}
    assert {"page", "socket", "proxies", "beat", "agreement", "processes", "queues"} <= well
    (certificate,) = [row for row in together if row["about"] == "certificate"]
    assert "ends in 0 days" in certificate["said"]  # of the proxy's own authority, half a day


def test_a_web_server_that_is_told_to_end_answers_first(deployed):
    told = deployed.run(
        "python",
        "-c",
        "import django; django.setup()\nfrom portal.storage import asking\n"
        "print(asking.word('examine'))",
    )
    asked = {"examine": told.stdout.strip().splitlines()[-1]}
    address = f"http://127.0.0.1:{deployed.web}/healthz/"
    with ThreadPoolExecutor(1) as beside:
        going = beside.submit(httpx.get, address, params=asked, timeout=60)
        time.sleep(0.3)
        web = deployed.running.pop("web")
        web.send_signal(signal.SIGTERM)
        answer = going.result()
    assert answer.status_code == 200 and answer.json()["findings"]
    assert web.wait(30) in (0, -signal.SIGTERM)
    with pytest.raises(httpx.ConnectError):
        httpx.get(address)
    deployed.start("web")
    deployed.until(lambda: healthy(deployed, "web"))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may make a root read-only here")
def test_the_root_is_read_only_for_what_runs(deployed):
    """What the services do above is done without a file besides their volumes and `/tmp`."""
    mounts = Path(f"/proc/{deployed.running['worker-default'].pid}/mounts").read_text()
    rows = {row.split()[1]: row.split()[3].split(",") for row in mounts.splitlines()}
    assert "ro" in rows["/"] and "rw" in rows[str(deployed.folder / "var/work")]
