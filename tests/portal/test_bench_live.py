"""The live benchmark's own arithmetic, and its watchers' reading of frames."""

import json

import pytest

from portal.benchmarks.live import told
from portal.benchmarks.live.crowd import frame, frames, sent_at
from portal.benchmarks.live.turns import PUBLISH

SIZE = {"p50_ms": 1, "p95_ms": 10, "worst_ms": 20, "cpu_us": 20, "received": 100, "expected": 100}


def turn(*, kb=20, **size):
    return {
        "sockets": 5000,
        "kb_per_socket": kb,
        "idle_cpu_percent": 1,
        "opening": {"cpu_ms_each": 5},
        "sizes": {100: {**SIZE, **size}},
    }


def test_what_is_asked_is_met_only_by_all_of_it():
    raw = [turn()] * 3
    assert told([turn()] * 3, raw)["met"]
    assert told([turn(p95_ms=15, cpu_us=30, kb=30)] * 3, raw)["met"]
    for worse in ({"p95_ms": 16}, {"cpu_us": 31}, {"kb": 31}, {"received": 99}):
        assert not told([turn(**worse)] * 3, raw)["met"], worse


def test_a_frame_lost_in_one_of_three_runs_is_told():
    ours = [turn(), turn(received=99), turn()]
    assert not told(ours, [turn()] * 3)["met"]


def test_ratios_are_those_of_each_run_with_its_own_reference():
    found = told([turn(p95_ms=p) for p in (10, 40, 30)], [turn(p95_ms=p) for p in (10, 20, 30)])
    assert found["sizes"][0]["p95_ratio"] == 1.0


@pytest.mark.parametrize("length", [0, 5, 125, 126, 300, 70_000])
def test_frames_are_read_whole_and_the_rest_is_kept(length):
    size = (
        bytes([length])
        if length < 126
        else b"\x7e" + length.to_bytes(2, "big")
        if length < 65_536
        else b"\x7f" + length.to_bytes(8, "big")
    )
    one = b"\x81" + size + b"x" * length
    assert frames(one * 2 + one[:-1] if length else one * 2)[0] == [(1, b"x" * length)] * 2
    assert frames(one[:1]) == ([], one[:1])


def test_what_a_watcher_says_is_masked():
    assert frame(1, b"hi") == b"\x81\x82\0\0\0\0hi"
    assert frame(1, b"x" * 200)[1:4] == b"\xfe\x00\xc8"


def test_an_event_has_250_bytes_and_says_when_it_was_sent():
    job = {"sent": 1764446400.123456, "kind": "run", "id": "run." + "a" * 36, "seq": 7}
    pad = PUBLISH.split('"x" * ')[1].splitlines()[0]
    job["stage"] = "x" * eval(pad, {"job": job, "len": len, "str": str})
    text = json.dumps({"type": "job", "job": job}, separators=(",", ":")).encode()
    assert abs(len(text) - 250) <= 3
    assert sent_at(text) == 1764446400.123456
    assert sent_at(b'{"type": "beat"}') is None
