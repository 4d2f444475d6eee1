"""What was deleted can come back for a while, and then is removed and proved gone."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.errors import PortalError
from portal.models import AuditEvent, Membership
from portal.storage import files
from projects import holdings, removing, sweeping
from projects.announcing import start_upload
from projects.models import Asset, Ingest, Rendition, State, Upload
from projects.models.trash import TRASH
from projects.models.uploads import used_bytes
from tests.world import for_good, make_rendition, make_version


@pytest.fixture
def producer(world, as_person):
    return as_person(world.visitor("producer"))


@pytest.fixture
def asset(world):
    """Nobody signed anything of it."""
    version = make_version(world.ours.project, world.visitor("artist"), name="other.mp4")
    Ingest.objects.filter(version=version).update(finished_at=timezone.now() - timedelta(days=2))
    return version.asset


def keys_of(asset):
    made = Rendition.objects.filter(version__asset=asset)
    rows = (asset.versions, made)
    return [key for row in rows for key in row.values_list("storage_key", flat=True)]


def row_of(asset):
    return Asset.objects.get(pk=asset.pk)


class TestWaiting:
    def test_it_is_hidden_and_everything_of_it_stays(self, world, asset):
        keys = keys_of(asset)
        asset.delete_by(world.visitor("artist"))
        sweeping.tidy()
        assert all(files.exists(key) for key in keys) and len(keys) == 3
        assert not Asset.objects.visible_to(world.visitor("producer")).filter(pk=asset.pk).exists()
        left = row_of(asset).gone_after - timezone.now()
        assert TRASH - timedelta(minutes=1) < left <= TRASH

    def test_it_goes_when_its_time_is_over(self, world, asset):
        keys = keys_of(asset)
        asset.delete_by(world.visitor("artist"))
        Asset.objects.filter(pk=asset.pk).update(gone_after=timezone.now())
        sweeping.tidy()
        assert not any(files.exists(key) for key in keys)
        assert not Asset.objects.filter(pk=asset.pk).exists()

    def test_one_of_before_the_trash_goes_at_once(self, world, asset):
        Asset.objects.filter(pk=asset.pk).update(deleted_at=timezone.now(), gone_after=None)
        sweeping.tidy()
        assert not Asset.objects.filter(pk=asset.pk).exists()


def test_removing_waits_for_uploads_before_it_holds_the_asset(world, asset):
    """As finishing an upload does: in the other order, each would wait for the other."""
    upload = start_upload(
        actor=world.visitor("artist"),
        project=world.ours.project,
        file_name="next.mp4",
        size=9,
        asset=asset,
        shot=None,
    )
    asset.delete_by(world.visitor("artist"))
    Asset.objects.filter(pk=asset.pk).update(gone_after=timezone.now())
    with CaptureQueriesContext(connection) as asked:
        removing.remove(asset.pk)
    held = [row["sql"] for row in asked if "FOR UPDATE" in row["sql"]]
    assert [re.search(r'FROM "(\w+)"', sql)[1] for sql in held[:2]] == [
        "projects_upload",
        "projects_asset",
    ]
    assert not Upload.objects.filter(pk=upload.pk, state=Upload.State.OPEN).exists()


def test_a_full_trash_is_shown_page_by_page(world, producer):
    house = world.ours
    Asset.objects.bulk_create(
        Asset(
            studio=house.studio,
            project=house.project,
            name=f"{n:03}.mp4",
            deleted_at=timezone.now() - timedelta(minutes=n),
            gone_after=timezone.now() + TRASH,
        )
        for n in range(60)
    )
    first = producer.get(f"/studio/storage/?studio={house.studio.pk}").content.decode()
    assert "000.mp4" in first and "055.mp4" not in first
    onwards = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    second = producer.get(f"/studio/storage/{onwards}").content.decode()
    assert "055.mp4" in second and "000.mp4" not in second and house.studio.name in second


@pytest.mark.parametrize("failing", ["asset:deleted", "asset:restored", "asset:ended"])
def test_what_cannot_be_written_down_does_not_happen(world, asset, monkeypatch, failing):
    real, boss = AuditEvent.record, world.visitor("producer")

    def record(actor, verb, *where, **facts):
        if verb == failing:
            raise RuntimeError("no room for the audit")
        return real(actor, verb, *where, **facts)

    if failing != "asset:deleted":
        asset.delete_by(boss)
    before = row_of(asset)
    monkeypatch.setattr(AuditEvent, "record", record)
    act = {"asset:deleted": before.delete_by, "asset:restored": before.take_back}.get(failing)
    with pytest.raises(RuntimeError):
        (act or before.end_now)(actor=boss)
    assert (row_of(asset).deleted_at is None) == (failing == "asset:deleted")
    assert row_of(asset).can_come_back == (failing != "asset:deleted")


class TestComingBack:
    def test_it_is_as_it_was(self, world, asset, producer):
        asset.delete_by(world.visitor("artist"))
        answer = producer.post(f"/trash/{asset.pk}/restore/", follow=True)
        assert "other.mp4 is back in its project." in answer.text
        assert producer.get(f"/assets/{asset.pk}/").status_code == 200
        assert AuditEvent.objects.filter(verb="asset:restored").count() == 1
        sweeping.tidy()
        assert all(files.exists(key) for key in keys_of(asset))

    def test_what_was_being_examined_is_examined_again(self, world, asset):
        Ingest.objects.filter(version__asset=asset).update(state=State.RUNNING)
        asset.delete_by(world.visitor("artist"))
        assert Ingest.objects.get(version__asset=asset).state == State.CANCELLED
        row_of(asset).take_back(actor=world.visitor("producer"))
        assert Ingest.objects.get(version__asset=asset).state == State.QUEUED

    def test_too_late_is_too_late(self, world, asset, producer):
        for_good(asset, world.visitor("producer"))
        with pytest.raises(PortalError) as refused:
            row_of(asset).take_back(actor=world.visitor("producer"))
        assert refused.value.code == "trash:gone"
        answer = producer.post(f"/trash/{asset.pk}/restore/")
        assert answer.status_code == 409 and "can no longer be taken back" in answer.text
        assert "is being removed" in producer.get("/studio/storage/").text

    def test_twice_is_once(self, world, asset):
        asset.delete_by(world.visitor("artist"))
        row_of(asset).take_back(actor=world.visitor("producer"))
        with pytest.raises(PortalError):
            asset.take_back(actor=world.visitor("producer"))
        assert AuditEvent.objects.filter(verb="asset:restored").count() == 1


class TestRemoving:
    def test_it_is_asked_twice(self, world, asset, producer):
        asset.delete_by(world.visitor("artist"))
        page = producer.post(f"/trash/{asset.pk}/end/").text
        assert "Remove other.mp4 for good?" in page and row_of(asset).can_come_back
        producer.post(f"/trash/{asset.pk}/end/", {"sure": "yes"})
        assert not row_of(asset).can_come_back
        assert AuditEvent.objects.filter(verb="asset:ended").count() == 1

    def test_the_proof_tells_what_went(self, world, asset, producer):
        keys, tree = keys_of(asset), asset.versions.get().tree_sha256
        size = asset.versions.get().size + sum(
            Rendition.objects.filter(version__asset=asset).values_list("size", flat=True)
        )
        for_good(asset, world.visitor("producer"))
        sweeping.tidy()
        proof = AuditEvent.objects.get(verb="asset:removed")
        assert proof.studio == world.ours.studio and proof.actor_id is None
        assert proof.facts["files"] == len(keys) and proof.facts["bytes"] == size
        assert proof.facts["originals"] == [tree]
        assert "other.mp4 was removed for good: 3 files, looked for and gone" in proof.sentence
        assert proof.sentence in producer.get("/studio/storage/").text

    def test_what_answers_after_its_deletion_is_tried_again_and_never_proved(
        self, world, asset, monkeypatch
    ):
        """A storage that says yes and does nothing."""
        for_good(asset, world.visitor("producer"))
        with monkeypatch.context() as broken:
            broken.setattr("portal.storage.FolderFiles.delete", lambda *_args: None)
            with pytest.raises(removing.StillThere, match="3 of 3"):
                removing.remove(asset.pk)
            sweeping.tidy()
        assert Asset.objects.filter(pk=asset.pk).exists()
        assert not AuditEvent.objects.filter(verb="asset:removed").exists()
        sweeping.tidy()
        assert AuditEvent.objects.filter(verb="asset:removed").count() == 1

    def test_while_a_late_file_may_come_nothing_is_proved(self, world, asset):
        Ingest.objects.filter(version__asset=asset).update(finished_at=timezone.now())
        for_good(asset, world.visitor("producer"))
        sweeping.tidy()
        sweeping.tidy()
        assert Asset.objects.filter(pk=asset.pk).exists()
        assert not AuditEvent.objects.filter(verb="asset:removed").exists()

    def test_one_that_came_back_meanwhile_is_left_alone(self, world, asset):
        keys = keys_of(asset)
        asset.delete_by(world.visitor("artist"))
        row_of(asset).take_back(actor=world.visitor("producer"))
        removing.remove(asset.pk)
        assert all(files.exists(key) for key in keys)

    def test_what_was_signed_is_proved_once(self, world):
        for_good(world.ours.asset, world.visitor("producer"))
        sweeping.tidy()
        sweeping.tidy()
        assert row_of(world.ours.asset).files_removed_at
        assert AuditEvent.objects.filter(verb="asset:removed").count() == 1


class TestThePage:
    def test_it_sums_to_what_counts_against_the_quota(self, world, asset):
        make_rendition(
            world.ours.project, "thumbnail", "image/jpeg", candidate=world.ours.candidate
        )
        asset.delete_by(world.visitor("artist"))
        (row,) = holdings.by_project(world.ours.studio)
        assert row["all"] == used_bytes(world.ours.studio.pk)
        assert row["all"] == row["originals"] + row["made"] + row["coming"] + row["trash"]
        assert row["coming"] == world.ours.upload.size
        assert row["trash"] == asset.versions.get().size + sum(
            Rendition.objects.filter(version__asset=asset).values_list("size", flat=True)
        )

    def test_it_shows_what_can_go(self, world, asset, producer):
        asset.delete_by(world.visitor("artist"))
        page = producer.get("/studio/storage/").text
        for told in ("other.mp4", "kept until", "Take back", "Remove now", "more.mov", "clip.mp4"):
            assert told in page

    def test_an_empty_studio_is_told_so(self, world, producer):
        Upload.objects.filter(studio=world.ours.studio).delete()
        world.ours.project.versions.all().update(size=1)
        world.ours.decision.delete()
        for_good(world.ours.asset, world.visitor("producer"))
        Ingest.objects.update(finished_at=timezone.now() - timedelta(days=2))
        sweeping.tidy()
        page = producer.get("/studio/storage/").text
        assert "Nothing is stored yet" in page and "The trash is empty." in page

    def test_nothing_of_another_studio_is_summed(self, world):
        (row,) = holdings.by_project(world.theirs.studio)
        assert row["pk"] == world.theirs.project.pk


class TestTheApi:
    def test_list_take_back_and_remove(self, world, asset, producer):
        asset.delete_by(world.visitor("artist"))
        (row,) = producer.get("/api/v1/trash/").json()["results"]
        assert row["id"] == str(asset.pk) and row["name"] == "other.mp4"
        taken = producer.post(f"/api/v1/trash/{asset.pk}/restore/")
        assert taken.status_code == 200 and taken.json()["gone_after"] is None
        assert producer.post(f"/api/v1/trash/{asset.pk}/restore/").status_code == 404
        row_of(asset).delete_by(world.visitor("artist"))
        assert producer.delete(f"/api/v1/trash/{asset.pk}/").status_code == 204
        again = producer.delete(f"/api/v1/trash/{asset.pk}/")
        assert again.status_code == 409 and again.json()["error"]["code"] == "trash:gone"

    def test_a_producer_here_who_is_an_artist_there_sees_their_own_trash_only(
        self, world, asset, as_person
    ):
        person = world.visitor("producer")
        Membership.objects.create(studio=world.theirs.studio, user=person, role="artist")
        producer = as_person(person)
        world.theirs.asset.delete_by(world.theirs.people["producer"])
        assert producer.get("/api/v1/trash/").json()["results"] == []
        answer = producer.post(f"/api/v1/trash/{world.theirs.asset.pk}/restore/")
        assert answer.status_code == 403
