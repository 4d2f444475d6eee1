"""A rehearsal comes to rest when its workers have nothing left to do."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from portal import rehearsal
from portal.embedded import database_url
from portal.processes import die_with_parent, end
from portal.rehearsal import Rehearsal

#: A parent whose child works for so many seconds of CPU, and then sleeps.
WORKING = """
import subprocess, sys
child = "import time\\nwhile time.process_time() < {seconds}: pass\\ntime.sleep(60)"
subprocess.run([sys.executable, "-c", child])
"""


@pytest.fixture
def portal(monkeypatch):
    monkeypatch.setattr(rehearsal, "QUIET", 2)
    started = []

    def working(seconds):
        command = [sys.executable, "-c", WORKING.format(seconds=seconds)]
        started.append(subprocess.Popen(command, preexec_fn=die_with_parent))
        return Rehearsal(Path("/nowhere"), 0, started[-1])

    yield working
    for process in started:
        for child in rehearsal.psutil.Process(process.pid).children():
            child.kill()
        end(process)


def test_it_waits_for_the_work_and_no_longer(portal):
    began = time.monotonic()
    portal(1.5).rest(60)
    assert time.monotonic() - began > 1.5


def test_what_never_rests_is_told(portal):
    with pytest.raises(RuntimeError, match="did not come to rest"):
        portal(60).rest(3)


def test_it_touches_nothing_of_the_operators_own_portal(monkeypatch):
    """Neither by the environment nor by a `.env` file, which fills in only what is not there."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "CELERY_BROKER_URL", "S3_BUCKET"):
        monkeypatch.setenv(name, "the-real-one")
    monkeypatch.setenv("PORTAL_ENV", "production")
    made = Rehearsal(Path("/nowhere"), 1, variables={"EMAIL_URL": "smtp://127.0.0.1:1"})
    assert "the-real-one" not in made.env.values()
    assert {made.env[name] for name in rehearsal.ELSEWHERE} == {"", "smtp://127.0.0.1:1"}
    code = "from django.conf import settings as s; print(s.DATABASES, s.CELERY_BROKER_URL)"
    done = subprocess.run(
        [sys.executable, "-c", code], env=made.env, capture_output=True, text=True, timeout=120
    )
    assert "last-mile-" in done.stdout and "the-real-one" not in done.stdout, done.stderr


def test_statistics_are_made_as_the_owner_who_alone_may(tmp_path, monkeypatch):
    monkeypatch.setattr(rehearsal, "VAR_DIR", tmp_path)
    monkeypatch.setattr(rehearsal, "postgres_binaries", lambda: tmp_path)
    asked = []
    monkeypatch.setattr(subprocess, "run", lambda words, **_how: asked.append(words))
    rehearsal.here().psql("vacuum analyze")
    program, _quiet, address, *command = asked[0]
    assert program == tmp_path / "psql" and command == ["-c", "vacuum analyze"]
    assert address == database_url(tmp_path, role="postgres")
