"""What the embedded portal keeps is for its own user alone, whatever the umask was."""

import os
import shutil
import stat
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from portal import embedded, processes
from portal.embedded import Postgres, Valkey
from portal.ownership import own
from portal.processes import NOBODY, private_files, spawn


@pytest.fixture(autouse=True)
def careless():
    """The umask of somebody who shares everything."""
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def open_to_others(folder: Path) -> list[str]:
    """A folder that nobody else may enter hides what is in it, also pipes and sockets."""
    return [str(path) for path in (folder, *folder.iterdir()) if mode(path) & 0o077]


def test_everything_of_the_embedded_services_is_private(tmp_path):
    if processes.unprivileged_uid() == NOBODY:
        pytest.skip("no user namespaces here: nobody has to pass")
    var = tmp_path / "var"
    assert embedded.secret_key(var, make=True)
    running = [Valkey(var), Postgres(var, quick=True)]
    try:
        for service in running:
            service.start()
        assert open_to_others(var) == []
        assert open_to_others(var / "log") == []
        assert mode(embedded.socket_dir(var)) == 0o700
    finally:
        for service in running:
            service.stop()
        shutil.rmtree(embedded.socket_dir(var), ignore_errors=True)


def test_what_a_child_makes_is_private(tmp_path):
    code = f"open({str(tmp_path / 'made')!r}, 'w'); import os; os.mkdir({str(tmp_path / 'in')!r})"
    spawn([sys.executable, "-c", code], log=tmp_path / "log" / "child.log").wait(20)
    assert (mode(tmp_path / "made"), mode(tmp_path / "in")) == (0o600, 0o700)
    assert (mode(tmp_path / "log"), mode(tmp_path / "log" / "child.log")) == (0o700, 0o600)


def test_afterwards_this_process_is_as_it_was(tmp_path):
    with suppress(ZeroDivisionError), private_files():
        (tmp_path / "inside").touch()
        raise ZeroDivisionError
    (tmp_path / "outside").touch()
    assert (mode(tmp_path / "inside"), mode(tmp_path / "outside")) == (0o600, 0o666)


def test_a_stored_file_is_private(tmp_path):
    name = default_storage.save("exports/1/a.zip", ContentFile(b"x"))
    found = Path(default_storage.path(name))
    assert mode(found) == 0o600
    assert {mode(folder) for folder in (found.parent, found.parent.parent)} == {0o700}


class TestTheFolder:
    def test_one_that_was_open_is_closed(self, tmp_path):
        var = tmp_path / "var"
        var.mkdir()
        for name in ("postgres", "media", "beat", "beat-shm", "demo.txt"):
            (var / name).mkdir()
        assert mode(own(var)) == 0o700

    def test_one_with_other_things_in_it_is_not_ours_to_close(self, tmp_path):
        (tmp_path / "holiday.jpg").touch()
        (tmp_path / "secret_key").touch()
        tmp_path.chmod(0o755)
        assert mode(own(tmp_path)) == 0o755

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root hands a folder's group on")
    def test_nobody_may_still_pass_where_postgres_runs_as_nobody(self, tmp_path):
        var = tmp_path / "var"
        var.mkdir()
        os.chown(var, -1, NOBODY)
        assert mode(own(var)) == 0o710
