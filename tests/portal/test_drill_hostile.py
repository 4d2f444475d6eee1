"""The drill with hostile files counts what really happens."""

import pytest

from portal.drills import hostile
from portal.drills.hostile import Case, Found
from projects.media import confined
from projects.media.refusal import Refused


@pytest.fixture
def alone(monkeypatch):
    """Without the set beside us, and in this process."""
    monkeypatch.setattr(hostile, "data_folder", lambda: None)
    monkeypatch.setattr(hostile, "_examined", lambda cases: ([*map(hostile.examined, cases)], 0))
    yield
    confined.end()


def test_a_few_mutated_files_each_get_an_answer(alone):
    told = hostile.run(["8"])
    assert told["files"] == 8 == told["accepted"] + told["refused"]
    assert (told["hung"], told["died"], told["without_reason"], told["met"]) == (0, 0, 0, True)
    assert told["slowest"]["seconds"] < hostile.LIMITS.seconds


@pytest.mark.parametrize(
    ("raised", "outcome"),
    [
        (Refused("media:died", "SIGSEGV"), "media:died"),
        (confined.Failed("Traceback: oh"), "failed"),
    ],
)
def test_what_is_raised_is_what_is_told(alone, tmp_path, monkeypatch, raised, outcome):
    (tmp_path / "a.mp4").write_bytes(b"film")

    def raising(*_args, **_how):
        raise raised

    monkeypatch.setattr(hostile.confined, "confined", raising)
    assert hostile.examined(Case(str(tmp_path / "a.mp4"), None)).outcome == outcome


def found(outcome="accepted", seconds=1.0, worker=1):
    return Found("a.mp4", "bits", outcome, "", seconds, worker)


@pytest.mark.parametrize(
    ("rows", "lost", "counted"),
    [
        ([found(), found("media:empty")], 0, {"accepted": 1, "refused": 1, "met": True}),
        ([found("failed")], 0, {"without_reason": 1, "refused": 0, "met": False}),
        ([found("media:unheard_of")], 0, {"without_reason": 1, "met": False}),
        ([found(seconds=hostile.LIMITS.seconds + 60)], 0, {"hung": 1, "met": False}),
        ([found()], 3, {"died": 3, "files": 4, "met": False}),
        ([found(worker=n) for n in range(3)], 0, {"workers": 3, "met": False}),
    ],
)
def test_each_fault_is_counted(rows, lost, counted):
    told = hostile._summary(rows, lost)
    assert {name: told[name] for name in counted} == counted
