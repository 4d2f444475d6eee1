"""The drill that kills a worker at every step: what it counts, and what it calls wrong."""

import importlib.util
import os
import signal
import socket
import subprocess
import sys

import httpx
import psutil
import pytest
from django.core.management import CommandError

from portal.drills import remote
from portal.drills.remote import steps as taking
from portal.drills.remote.rounds import Kills
from portal.drills.remote.sides import FarSide
from portal.drills.remote.steps import Steps, command_of
from portal.drills.remote.workers import Forked, Worked
from projects.apart.child import command

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

WELL = {
    "provider": "runway",
    "killed": [],
    "end": "READY",
    "arrived": 1,
    "costs": 1,
    "balanced": True,
    "candidates": 1,
}
WHILE_SENT = {"turn": 0, "step": 9, "before": "recv provider", "left": "sending"}
UNCERTAIN = {"end": "uncertain", "candidates": 0, "killed": [WHILE_SENT]}


class TestWhatIsWrong:
    @pytest.mark.parametrize(
        ("change", "wrong"),
        [
            ({}, ""),
            (UNCERTAIN, ""),
            (UNCERTAIN | {"arrived": 0}, ""),
            (UNCERTAIN | {"provider": "comfyui"}, "lost"),
            (UNCERTAIN | {"killed": []}, "lost"),
            (UNCERTAIN | {"killed": [WHILE_SENT | {"left": "sent"}]}, "lost"),
            (UNCERTAIN | {"killed": [WHILE_SENT, WHILE_SENT | {"turn": 1}]}, "lost"),
            ({"end": "ERRORED"}, "lost"),
            ({"end": "RUNNING"}, "lost"),
            ({"arrived": 0}, "lost"),
            ({"candidates": 0}, "lost"),
            ({"arrived": 2}, "submitted_twice"),
            ({"costs": 2}, "charged_twice"),
            ({"balanced": False}, "charged_twice"),
            ({"candidates": 2}, "candidates_twice"),
        ],
    )
    def test_a_run_is_called_what_it_is(self, change, wrong):
        told = remote.judged([WELL, WELL | change], [])
        wrongs = ("lost", "submitted_twice", "charged_twice", "candidates_twice")
        assert [name for name in wrongs if told[name]] == [wrong][: bool(wrong)]
        assert len(told["worst"]) == bool(wrong)

    def test_a_ledger_that_does_not_add_up_is_told(self):
        whole, off = {"booked": "2.5", "runs": "2.5"}, {"booked": "2.5", "runs": "2.25"}
        assert remote.judged([], [whole, off])["ledger_off"] == 1

    def test_kills_are_told_by_provider_end_and_place(self):
        told = remote.judged([WELL, WELL | UNCERTAIN], [])
        assert told["runs"]["runway"] == {"kills": 1, "runs": 2, "READY": 1, "uncertain": 1}
        assert told["runs"]["comfyui"]["runs"] == 0
        assert (told["kills"], told["killed_before"]) == (1, {"recv provider": 1})


class TestHowItIsCalled:
    @pytest.mark.parametrize("args", [["x"], ["0"], ["-1"], ["1", "2"], ["1.5"]])
    def test_a_stride_that_is_none_is_refused_in_words(self, args):
        with pytest.raises(CommandError, match="Nothing was run: STRIDE"):
            remote.run(args)

    def test_without_runways_client_it_says_what_to_install(self, monkeypatch):
        monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
        with pytest.raises(CommandError, match="uv sync --extra runway"):
            remote.run([])

    def test_a_stride_is_read(self):
        assert (remote._stride([]), remote._stride(["7"])) == (1, 7)


class TestKills:
    def test_every_so_many_th_step_of_each_turn_until_one_goes_through(self):
        kills, killed = Kills(2, 3), Worked("commit", [])
        assert [kills.step(turn) for turn in range(3)] == [2, 2, 2]
        kills.note(1, killed)
        assert [kills.step(turn) for turn in range(3)] == [2, 5, 2] and not kills.over
        for turn in range(3):
            kills.note(turn, Worked("", ["commit"]))
        assert kills.over and kills.step(1) == 0


class TestSteps:
    def test_the_worker_is_killed_at_its_step_and_says_before_which(self, monkeypatch):
        killed, told = [], []
        monkeypatch.setattr(taking.os, "kill", lambda pid, sign: killed.append((pid, sign)))
        steps = Steps(3, told.append)
        for what in "abcde":
            steps.step(what)
        assert killed == [(os.getpid(), signal.SIGKILL)] and told == ["c"]
        assert steps.taken == list("abcde")

    def test_a_child_of_the_worker_takes_no_steps(self, monkeypatch):
        steps = Steps(1)
        monkeypatch.setattr(taking.os, "getpid", lambda: steps.owner + 1)
        steps.step("anything")
        assert steps.taken == []

    def test_what_only_reads_is_no_step(self):
        steps, run = Steps(0), []
        locked = 'SELECT "runs"."id" FROM "runs" FOR UPDATE'
        for sql in ("SELECT 1", locked, 'UPDATE "runs" SET', 'SAVEPOINT "s1"'):
            steps._statement(lambda sql, *_more: run.append(sql), sql)
        assert steps.taken == ["select runs", "update runs", "savepoint"] and len(run) == 4

    def test_lines_to_providers_count_whole_and_those_to_valkey_by_their_messages(self):
        steps = Steps(0)
        greeting = b"*4\r\n$6\r\nCLIENT\r\n$7\r\nSETINFO\r\n"
        message = b"*3\r\n$7\r\nPUBLISH\r\n$1\r\na\r\n$1\r\nb\r\n"
        for family in (socket.AF_INET, socket.AF_UNIX):
            with socket.socket(family) as line:
                steps._line("sendall", lambda line, body: None)(line, greeting)
                steps._line("sendall", lambda line, body: None)(line, message)
                steps._line("recv", lambda line, size: b"")(line, 9)
        assert steps.taken == [*["sendall provider"] * 2, "recv provider", "sendall valkey"]

    def test_a_command_of_valkey_is_its_first_word(self):
        assert command_of(b"*2\r\n$7\r\npublish\r\n$1\r\nx\r\n") == b"PUBLISH"
        assert command_of(b"") == b"" and command_of(b"x" * 900) == b""

    def test_changes_of_files_count_in_the_folders_of_the_portal_alone(self):
        steps = Steps(0)
        steps._folders = ("/var/media",)
        steps._audited("open", ("/var/media/a", "w", os.O_WRONLY | os.O_CREAT))
        steps._audited("open", ("/var/media/a", "r", os.O_RDONLY))
        steps._audited("open", ("/elsewhere", "w", os.O_WRONLY))
        steps._audited("open", (7, "w", os.O_WRONLY))
        steps._audited("os.rename", ("/var/media/a", "/var/media/b", -1, -1))
        steps._audited("os.rename", ("/elsewhere/a", "/elsewhere/b", -1, -1))
        steps._audited("socket.connect", ("/var/media/a", 1))
        assert steps.taken == ["write a file", "os.rename"]


class TestTheFarSide:
    def test_a_whole_submission_is_counted_and_goes_through_its_states(self):
        with FarSide("runway").here() as side:
            asked = httpx.post(f"{side.address}/v1/text_to_image", json={"promptText": "x"})
            where = f"{side.address}/v1/tasks/{asked.json()['id']}"
            states = [httpx.get(where).json()["status"] for _poll in range(3)]
            assert side.arrived == 1 and states == ["PENDING", "RUNNING", "SUCCEEDED"]

    def test_half_a_submission_is_none(self):
        with FarSide("runway").here() as side:
            port = int(side.address.rpartition(":")[2])
            with socket.create_connection(("127.0.0.1", port), 10) as line:
                head = b"POST /v1/text_to_image HTTP/1.1\r\nhost: x\r\ncontent-length: 50\r\n\r\n{"
                line.sendall(head)
                line.shutdown(socket.SHUT_WR)
                assert b" 400 " in line.recv(200)
            assert side.arrived == 0

    def test_a_queued_job_is_done_after_some_questions(self):
        with FarSide("comfyui").here() as side:
            told = {"prompt": {}, "prompt_id": "job-1", "client_id": "job-1"}
            httpx.post(f"{side.address}/prompt", json=told)
            answers = [httpx.get(f"{side.address}/history/job-1").json() for _poll in range(3)]
            assert answers[:2] == [{}, {}] and "job-1" in answers[2]
            assert (side.arrived, side.polls) == (1, 3)

    def test_what_arrives_at_a_process_of_its_own_is_known_here(self):
        before = set(psutil.Process().children())
        with FarSide("runway").apart() as side:
            assert set(psutil.Process().children()) - before
            for _time in range(2):
                httpx.post(f"{side.address}/v1/text_to_image", json={"promptText": "x"})
            assert side.arrived == 2
            side.begin()
            assert side.arrived == 0
        assert set(psutil.Process().children()) == before


#: A process of its own: forked children of the tests' would bring along what pytest has open.
ASKED = """
import os, sys
from portal.drills.remote import workers
from projects.apart import child, asking
child.Popen = workers.Forked
workers._STARTED = {"echo": lambda: asking.answer(str.upper, memory=1 << 40, cpu=60)}
print(asking.ask("echo", "word", seconds=20))
silent = workers._STARTED["silent"] = lambda: os.abort()
try:
    asking.ask("silent", "word", seconds=20)
except child.Ended as ended:
    print(ended)
"""


class TestForkedChildren:
    def test_they_answer_and_end_as_those_that_are_started(self):
        env = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        code = f"import django; django.setup()\n{ASKED}"
        done = subprocess.run(
            [sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=120
        )
        assert done.stdout.split() == ["WORD", "SIGABRT"], done.stderr

    def test_one_is_no_more_once_it_is_killed(self):
        forked = Forked(command("projects.media.credentials.apart"))
        assert forked.poll() is None
        forked.kill()
        assert forked.wait() == -signal.SIGKILL == forked.poll()
        assert forked.stdout.read() == b""
        forked.kill()  # once more: it is gone, which is no error
        forked.stdin.close()
        forked.stdout.close()
