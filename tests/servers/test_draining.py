"""A worker that is told to end finishes what it has begun, and leaves the rest to others."""

import os
import shutil
import signal
import subprocess
import time

import pytest

from portal import roles
from portal.embedded import Valkey, socket_dir
from portal.processes import die_with_parent, end
from portal.settings.environment import BASE_DIR
from tests.composed import as_process

pytestmark = pytest.mark.service


@pytest.fixture
def broker(tmp_path):
    valkey = Valkey(tmp_path / "valkey")
    valkey.start()
    yield f"redis+socket://{valkey._socket}?virtual_host=1"
    valkey.stop()
    shutil.rmtree(socket_dir(tmp_path / "valkey"), ignore_errors=True)


@pytest.fixture
def work(tmp_path, broker):
    """A worker's own command, of the application with the slow task; its log; who sends."""
    started = []

    def begin(role):
        command = ["tests.servers.slow" if w == "portal" else w for w in role.words]
        with (tmp_path / "worker.log").open("ab") as log:
            started.append(
                subprocess.Popen(
                    as_process(["python", "-m", *command], {}),
                    env={**os.environ, "CELERY_BROKER_URL": broker},
                    cwd=BASE_DIR,
                    stdout=log,
                    stderr=log,
                    preexec_fn=die_with_parent,
                )
            )
        return started[-1]

    yield begin
    for process in started:
        end(process, sig=signal.SIGKILL)


def send(broker, folder, names, queue, seconds):
    """From a process of its own: this one has another broker."""
    code = (
        "from tests.servers.slow import slow\n"
        f"for name in {names!r}: slow.apply_async(args=({str(folder)!r}, name, {seconds}),"
        f" queue={queue!r})"
    )
    subprocess.run(
        as_process(["python", "-c", code], {}),
        env={**os.environ, "CELERY_BROKER_URL": broker},
        cwd=BASE_DIR,
        check=True,
        timeout=120,
    )


def names(folder, word):
    return sorted(path.name.removeprefix(f"{word}-") for path in folder.glob(f"{word}-*"))


def until(holds, folder, seconds=120):
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, (folder.parent / "worker.log").read_text()[-3000:]
        time.sleep(0.05)


ROLES = {role.name: role for role in roles.workers()}


@pytest.mark.parametrize("name", ["worker-media", "worker-webhooks"])
def test_what_is_begun_ends_and_nothing_new_is_taken(work, broker, tmp_path, name):
    """Once with processes, once with threads; the rest is done, once, by whoever comes next."""
    role, folder = ROLES[name], tmp_path / "done"
    folder.mkdir()
    queue = role.words[role.words.index("-Q") + 1]
    places = int(role.words[role.words.index("-c") + 1])
    sent = [str(number) for number in range(places + 3)]
    first = work(role)
    send(broker, folder, sent, queue, 2.0)
    until(lambda: len(names(folder, "begun")) == places, folder)
    first.send_signal(signal.SIGTERM)
    assert first.wait(60) == 0
    begun = names(folder, "begun")
    assert begun == names(folder, "done") and len(begun) == places
    work(role)
    until(lambda: names(folder, "done") == sorted(sent), folder)
