"""An export: everything of one studio, nothing of another, and honest about what is missing."""

import csv
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.utils import timezone

from portal import possessions
from portal.errors import PortalError
from portal.models import AuditEvent
from portal.storage import FolderFiles, files
from portal.tenancy import closed, in_studio
from projects import archiving
from projects.models import Decision, Export, State
from projects.models.exports import ask_for_export
from projects.sweeping import remove_expired_exports
from projects.tasks import export as export_task
from tests.projects.leaving import packed
from tests.world import make_export, make_version


def content(export):
    with files.open(export.storage_key) as source, zipfile.ZipFile(source) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows(text):
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def export(world):
    return packed(world)


class TestWhatIsInIt:
    def test_the_job_ends_ready_with_size_hash_and_a_day_of_expiry(self, export):
        assert (export.state, export.fraction, export.missing) == ("READY", 1.0, 0)
        with files.open(export.storage_key) as source:
            body = source.read()
        assert (export.size, export.sha256) == (len(body), hashlib.sha256(body).hexdigest())
        assert 6 < (export.expires_at - timezone.now()).total_seconds() / 86400 <= 7
        assert export.is_there and export.file_name.startswith("Ours-")

    def test_originals_are_there_byte_by_byte_under_readable_names(self, world, export):
        found = content(export)
        (name,) = [name for name in found if name.startswith("originals/")]
        assert name.startswith("originals/PRJ/clip v1 ") and name.endswith(".mp4")
        with files.open(world.ours.version.storage_key) as original:
            assert found[name] == original.read()

    def test_every_file_is_in_the_list_and_the_list_is_true(self, export):
        found = content(export)
        manifest = json.loads(found.pop("manifest.json"))
        assert {f["name"]: f["sha256"] for f in manifest["files"]} == {
            name: hashlib.sha256(body).hexdigest() for name, body in found.items()
        }
        assert export.file_count == len(found) == len(manifest["files"])

    def test_every_row_of_every_room_is_there_without_being_named(self, world, export):
        found = content(export)
        for model in possessions.tenant_models():
            if model is AuditEvent:
                continue
            told = rows(found[f"data/{model._meta.label}.jsonl"])
            kept = model._base_manager.filter(studio=world.ours.studio).values_list("pk", flat=True)
            assert {str(row["id"]) for row in told} == {str(pk) for pk in kept}, model
        assert found["data/feedback.Response.jsonl"]

    def test_nothing_of_another_studio_is_there(self, world, export):
        whole = b"".join(content(export).values())
        theirs = world.theirs
        for row in (theirs.project, theirs.version, theirs.decision, theirs.export):
            assert str(row.pk).encode() not in whole
        assert b"Theirs" not in whole

    def test_secrets_stay(self, world, export):
        whole = b"".join(content(export).values())
        assert world.ours.invitation.secret_hash.encode() not in whole
        assert world.ours.upload.storage_ref.encode() not in whole
        assert b'"secret_hash":' not in whole

    def test_decisions_are_told_for_people(self, world):
        Decision.objects.filter(pk=world.ours.decision.pk).update(
            verdict="rejected", reason="=HYPERLINK(1)"
        )
        found = content(packed(world))
        (told,) = json.loads(found["decisions/decisions.json"])
        assert (told["verdict"], told["signed_by"], told["tool"]) == (
            *("rejected", "Director"),
            "shot_breakdown",
        )
        header, row = csv.reader(io.StringIO(found["decisions/decisions.csv"].decode("utf-8-sig")))
        assert dict(zip(header, row, strict=True))["reason"] == "'=HYPERLINK(1)"

    def test_a_studio_without_decisions_has_an_empty_list(self, world):
        Decision.objects.filter(studio=world.ours.studio).delete()
        found = content(packed(world))
        assert json.loads(found["decisions/decisions.json"]) == []

    def test_the_audit_reads_as_sentences_of_the_own_studio(self, export):
        told = content(export)["audit/audit.txt"].decode()
        assert "UTC  Ours-producer asked for an export of everything\n" in told
        assert "Theirs" not in told

    def test_the_audit_is_proved_by_the_verifier_beside_it(self, export, tmp_path):
        for name in ("audit.jsonl", "verify_audit.py"):
            (tmp_path / name).write_bytes(content(export)[f"audit/{name}"])
        command = [sys.executable, "verify_audit.py", "audit.jsonl"]
        run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
        assert (run.returncode, "In order" in run.stdout) == (0, True)
        assert "Theirs" not in (tmp_path / "audit.jsonl").read_text()

    def test_people_are_told_by_name(self, world, export):
        told = rows(content(export)["data/people.jsonl"])
        assert {row["email"] for row in told} == {p.email for p in world.ours.people.values()}

    def test_viewing_copies_come_on_request(self, world, export):
        assert not [n for n in content(export) if n.startswith("renditions/")]
        more = ask_for_export(
            actor=world.visitor("producer"), studio=world.ours.studio, with_renditions=True
        )
        export_task(*more.message)
        more.refresh_from_db()
        found = content(more)
        assert len([n for n in found if n.startswith("renditions/PRJ/p")]) == 2
        assert "renditions/" in found["README.txt"].decode()

    def test_footage_that_was_deleted_is_not_in_it(self, world):
        extra = make_version(world.ours.project, world.visitor("artist"), name="gone.mp4")
        extra.asset.delete_by(world.visitor("producer"))
        assert not [name for name in content(packed(world)) if "gone" in name]


class TestTroubles:
    def test_a_file_that_is_gone_is_listed_as_missing_and_the_rest_comes(self, world):
        files.delete(world.ours.version.storage_key)
        export = packed(world)
        assert (export.state, export.missing) == ("READY", 1)
        manifest = json.loads(content(export)["manifest.json"])
        (missing,) = [row for row in manifest["files"] if row.get("missing")]
        assert missing["id"] == str(world.ours.version.pk)

    def test_a_full_disk_is_told_before_anything_is_written(self, world, monkeypatch):
        monkeypatch.setattr(archiving, "MARGIN", 2**62)
        export = packed(world)
        assert (export.state, export.error_code) == ("FAILED", "export:no_room")
        assert "MiB are free" in export.event()["error"]["message"]
        assert [*files.listed(export.storage_prefix)] == []

    def test_on_one_disk_there_must_be_room_twice(self, world, monkeypatch, tmp_path):
        free = 3 * archiving.MARGIN // 2
        monkeypatch.setattr(FolderFiles, "free_bytes", lambda self: free)
        with pytest.raises(PortalError, match="export:no_room"):
            archiving._must_fit(tmp_path, 0)
        monkeypatch.setattr(FolderFiles, "free_bytes", lambda self: None)
        archiving._must_fit(tmp_path, 0)

    def test_a_storage_that_fails_is_our_failure_and_leaves_no_folder(
        self, world, monkeypatch, settings
    ):
        def broken(self, *_args):
            raise OSError("no space left")

        monkeypatch.setattr(FolderFiles, "put", broken)
        export = packed(world)
        assert (export.state, export.error_code) == ("ERRORED", "job:unexpected")
        assert [*Path(settings.WORK_ROOT).iterdir()] == []

    def test_one_at_a_time(self, world):
        ask_for_export(actor=world.visitor("producer"), studio=world.ours.studio)
        with pytest.raises(PortalError, match="export:active"):
            ask_for_export(actor=world.visitor("producer"), studio=world.ours.studio)
        ask_for_export(actor=world.theirs.people["producer"], studio=world.theirs.studio)

    def test_one_that_is_cancelled_stops_and_leaves_nothing(self, world, monkeypatch):
        export = ask_for_export(actor=world.visitor("producer"), studio=world.ours.studio)

        def cancelled(*_args):
            Export.objects.get(pk=export.pk).cancel(actor=world.visitor("producer"))
            return "0" * 64

        monkeypatch.setattr(archiving, "_sha256", cancelled)
        export_task(*export.message)
        export.refresh_from_db()
        assert export.state == "CANCELLED" and not export.is_there
        with pytest.raises(PortalError, match="run:ended"):
            export.cancel(actor=world.visitor("producer"))

    def test_an_attempt_after_a_dead_one_starts_afresh(self, world, settings):
        export = ask_for_export(actor=world.visitor("producer"), studio=world.ours.studio)
        half = Path(settings.WORK_ROOT) / export.pk.hex / "export.zip"
        half.parent.mkdir(parents=True)
        half.write_bytes(b"half")
        export_task(*export.message)
        export.refresh_from_db()
        assert export.state == "READY" and content(export)["manifest.json"]


class TestTheEnd:
    def test_an_export_goes_when_its_time_is_over_and_others_stay(self, world):
        mine, other = world.ours.export, world.theirs.export
        Export.objects.filter(pk=mine.pk).update(expires_at=timezone.now())
        with closed(), in_studio(world.ours.studio):
            remove_expired_exports()
        assert not files.exists(mine.storage_key) and files.exists(other.storage_key)
        mine.refresh_from_db()
        assert (mine.state, mine.storage_key) == ("READY", "")
        with pytest.raises(PortalError, match="export:gone"):
            mine.must_be_there()
        assert AuditEvent.objects.filter(verb="export:expired").count() == 1

    def test_what_a_failed_attempt_left_goes_too(self, world):
        failed = make_export(world.ours, state=State.FAILED)
        Export.objects.filter(pk=failed.pk).update(storage_key="", expires_at=None)
        remove_expired_exports()
        assert not files.exists(failed.storage_key)
        assert files.exists(world.ours.export.storage_key)

    def test_one_that_is_being_made_is_left_alone(self, world):
        active = make_export(world.ours, state=State.RUNNING)
        Export.objects.filter(pk=active.pk).update(expires_at=None)
        remove_expired_exports()
        assert files.exists(active.storage_key)
