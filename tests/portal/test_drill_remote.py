"""The drill that kills a worker at every step: what it counts, and what it calls wrong."""

import socket
from contextlib import ExitStack

import httpx
import pytest

from portal.drills import remote, remote_rounds
from portal.drills.remote_rounds import FarSide, Steps
from tests.projects.assist.providers import own_servers

WELL = {"end": "READY", "arrived": 1, "costs": 1, "balanced": True, "candidates": 1}


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({}, False),
        ({"end": "uncertain", "candidates": 0}, False),
        ({"end": "ERRORED"}, True),
        ({"arrived": 2}, True),
        ({"costs": 2}, True),
        ({"balanced": False}, True),
        ({"candidates": 2}, True),
    ],
)
def test_what_is_lost_sent_twice_or_charged_twice_is_wrong(change, wrong):
    assert remote._is_wrong({**WELL, **change}) is wrong


def test_rounds_are_told_by_provider_and_end():
    rows = [{**WELL, "provider": "runway"}, {**WELL, "provider": "runway", "end": "uncertain"}]
    assert remote._told(rows, "runway") == {"killed": 2, "READY": 1, "uncertain": 1}
    assert remote._told(rows, "comfyui")["killed"] == 0


def test_the_worker_is_killed_at_its_step_and_at_no_other(monkeypatch):
    killed = []
    monkeypatch.setattr(remote_rounds.os, "kill", lambda pid, sign: killed.append(sign))
    steps = Steps(3)
    for _step in range(5):
        steps.step()
    assert len(killed) == 1 and steps.taken == 5


def test_what_goes_around_a_call_counts_before_and_after(monkeypatch):
    steps = Steps(0)
    assert steps._around(lambda x: x + 1)(1) == 2 and steps.taken == 2


class TestTheFarSide:
    def side(self, held, name):
        return FarSide(held, own_servers, name)

    def test_a_whole_submission_is_counted_and_goes_through_its_states(self):
        with ExitStack() as held:
            side = self.side(held, "runway")
            asked = httpx.post(f"{side.address}/v1/text_to_image", json={"promptText": "x"})
            where = f"{side.address}/v1/tasks/{asked.json()['id']}"
            states = [httpx.get(where).json()["status"] for _poll in range(3)]
            assert side.arrived == 1 and states == ["PENDING", "RUNNING", "SUCCEEDED"]

    def test_half_a_submission_is_none(self):
        with ExitStack() as held:
            side = self.side(held, "runway")
            port = int(side.address.rpartition(":")[2])
            with socket.create_connection(("127.0.0.1", port), 10) as line:
                head = b"POST /v1/text_to_image HTTP/1.1\r\nhost: x\r\ncontent-length: 50\r\n\r\n{"
                line.sendall(head)
                line.shutdown(socket.SHUT_WR)
                assert b" 400 " in line.recv(200)
            assert side.arrived == 0

    def test_a_queued_job_is_done_after_some_questions(self):
        with ExitStack() as held:
            side = self.side(held, "comfyui")
            told = {"prompt": {}, "prompt_id": "job-1", "client_id": "job-1"}
            httpx.post(f"{side.address}/prompt", json=told)
            answers = [httpx.get(f"{side.address}/history/job-1").json() for _poll in range(3)]
            assert answers[:2] == [{}, {}] and "job-1" in answers[2] and side.arrived == 1
