"""What the operator counts of runs: by state, tool and provider, and which of them are slow."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.tenancy import in_studio
from portal.watching import gathering
from portal.watching.gathering import Told
from projects import numbers, seals
from projects.models import Run, State

LONG = timedelta(days=1, minutes=1)


@pytest.fixture
def run(world):
    Run.objects.all().update(state=State.READY, finished_at=timezone.now() - LONG)
    return Run.objects.order_by("pk").first()


def became(run, **fields):
    Run.objects.filter(pk=run.pk).update(**fields)


def test_runs_under_way_and_of_the_last_day_are_counted_by_names_of_the_code(run):
    assert "runs" not in gathering.gather().numbers
    became(run, state=State.RUNNING, finished_at=None, started_at=timezone.now())
    label = ("RUNNING", run.request.tool, run.provider)
    assert gathering.gather().numbers["runs"] == {label: 1}
    became(run, state=State.FAILED, finished_at=timezone.now())
    assert gathering.gather().sum("runs", "FAILED") == 1


def test_slow_runs_work_or_wait_for_too_long(run, settings):
    now = timezone.now()
    settings.SLOW_RUN_SECONDS, settings.SLOW_WAIT_SECONDS = 60, 30
    became(run, state=State.RUNNING, started_at=now - timedelta(seconds=59))
    assert gathering.gather().sum("slow_runs") == 0
    became(run, started_at=now - timedelta(seconds=61))
    assert gathering.gather().sum("slow_runs", "working") == 1
    became(run, state=State.QUEUED, queued_at=now - timedelta(seconds=31))
    assert gathering.gather().sum("slow_runs", "waiting") == 1
    section = numbers._slow_runs()
    assert [row[:3] for row in section.rows] == [(run.request.tool, run.provider, "waiting")]


def test_another_studios_runs_are_not_counted_twice(run, world):
    became(run, state=State.QUEUED, finished_at=None)
    with in_studio(run.studio):
        here = [line for line in numbers.counted() if line[0] == "runs"]
    assert sum(number for *_label, number in here) == 1


def test_troubles_say_how_many_and_for_how_long(settings):
    settings.SLOW_RUN_SECONDS, settings.SLOW_WAIT_SECONDS = 7200, 900
    told = Told(1, {"slow_runs": {("waiting",): 1, ("working",): 3}})
    assert {w.about: w.text for w in numbers._of_runs(told)} == {
        "runs:waiting": "1 run has waited for more than 15 minutes.",
        "runs:working": "3 runs have worked for more than 120 minutes.",
    }
    assert [*numbers._of_runs(Told())] == []


def test_a_certificate_that_lapses_is_one_trouble_while_its_days_count_down(monkeypatch):
    found = []
    for days in (12, 11):
        monkeypatch.setattr(seals, "lapsing", lambda days=days: f"lapses in {days} days")
        found += numbers._of_certificate(Told())
    assert {w.about for w in found} == {"certificate:lapses"} and len({w.text for w in found}) == 2
    monkeypatch.setattr(seals, "lapsing", lambda: "")
    assert [*numbers._of_certificate(Told())] == []
