"""Files of a job that is lost meanwhile go with it, also when its row is gone."""

from uuid import uuid4

import pytest

from portal.storage import files
from projects.assist.contract import Cancelled
from projects.models import Run, State
from projects.models.jobs import LeaseLost
from projects.storing import storing


@pytest.fixture
def run(world):
    rows = Run.objects.filter(pk=world.ours.run.pk)
    rows.update(state=State.RUNNING, attempt=3)
    return rows.get()


@pytest.fixture
def made(tmp_path):
    path = tmp_path / "made.jpg"
    path.write_bytes(b"made")
    return path


def keys(run):
    return [f"{run.storage_prefix}3/{n}.jpg" for n in (1, 2)]


def work(run, made, *, between=lambda run: None, last=lambda run: None):
    """Two files, with something that happens after the first, or after both."""
    first, second = keys(run)
    with storing(run) as put:
        put(first, made, "image/jpeg")
        between(run)
        put(second, made, "image/jpeg")
        last(run)


def cancelled(run):
    Run.objects.filter(pk=run.pk).update(state=State.CANCELLED)


def taken_over(run):
    Run.objects.filter(pk=run.pk).update(attempt=4)


def gone(run):
    run.pk = uuid4()


def odd(run):
    raise ValueError("odd")


def test_what_is_stored_stays_when_the_rows_are_written(run, made):
    work(run, made)
    assert all(files.exists(key) for key in keys(run))


@pytest.mark.parametrize(
    ("end", "raised"), [(cancelled, Cancelled), (taken_over, LeaseLost), (gone, LeaseLost)]
)
def test_a_job_that_ended_between_two_files_leaves_none(run, made, end, raised):
    stored = keys(run)
    with pytest.raises(raised):
        work(run, made, between=end)
    assert not any(files.exists(key) for key in stored)


def test_a_job_that_ended_while_its_last_file_was_stored_leaves_none(run, made):
    def too_late(run):
        taken_over(run)
        run.finish(State.READY)

    with pytest.raises(LeaseLost):
        work(run, made, last=too_late)
    assert not any(files.exists(key) for key in keys(run))


def test_a_failure_of_another_kind_leaves_files_to_the_sweep(run, made):
    """Their rows may have been written: only the sweep looks whether they are named."""
    with pytest.raises(ValueError, match="odd"):
        work(run, made, last=odd)
    assert all(files.exists(key) for key in keys(run))
