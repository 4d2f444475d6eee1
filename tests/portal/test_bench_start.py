"""The benchmark of the start says what it took, and the demo says what is not there yet."""

import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test import override_settings

from portal import static_files
from portal.benchmarks.start import told
from portal.rehearsal import Rehearsal


def runs(*seconds):
    return [{"page_s": s, "link_s": s, "films_s": 3 * s, "cpu_to_page_s": 9.0} for s in seconds]


def test_both_starts_have_to_be_in_time():
    assert told({"new": runs(6, 7, 9), "again": runs(3, 4, 5)})["met"]
    assert not told({"new": runs(6, 9, 9), "again": runs(3, 4, 5)})["met"]
    assert not told({"new": runs(6, 6, 6), "again": runs(9, 9, 9)})["met"]


def test_noise_is_how_far_runs_lie_apart():
    row = told({"new": runs(6, 8, 10), "again": runs(4, 4, 4)})
    assert (row["new"]["link_s"], row["new"]["noise"]) == (8, 0.5)
    assert row["again"]["noise"] == 0 and row["machine"]["cores"] >= 1


@pytest.mark.parametrize(
    ("said", "filled"),
    [("", False), ("The sample films are being drawn", False), ("The sample films are there.", 1)],
)
def test_a_rehearsal_waits_for_the_films(tmp_path, said, filled):
    portal = Rehearsal(tmp_path, 1)
    portal.log = tmp_path / "demo.txt"
    portal.log.write_text(said)
    assert portal.is_filled() == filled


def test_films_that_will_not_come_end_the_wait(tmp_path):
    portal = Rehearsal(tmp_path, 1)
    portal.log = tmp_path / "demo.txt"
    portal.log.write_text("The sample films did not come (the disk is full)")
    with pytest.raises(RuntimeError, match="disk is full"):
        portal.is_filled()


class TestStaticFiles:
    @pytest.fixture
    def collected(self, tmp_path, monkeypatch):
        """One source file; each time that it is collected is noted."""
        source, times = tmp_path / "a.css", []
        source.write_text("a {}")
        storage = SimpleNamespace(path=lambda name: str(tmp_path / name))
        finder = SimpleNamespace(list=lambda _left_out: [("a.css", storage)])
        monkeypatch.setattr(static_files, "get_finders", lambda: [finder])

        def collect(*_words, **_how):
            (tmp_path / "static").mkdir(exist_ok=True)
            times.append(1)

        monkeypatch.setattr(static_files, "call_command", collect)
        with override_settings(STATIC_ROOT=tmp_path / "static"):
            yield source, times

    def test_are_collected_once(self, collected):
        assert [static_files.collect() for _start in range(3)] == [True, False, False]
        assert len(collected[1]) == 1

    def test_are_collected_again_after_a_change(self, collected):
        assert static_files.collect()
        collected[0].write_text("a { color: red }")
        assert static_files.collect() and not static_files.collect()

    def test_are_collected_again_when_somebody_removed_them(self, collected):
        static_files.collect()
        Path(collected[0].parent / "static").rmdir()
        assert static_files.collect()


def test_a_web_server_that_ended_is_not_waited_for():
    from portal.supervisor import Supervisor

    house = Supervisor(host="127.0.0.1", port=1)
    house.children[0].process = subprocess.Popen(["true"])
    house.children[0].process.wait()
    assert not house.wait_until_up(seconds=30)
