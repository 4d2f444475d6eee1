"""Files without a row go once nobody can be at work on them; what a row names stays."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from portal import possessions
from portal.storage import files
from projects import leftovers, sweeping, tasks
from projects.models import Asset, Ingest, Run, State, Upload
from tests.projects.sending import begin
from tests.world import for_good, make_rendition

LONG_AGO = timezone.now() - timedelta(days=2)


def lay(key):
    """A file that somebody stored; no row says so."""
    return Path(files.path(files.save(key, ContentFile(b"left"))))


def ended(job, **fields):
    """As it is long after its end."""
    given = {"state": State.CANCELLED, "finished_at": LONG_AGO, "attempt": 2, **fields}
    type(job).objects.filter(pk=job.pk).update(**given)
    return type(job).objects.get(pk=job.pk)


@pytest.mark.parametrize("kind", ["run", "ingest", "export"])
def test_what_an_attempt_left_goes_after_its_job(world, kind):
    job = ended(getattr(world.ours, kind))
    left = [lay(f"{job.storage_prefix}1/1/picture-0.jpg"), lay(f"{job.storage_prefix}2/half")]
    leftovers.remove_leftovers()
    assert not any(path.exists() for path in left)
    assert type(job).objects.get(pk=job.pk).swept_at


@pytest.mark.parametrize(
    "fields",
    [
        {"finished_at": timezone.now() - timedelta(hours=6)},
        {"state": State.RUNNING, "finished_at": None},
        {"state": State.QUEUED, "finished_at": None},
    ],
)
def test_while_a_worker_may_be_alive_everything_stays(world, fields):
    job = ended(world.ours.run, **fields)
    left = lay(f"{job.storage_prefix}1/1/picture-0.jpg")
    leftovers.remove_leftovers()
    assert left.exists() and Run.objects.get(pk=job.pk).swept_at is None


def test_no_worker_lives_longer_than_the_grace():
    assert leftovers.GRACE.total_seconds() > tasks.HOURS


def test_what_a_row_names_is_never_removed(world):
    run = ended(world.ours.run, state=State.READY)
    row = make_rendition(
        world.ours.project, "thumbnail", "image/jpeg", candidate=run.candidates.get()
    )
    row.storage_key = f"{run.storage_prefix}2/1/thumbnail-0.jpg"
    row.save()
    kept, left = lay(row.storage_key), lay(f"{run.storage_prefix}1/1/thumbnail-0.jpg")
    archive = Path(files.path(ended(world.ours.export, state=State.READY).storage_key))
    leftovers.remove_leftovers()
    assert kept.exists() and archive.exists() and not left.exists()


def test_every_kind_of_row_is_asked_for_a_file(world):
    keys = {key for _row, key in possessions.stored_keys(world.ours.studio)}
    assert len(keys) > 3
    assert possessions.named([*keys, "renditions/unknown"]) == keys


def test_what_was_swept_is_not_listed_again_until_it_is_asked_again(world, monkeypatch):
    ended(world.ours.ingest)
    leftovers.remove_leftovers()
    asked = []
    monkeypatch.setattr(leftovers, "nameless", lambda prefix: asked.append(prefix) or [])
    leftovers.remove_leftovers()
    assert asked == []
    Ingest.objects.get(pk=world.ours.ingest.pk).again()
    again = ended(world.ours.ingest)
    assert again.swept_at is None
    leftovers.remove_leftovers()
    assert asked == [again.storage_prefix]


def test_one_that_was_asked_again_meanwhile_is_left_alone(world):
    job = ended(world.ours.ingest)
    left = lay(f"{job.storage_prefix}1/poster.jpg")
    job.again()
    leftovers._sweep(Ingest, job.pk)
    assert left.exists()


def test_a_failure_is_tried_again_and_holds_up_no_other(world, monkeypatch):
    run, ingest = ended(world.ours.run), ended(world.ours.ingest)
    lay(f"{run.storage_prefix}1/stuck"), lay(f"{ingest.storage_prefix}1/free")
    delete = files.delete

    def sticky(key):
        if key.endswith("stuck"):
            raise OSError("read-only file system")
        delete(key)

    with monkeypatch.context() as broken:
        broken.setattr(leftovers.files, "delete", sticky)
        leftovers.remove_leftovers()
    assert Run.objects.get(pk=run.pk).swept_at is None
    assert Ingest.objects.get(pk=ingest.pk).swept_at
    sweeping.tidy()
    assert not list(files.listed(run.storage_prefix))


class TestOfADeletedAsset:
    @pytest.fixture
    def ingest(self, world):
        world.ours.decision.delete()
        job = ended(world.ours.ingest, finished_at=timezone.now())
        for_good(world.ours.asset, world.visitor("producer"))
        return job

    def test_the_row_stays_while_a_late_file_may_come(self, world, ingest):
        sweeping.tidy()
        late = lay(f"{ingest.storage_prefix}2/proxy.mp4")
        sweeping.tidy()
        assert not late.exists() and Asset.objects.filter(pk=world.ours.asset.pk).exists()
        ended(ingest)
        latest = lay(f"{ingest.storage_prefix}2/proxy.mp4")
        sweeping.tidy()
        assert not latest.exists()
        assert not Asset.objects.filter(pk=world.ours.asset.pk).exists()

    def test_what_another_studio_has_stays(self, world, ingest):
        theirs = ended(world.theirs.ingest, finished_at=timezone.now())
        kept = lay(f"{theirs.storage_prefix}1/proxy.mp4")
        sweeping.tidy()
        assert kept.exists()


def test_a_file_that_was_whole_when_its_upload_was_given_up_goes(world):
    upload = begin(world.ours)
    whole = lay(upload.storage_key)
    upload.abort()
    assert not whole.exists()
    done = begin(world.ours)
    Upload.objects.filter(pk=done.pk).update(state=Upload.State.COMPLETE)
    kept = lay(done.storage_key)
    done.abort()
    assert kept.exists()
