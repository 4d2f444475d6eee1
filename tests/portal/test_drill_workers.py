"""What the drills of killed workers and wrong clocks, and `bench runs`, say of what they saw."""

import datetime
import subprocess
import sys

import pytest

from portal.benchmarks.runs import mean_places, summary
from portal.drills.clock import summed
from portal.drills.workers.crew import SKEWED
from portal.drills.workers.judging import Told, judged

WHOLE = Told("READY", 1, 1, 1, 0, 0, 1, 1, 1)


class TestJudging:
    def test_whole_runs_are_neither_lost_nor_doubled_nor_stuck(self):
        told = judged([WHOLE, WHOLE._replace(attempts=3)])
        assert (told["runs"], told["lost"], told["duplicated"], told["stuck"]) == (2, 0, 0, 0)
        assert told["attempts"] == {"1": 1, "3": 1} and told["worst"] == []

    @pytest.mark.parametrize("state", ["FAILED", "ERRORED", "CANCELLED"])
    def test_another_end_is_a_loss(self, state):
        assert judged([WHOLE._replace(state=state)])["lost"] == 1

    @pytest.mark.parametrize("part", ["candidates", "revisions", "notifications", "messages"])
    def test_a_missing_part_is_a_loss(self, part):
        assert judged([WHOLE._replace(**{part: 0})])["lost"] == 1

    @pytest.mark.parametrize(
        "part", ["candidates", "revisions", "notifications", "mails", "messages"]
    )
    def test_two_of_anything_are_told(self, part):
        told = judged([WHOLE, WHOLE._replace(**{part: 2})])
        assert told["duplicated"] == 1 and told["worst"][0][part] == 2

    @pytest.mark.parametrize("part", ["decisions", "costs"])
    def test_what_nobody_made_is_told(self, part):
        assert judged([WHOLE._replace(**{part: 1})])["duplicated"] == 1

    @pytest.mark.parametrize("state", ["QUEUED", "RUNNING"])
    def test_what_is_still_active_is_stuck_and_not_lost(self, state):
        told = judged([WHOLE._replace(state=state, candidates=0)])
        assert (told["stuck"], told["lost"]) == (1, 0)


class TestClocks:
    def test_a_run_taken_up_once_more_than_workers_died_was_taken_from_another(self):
        rows = [WHOLE, WHOLE._replace(attempts=2), WHOLE._replace(attempts=2)]
        assert summed(rows, kills=2)["taken_from_others"] == 0
        assert summed(rows, kills=1)["taken_from_others"] == 1

    def test_a_skewed_process_tells_the_wrong_time_to_all_that_it_loads(self, tmp_path):
        said = tmp_path / "said.py"
        said.write_text(
            "import runpy, sys\n"
            f"skew = runpy.run_path({str(SKEWED)!r})['skew']\n"
            "skew(7200)\n"
            "import time\n"
            "from datetime import UTC, datetime\n"
            "made = datetime.fromtimestamp(0, UTC)\n"
            "assert isinstance(made, datetime) and isinstance(datetime.now(UTC), datetime)\n"
            "print(datetime.now(UTC).timestamp(), time.time())\n"
        )
        done = subprocess.run([sys.executable, said], capture_output=True, text=True, check=True)
        now = datetime.datetime.now(datetime.UTC).timestamp()
        for told in map(float, done.stdout.split()):
            assert 7200 <= told - now + 60 <= 7320


class TestFairness:
    def test_places_are_counted_from_each_studios_own_first(self):
        rows = [("a", 1), ("a", 2), ("b", 3), ("a", 4), ("b", 5), ("b", 6), ("b", 7), ("b", 8)]
        rows += [("a", 9), ("a", 10)]
        assert mean_places(rows) == {"a": 5.2, "b": 3.8}

    def test_the_target_is_met_by_the_median(self):
        told = summary([150.0, 210.0, 260.0], 5, {"a": 4.0, "b": 5.0})
        assert told["met"] and told["runs_per_cpu_second"] == 210
        assert told["most_over_least"] == 1.25
        assert not summary([150.0, 190.0, 260.0], 5, {"a": 4.0})["met"]


def test_workers_of_the_drills_start_with_the_tools_they_bring_along():
    """Their tools are there before the apps are: no room may ask for more than a tool has."""
    code = (
        "import portal.drills.workers.app as own, django; django.setup();"
        "from projects.offering import offered;"
        "print([one.name for group in offered('script')['tools'] for one in group['tools']])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert "'nothing'" in told.stdout and "'script_breakdown'" in told.stdout, told.stderr
