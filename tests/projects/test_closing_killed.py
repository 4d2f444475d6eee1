"""A worker that is killed in the middle of a deletion: the next one goes on, and all is told."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from portal import possessions
from portal.storage import files
from projects.models import StoredObject
from tests.projects.leaving import attempt, confirmed, stored_files


def kill_after(count: int, closeout, started: Path) -> None:
    worker = Path(__file__).with_name("dying_closeout.py")
    name = [connection.settings_dict["NAME"], settings.MEDIA_ROOT]
    process = subprocess.Popen(
        [sys.executable, str(worker), *name, *closeout.message, str(count), str(started)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": "."},
        cwd=Path(__file__).parents[2],
    )
    deadline = time.monotonic() + 90
    while not started.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait(10)


@pytest.mark.django_db(transaction=True)
def test_the_next_worker_goes_on_and_the_certificate_is_whole(world, tmp_path):
    keys = {key for _row, key in possessions.stored_keys(world.ours.studio.pk)}
    keys = {key for key in keys if files.exists(key)}
    theirs = {key for _row, key in possessions.stored_keys(world.theirs.studio.pk)}
    before = {key: body for key, body in stored_files().items() if key in theirs}
    row = confirmed(world, keep_export=False)
    kill_after(1, row, tmp_path / "started")
    row.refresh_from_db()
    assert (row.state, row.certificate) == ("RUNNING", None)
    assert StoredObject.objects.filter(closeout=row).exclude(gone_at=None).count() == 1
    assert len([key for key in keys if not files.exists(key)]) == 2
    row = attempt(row)
    assert (row.state, row.attempt) == ("READY", 2)
    told = {found["key"]: found for found in row.certificate["files"]}
    assert set(told) == keys | {world.ours.upload.storage_key}
    assert all(
        found["hash"]["value"] for found in told.values() if found["kind"] != "unfinished upload"
    )
    assert {key: body for key, body in stored_files().items() if key in theirs} == before
