"""Commands, children and embedded services of one machine."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError

from portal import embedded, ownership, processes, supervisor
from portal.embedded import EmbeddedError, Postgres, Valkey
from portal.management.commands import demo
from portal.settings import environment, security
from portal.supervisor import Child, Supervisor


def test_production_half_configured_refuses_and_names_all(monkeypatch):
    monkeypatch.setattr(environment, "PRODUCTION", True)
    for variable in environment.VARIABLES:
        monkeypatch.delenv(variable.name, raising=False)
    with pytest.raises(ImproperlyConfigured) as refused:
        environment.require_complete()
    for variable in environment.VARIABLES:
        assert (variable.name in str(refused.value)) >= variable.required
    assert "S3_BUCKET or MEDIA_ROOT" in str(refused.value)


@pytest.mark.parametrize("name", ["prod", "Production", "test"])
def test_an_unknown_environment_is_refused(name):
    with pytest.raises(ImproperlyConfigured, match=name):
        environment.is_production(name)
    assert environment.is_production("production")
    assert not environment.is_production("") and not environment.is_production("embedded")


@pytest.mark.parametrize("name", demo.ELSEWHERE)
def test_the_demo_empties_nothing_that_is_elsewhere(monkeypatch, name):
    monkeypatch.setenv(name, "redis://127.0.0.1:1/0")
    monkeypatch.setattr(demo.serve.Command, "handle", lambda *_a, **_o: pytest.fail("went on"))
    with pytest.raises(CommandError, match=f"--reset .* {name}"):
        call_command("demo", "--reset")


class TestWhereFilesAre:
    @pytest.fixture(autouse=True)
    def nowhere(self, monkeypatch):
        for name in ("BUCKET", "REGION", "ENDPOINT_URL", "PUBLIC_ENDPOINT_URL"):
            monkeypatch.delenv(f"S3_{name}", raising=False)

    def test_in_a_folder_no_other_host_is_allowed(self):
        assert security.file_hosts() == []

    def test_at_aws_the_buckets_own_hosts_are(self, monkeypatch):
        monkeypatch.setenv("S3_BUCKET", "films")
        monkeypatch.setenv("S3_REGION", "eu-west-3")
        assert security.file_hosts() == [
            "https://films.s3.eu-west-3.amazonaws.com",
            "https://films.s3.amazonaws.com",
        ]

    def test_elsewhere_the_endpoint_that_browsers_see_is(self, monkeypatch):
        monkeypatch.setenv("S3_BUCKET", "films")
        monkeypatch.setenv("S3_ENDPOINT_URL", "https://inside.example")
        assert security.file_hosts() == ["https://inside.example"]
        monkeypatch.setenv("S3_PUBLIC_ENDPOINT_URL", "https://outside.example")
        assert security.file_hosts() == ["https://outside.example"]

    def test_a_page_may_load_from_them(self, monkeypatch):
        code = (
            "from portal.settings.security import CONTENT_SECURITY_POLICY as policy\n"
            "print(*[name for name, hosts in policy['DIRECTIVES'].items()"
            " if 'https://films.s3.amazonaws.com' in hosts])"
        )
        given = {**os.environ, "S3_BUCKET": "films"}
        done = subprocess.run([sys.executable, "-c", code], env=given, capture_output=True)
        assert set(done.stdout.decode().split()) == {"img-src", "media-src", "connect-src"}


def until(condition, seconds=10.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "not in time"
        time.sleep(0.02)


class TestChildren:
    @pytest.fixture(autouse=True)
    def own_folder(self, monkeypatch, tmp_path):
        monkeypatch.setattr(supervisor, "VAR_DIR", tmp_path)

    @pytest.fixture
    def child(self):
        made = Child("dummy", [sys.executable, "-c", "import time; time.sleep(60)"])
        made.start()
        yield made
        made.process.kill()
        made.process.wait()

    def test_a_death_counts_once_and_is_mended_after_a_second(self, child):
        first = child.process
        first.kill()
        first.wait()
        for _look in range(5):
            child.restart_if_ended()
        assert child.process is first and child.failures == 1
        child.died -= 1
        child.restart_if_ended()
        assert child.process is not first and child.process.poll() is None

    def test_the_pause_grows_with_deaths_in_a_row_and_a_long_life_ends_the_row(self, child):
        for pause, failures in ((1, 1), (2, 2), (4, 3)):
            child.process.kill()
            child.process.wait()
            child.restart_if_ended()
            assert child.failures == failures
            child.died -= pause - 0.5
            child.restart_if_ended()
            assert child.died is not None
            child.died -= 0.5
            child.restart_if_ended()
            assert child.died is None
        child.started -= 61
        child.process.kill()
        child.process.wait()
        child.restart_if_ended()
        assert child.failures == 1

    def test_sweeps_ingests_and_webhooks_have_workers_of_their_own(self):
        commands = {c.name: c.command for c in supervisor._children("127.0.0.1", 1)}
        workers = [c for c in commands.values() if "celery" in c and "worker" in c]
        queues = [c[c.index("-Q") + 1].split(",") for c in workers]
        assert sorted(queues) == [
            ["assist", "reports"],
            ["media"],
            ["seal", "default"],
            ["webhooks"],
        ]
        names = {"work@%h", "media@%h", "default@%h", "webhooks@%h"}
        assert {c[c.index("-n") + 1] for c in workers} == names
        # One process whose threads wait for the network; all others have processes.
        assert [c[c.index("-Q") + 1] for c in workers if "threads" in c] == ["webhooks"]

    def test_a_service_that_died_is_started_again(self, tmp_path, monkeypatch):
        valkey = embedded.Valkey(tmp_path)
        house = Supervisor(host="127.0.0.1", port=1)
        house.services, house.children = [valkey], []
        house.begin_services()
        house.start_services()
        try:
            first = valkey.process
            first.kill()
            first.wait()
            house.look()
            assert house.watched[0].failures == 1
            with monkeypatch.context() as broken:
                broken.setattr(embedded, "_valkey_binary", lambda: "/nothing/here")
                house.watched[0].died -= 1
                house.look()
                assert house.watched[0].failures == 2
            house.watched[0].died -= 2
            house.look()
            assert valkey.process is not first and valkey._ready()
        finally:
            house.stop()
            house._lock_file.close()
            shutil.rmtree(embedded.socket_dir(tmp_path))

    def test_one_that_lives_is_left_alone(self, child):
        before = child.process
        child.restart_if_ended()
        assert child.process is before and child.failures == 0

    def test_stopping_ends_them_all_also_the_stubborn(self, monkeypatch, tmp_path):
        ready = tmp_path / "ready"
        stubborn = (
            "import signal, time, pathlib; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
            f"pathlib.Path({str(ready)!r}).touch(); time.sleep(60)"
        )
        house = Supervisor(host="127.0.0.1", port=1)
        real = supervisor.end
        monkeypatch.setattr(
            supervisor, "end", lambda process, patience: real(process, patience=0.3)
        )
        house.services = []
        house.children = [
            Child("quiet", [sys.executable, "-c", "import time; time.sleep(60)"]),
            Child("stubborn", [sys.executable, "-c", stubborn]),
        ]
        house.start_children()
        until(ready.exists)
        house.stop()
        assert [child.process.poll() for child in house.children] == [
            -signal.SIGTERM,
            -signal.SIGKILL,
        ]

    def test_a_second_supervisor_of_the_checkout_is_refused(self):
        first, second = (Supervisor(host="127.0.0.1", port=1) for _n in range(2))
        first.lock()
        with pytest.raises(supervisor.AlreadyRunning):
            second.lock()
        for house in (first, second):
            house._lock_file.close()


class TestEmbedded:
    def test_an_initdb_that_was_cut_short_is_done_again(self, tmp_path):
        data = tmp_path / "postgres"
        (data / "base").mkdir(parents=True)
        (data / "half").write_text("left behind")
        cluster = Postgres(tmp_path, quick=True)
        ownership.private(embedded.socket_dir(tmp_path))
        try:
            cluster.start()
            assert (data / "PG_VERSION").exists() and not (data / "half").exists()
        finally:
            cluster.stop()
            shutil.rmtree(embedded.socket_dir(tmp_path))

    def test_a_socket_folder_of_somebody_else_is_refused(self, tmp_path, monkeypatch):
        monkeypatch.setattr(os, "getuid", lambda: 4242)
        with pytest.raises(EmbeddedError, match="belongs to somebody else"):
            ownership.private(tmp_path / "sockets")

    @pytest.mark.parametrize("mode", [0o750, 0o701, 0o777])
    def test_a_socket_folder_open_to_others_is_refused(self, tmp_path, mode):
        (tmp_path / "sockets").mkdir()
        (tmp_path / "sockets").chmod(mode)
        with pytest.raises(EmbeddedError, match="open to others"):
            ownership.private(tmp_path / "sockets")

    @pytest.mark.parametrize("there", [True, False])
    def test_a_symlink_is_no_socket_folder(self, tmp_path, there):
        if there:
            (tmp_path / "trap").mkdir(mode=0o700)
        (tmp_path / "sockets").symlink_to(tmp_path / "trap")
        with pytest.raises(EmbeddedError, match="is no folder"):
            ownership.private(tmp_path / "sockets")

    def test_the_socket_is_ours_alone(self, tmp_path):
        if processes.unprivileged_uid() == processes.NOBODY:
            pytest.skip("no user namespaces here: its folder alone keeps it private")
        with services(tmp_path):
            socket = embedded.postgres_sockets(tmp_path) / ".s.PGSQL.5432"
            assert stat.S_IMODE(socket.stat().st_mode) == 0o700

    def test_a_sockets_path_is_short_however_deep_the_folder(self, tmp_path):
        deep = tmp_path / ("x" * 200) / "var"
        assert len(str(embedded.postgres_sockets(deep) / ".s.PGSQL.5432")) <= 107
        assert len(str(embedded.valkey_socket(deep))) <= 107

    def test_the_secret_key_is_made_once_and_private(self, tmp_path):
        assert embedded.secret_key(tmp_path / "var", make=False) == ""
        key = embedded.secret_key(tmp_path / "var", make=True)
        assert len(key) >= 50 and embedded.secret_key(tmp_path / "var", make=True) == key
        assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o077 == 0


@contextmanager
def services(var):
    """PostgreSQL and Valkey of one folder, really started."""
    running = [Valkey(var), Postgres(var, quick=True)]
    try:
        for service in running:
            service.start()
        yield running
    finally:
        for service in running:
            service.stop()
        shutil.rmtree(embedded.socket_dir(var), ignore_errors=True)


def owner(path):
    return path.stat().st_uid


@pytest.mark.skipif(os.geteuid() != 0, reason="only root steps down to nobody")
class TestWhereNamespacesAreForbidden:
    @pytest.fixture
    def var(self):
        """Not below pytest's folder, which only root may enter."""
        folder = Path(tempfile.mkdtemp(prefix="last-mile-nobody-"))
        yield folder
        shutil.rmtree(folder)

    @pytest.fixture
    def forbidden(self, monkeypatch):
        def forbid():
            monkeypatch.setattr(processes, "namespaces_work", lambda: False)

        return forbid

    def works(self, var):
        with services(var) as (valkey, postgres):
            assert valkey._ready() and postgres._ready()
            with psycopg.connect(embedded.database_url(var, role=embedded.OWNER)) as connection:
                connection.execute("create table if not exists kept (n int)")
                connection.execute("insert into kept values (1)")
            process = Path(f"/proc/{postgres.process.pid}")
            return owner(process), owner(var / "postgres")

    def test_both_start_again_and_again(self, var, forbidden):
        forbidden()
        for _start in range(2):
            assert self.works(var) == (processes.NOBODY, processes.NOBODY)

    def test_a_cluster_goes_over_from_one_way_to_the_other_and_back(self, var, forbidden):
        if not processes.namespaces_work():
            pytest.skip("no user namespaces here")
        assert self.works(var)[1] == 0
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(processes, "namespaces_work", lambda: False)
            assert self.works(var)[1] == processes.NOBODY
        assert self.works(var)[1] == 0

    def test_a_folder_that_nobody_may_enter_is_named(self, var, forbidden):
        forbidden()
        with pytest.raises(EmbeddedError, match=f"may not enter {var}"), services(var / "deep"):
            pass

    def test_nobody_has_no_group_of_roots(self, var, forbidden):
        forbidden()
        command = processes.launched(["id", "-G"], unprivileged=True, death_signal=signal.SIGKILL)
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.stdout.split() == [str(processes.NOBODY)]
