"""A closeout that cannot go on is told as it is, tried again, and never given up."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from projects import certificates, closing
from projects.models import Closeout, Project, State, StoredObject
from tests.projects.leaving import attempt, confirmed


@pytest.fixture
def stuck(world, monkeypatch):
    """One file that the storage does not delete; how it fails may be changed."""
    state = {"how": OSError("away"), "key": world.ours.version.storage_key}
    delete = type(default_storage._wrapped).delete

    def broken(storage, key):
        if key == state["key"] and state["how"]:
            if isinstance(state["how"], Exception):
                raise state["how"]
            return
        delete(storage, key)

    monkeypatch.setattr(type(default_storage._wrapped), "delete", broken)
    return state


@pytest.mark.parametrize("how", [OSError("away"), "silent"])
def test_what_cannot_be_deleted_is_told_and_never_reported_as_done(world, stuck, how):
    stuck["how"] = how
    row = attempt(confirmed(world))
    assert (row.state, row.phase, row.left) == ("QUEUED", "waiting", 1)
    assert row.event()["error"]["message"].startswith("1 stored files could not")
    assert row.certificate is None
    (left,) = StoredObject.objects.filter(closeout=row, gone_at=None)
    assert left.key == stuck["key"]
    assert left.trouble == ("StillThere" if how == "silent" else "OSError")
    assert Project.objects.filter(studio=world.ours.studio).exists()


def test_it_is_tried_again_with_growing_pauses(world, stuck):
    row, pauses = confirmed(world), []
    for _try in range(3):
        row = attempt(row)
        pauses.append(round((row.retry_at - timezone.now()).total_seconds()))
    assert pauses == [10, 20, 40] and row.next_pause == 80
    Closeout.objects.filter(pk=row.pk).update(tries=99)
    row.refresh_from_db()
    assert row.next_pause == 3600


def test_it_ends_when_the_storage_is_back(world, stuck):
    row = attempt(confirmed(world))
    stuck["how"] = None
    row = attempt(row)
    assert (row.state, row.error_code, row.left) == ("READY", "", 0)
    assert stuck["key"] in {told["key"] for told in row.certificate["files"]}


def test_a_storage_that_is_away_is_not_asked_for_every_file(world, monkeypatch):
    asked = []

    def away(storage, key):
        asked.append(key)
        raise OSError("away")

    monkeypatch.setattr(closing, "ENOUGH", 2)
    monkeypatch.setattr(type(default_storage._wrapped), "delete", away)
    row = attempt(confirmed(world))
    assert len(asked) == 2 and row.left > 2


def test_a_failure_of_our_own_is_tried_again_too(world, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(certificates, "build", lambda *_a, **_k: 1 / 0)
        row = attempt(confirmed(world))
    assert (row.state, row.error_code) == ("QUEUED", "closeout:trouble")
    assert Project.objects.filter(studio=world.ours.studio).exists()
    assert attempt(row).state == "READY"


def test_it_is_not_taken_before_the_pause_is_over(world, stuck):
    row = attempt(confirmed(world))
    assert Closeout.claim(row.pk) is None


def test_the_sweep_sends_it_after_each_pause_and_never_gives_up(world, settings):
    row, now = confirmed(world), timezone.now()
    rows = Closeout.objects.filter(pk=row.pk)
    soon, past = now + timedelta(seconds=60), now - timedelta(seconds=1)
    rows.update(sent_at=now - timedelta(minutes=5), retry_at=soon, tries=1)
    assert Closeout.sweep() == 0
    rows.update(sent_at=now - timedelta(seconds=9), retry_at=past)
    assert Closeout.sweep() == 1 and Closeout.sweep() == 0
    worn = {"attempt": settings.JOB_ATTEMPTS + 9, "lease_expires_at": past}
    worn |= {"sent_at": now - timedelta(seconds=9)}
    rows.update(state=State.RUNNING, retry_at=None, **worn)
    assert Closeout.sweep() == 1
    row.refresh_from_db()
    assert row.state == "RUNNING"


def test_one_that_nobody_confirmed_is_never_sent(world):
    Closeout.objects.update(queued_at=timezone.now() - timedelta(days=1))
    assert Closeout.sweep() == 0
