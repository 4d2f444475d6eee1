"""What nobody needs any more goes, and nothing else."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from portal.storage import files
from projects import sweeping
from projects.models import Asset, Candidate, Decision, Rendition, Upload, Version
from tests.projects.sending import begin
from tests.world import for_good, make_rendition, make_version


def paths(house):
    keys = [*house.asset.versions.values_list("storage_key", flat=True)]
    keys += Rendition.objects.filter(version__asset=house.asset).values_list(
        "storage_key", flat=True
    )
    return [Path(files.path(key)) for key in keys]


def test_a_deleted_asset_loses_its_files_and_keeps_what_was_signed(world):
    gone = paths(world.ours)
    thumbnail = make_rendition(
        world.ours.project, "thumbnail", "image/jpeg", candidate=world.ours.candidate
    )
    gone.append(Path(files.path(thumbnail.storage_key)))
    for_good(world.ours.asset, world.visitor("producer"))
    assert all(path.exists() for path in gone)
    sweeping.remove_deleted_assets()
    assert not any(path.exists() for path in gone)
    producer = world.visitor("producer")
    for model in (Asset, Version, Rendition, Candidate, Decision):
        assert not model.objects.visible_to(producer).exists()
    assert Decision.objects.filter(studio=world.ours.studio).exists()


def test_a_deleted_asset_that_nobody_judged_goes_with_its_rows(world):
    world.ours.decision.delete()
    for_good(world.ours.asset, world.visitor("producer"))
    sweeping.remove_deleted_assets()
    for model in (Asset, Version, Candidate):
        assert not model.objects.filter(studio=world.ours.studio).exists()


def test_other_assets_stay(world):
    kept = paths(world.theirs)
    for_good(world.ours.asset, world.visitor("producer"))
    sweeping.remove_deleted_assets()
    assert all(path.exists() for path in kept)
    assert Asset.objects.filter(pk=world.theirs.asset.pk).exists()


def test_rows_stay_while_a_file_cannot_be_removed(world, monkeypatch):
    version = make_version(world.ours.project, world.visitor("artist"), name="other.mp4")
    for_good(version.asset, world.visitor("producer"))

    def stuck(*_args):
        raise OSError("read-only file system")

    with monkeypatch.context() as broken:
        broken.setattr("portal.storage.FolderFiles.delete", stuck)
        sweeping.tidy()
    assert Asset.objects.filter(pk=version.asset_id).exists()
    sweeping.tidy()
    assert not Asset.objects.filter(pk=version.asset_id).exists()


@pytest.mark.parametrize(("days", "state"), [(8, "aborted"), (6, "open")])
def test_an_upload_nobody_goes_on_with_is_cancelled_after_a_week(world, days, state):
    upload = begin(world.ours)
    Upload.objects.filter(pk=upload.pk).update(touched_at=timezone.now() - timedelta(days=days))
    sweeping.abort_abandoned_uploads()
    upload.refresh_from_db()
    assert upload.state == state
    assert files._upload(upload.storage_ref).exists() == (state == "open")


def test_a_step_that_fails_does_not_hold_up_the_others(world, monkeypatch):
    done = []
    monkeypatch.setattr(sweeping, "remove_deleted_assets", lambda: 1 / 0)
    monkeypatch.setattr(sweeping, "clear_work", lambda: done.append(True))
    monkeypatch.setattr(sweeping.remove_deleted_assets, "__name__", "first")
    sweeping.tidy()
    assert done == [True]


def test_deleting_on_the_page_asks_first_and_is_written_down(world, as_person):
    artist, address = as_person(world.visitor("artist")), f"/assets/{world.ours.asset.pk}/delete/"
    assert artist.get(address).status_code == 200
    world.ours.asset.refresh_from_db()
    assert world.ours.asset.deleted_at is None
    assert artist.post(address).status_code == 302
    assert artist.get(f"/assets/{world.ours.asset.pk}/").status_code == 404
    assert as_person(world.visitor("reviewer")).post(address).status_code == 403


def test_what_began_and_stands_in_no_row_is_thrown_away(world, monkeypatch):
    """Its answer was lost; what a row knows goes on, however old."""
    known = begin(world.ours)
    lost = files.begin("originals/lost")
    sweeping.abort_unknown_uploads()
    now = timezone.now() + timedelta(minutes=1)
    assert ("", lost) in set(files.begun_before(now))  # it may be on its way to its row
    sweeping.abort_unknown_uploads(-timedelta(minutes=1))
    left = {ref for _key, ref in files.begun_before(now)}
    assert known.storage_ref in left and lost not in left
