"""The drill of the live line sees what is wrong on a page: each fault here is planted."""

import json
from types import SimpleNamespace

import pytest

from portal.drills.live import Drill, Tally
from portal.drills.live.chaos import LATE, LATEST, LOST, SHARES, TWICE, Chaos
from portal.drills.live.pages import Seen, expected
from portal.drills.live.server import Web, is_error

ROW = {
    "state": "RUNNING",
    "fraction": 0.257,
    "stage_text": "Finding cuts",
    "error": None,
    "url": "/runs/1/",
}
FAILED = {**ROW, "state": "FAILED", "stage_text": "", "error": {"message": "It cannot be read."}}


def judged(shown, row, *, wait=1.0, counts=(1,), active=1):
    """What the drill counts when a page shows this of this row, so long after its change."""
    seen, tally = Seen(), Tally()
    seen.note({"1": expected({**ROW, "state": "QUEUED"})}, 100.0 + wait - 0.3)
    seen.note({"1": shown}, 100.0 + wait)
    drill = Drill.__new__(Drill)
    drill._tally = tally
    drill._judge({"rows": {"1": row}, "changed": {"1": 100.0}}, seen, [*counts], active)
    return tally.told()


def test_a_page_that_shows_its_rows_in_time_is_right():
    assert judged(expected(ROW), ROW)["mismatches"] == 0
    assert judged(expected(FAILED), FAILED, wait=4.9)["mismatches"] == 0


@pytest.mark.parametrize("part", sorted(expected(ROW)))
def test_each_part_that_a_person_reads_counts(part):
    assert judged({**expected(ROW), part: "other"}, ROW)["mismatches"] == 1


def test_an_end_without_its_reason_counts():
    assert judged({**expected(FAILED), "error": ""}, FAILED)["mismatches"] == 1


def test_a_page_that_was_right_too_late_counts():
    told = judged(expected(ROW), ROW, wait=5.1)
    assert (told["mismatches"], told["examples"]) == (1, [{"1": "5.1 s"}])


def test_a_job_that_the_page_does_not_show_at_all_counts():
    tally, drill = Tally(), Drill.__new__(Drill)
    drill._tally = tally
    drill._judge({"rows": {"1": ROW}, "changed": {"1": 100.0}}, Seen(), [1], 1)
    assert tally.told()["mismatches"] == 1


def test_a_number_in_the_top_bar_that_lies_counts_on_each_page():
    assert judged(expected(ROW), ROW, counts=(1, 2, 3))["mismatches"] == 2


def test_a_page_that_turned_back_is_as_late_as_its_last_turn():
    seen = Seen()
    for now, state in ((101, "READY"), (104, "RUNNING"), (107, "READY"), (110, "READY")):
        seen.note({"1": expected({**ROW, "state": state})}, now)
    assert seen.waits({"1": 100.0}) == {"1": 7.0}


@pytest.mark.parametrize(
    ("kind", "text", "counts"),
    [
        ("error", "Uncaught TypeError: x is undefined", 1),
        ("error", "Failed to load resource: the server responded with a status of 500", 1),
        ("error", "WebSocket connection to 'ws://127.0.0.1/ws/live/' failed: ", 0),
        ("info", "Uncaught", 0),
    ],
)
def test_a_console_is_heard_but_for_the_lines_the_drill_cuts(kind, text, counts):
    tally = Tally()
    tally.hear(SimpleNamespace(type=kind, text=text))
    assert tally.told()["exceptions"] == counts


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("Traceback (most recent call last):", True),
        ("2026-11-29 ERROR portal.live: a topic could not be told of", True),
        ('{"level": "error", "event": "x"}', True),
        ("2026-11-29 WARNING portal.live: live layer lost: closed", False),
        ("INFO: started", False),
    ],
)
def test_the_servers_words_are_read(line, wrong):
    assert is_error(line) is wrong


class TestChaos:
    def test_each_fate_comes_as_often_as_it_says(self):
        now, sent = [0.0], []
        chaos = Chaos(lambda groups, m: sent.append(m["n"]), seed=1, clock=lambda: now[0])
        for n in range(10_000):
            chaos.publish(["a"], {"n": n})
        for fate in (LOST, TWICE, LATE):
            assert abs(chaos.done[fate] / 10_000 - SHARES[fate]) < 0.02
        at_once = len(sent)
        assert at_once == chaos.done["sent"] + chaos.done[TWICE]
        chaos.due()
        assert len(sent) == at_once
        now[0] = LATEST + 0.1
        chaos.due()
        assert len(sent) == at_once + chaos.done[TWICE] + chaos.done[LATE]
        assert sent != sorted(sent) and not chaos._held

    def test_the_same_seed_is_the_same_chaos(self):
        runs = []
        for _again in range(2):
            sent = []
            chaos = Chaos(lambda g, m, sent=sent: sent.append(m), seed=7, clock=lambda: 0.0)
            for n in range(200):
                chaos.publish(["a"], {"n": n})
            runs.append(sent)
        assert runs[0] == runs[1] and json.dumps(runs[0])


def test_an_error_of_the_server_is_told_with_what_was_raised(tmp_path):
    log = tmp_path / "web.log"
    log.write_text(
        "2026-11-30 05:06:28,174 ERROR portal.live.consumers a topic could not be told of\n"
        "Traceback (most recent call last):\n  File x\nOperationalError: too late\n\n"
        "2026-11-30 05:06:29,000 INFO portal well again\n"
        "2026-11-30 05:06:30,000 ERROR portal alone\n"
    )
    first, trace, second = Web(0, log).errors()
    assert first.endswith("could not be told of … OperationalError: too late")
    assert trace.startswith("Traceback") and trace.endswith("OperationalError: too late")
    assert second.endswith("ERROR portal alone")
