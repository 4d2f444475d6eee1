"""A closeout deletes everything of one studio, nothing of another, and proves it."""

import hashlib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.utils import timezone

from portal import possessions
from portal.errors import PortalError
from portal.models import ApiToken, AuditEvent, Invitation, Mail, Membership, Studio
from portal.outbox import mails
from portal.storage import files
from projects import certificates, closing
from projects.models import Closeout, Export, Ingest, Run, State, StoredObject, Upload
from tests.projects.leaving import attempt, confirmed, stored_files


def belongings(house):
    """Every row of a house, by model."""
    return {
        model._meta.label: [*possessions.rows_of(model, house.studio).values()]
        for model in possessions.tenant_models()
    }


@pytest.fixture
def keys(world):
    """Every stored file of ours, a nameless one among them."""
    named = [key for _row, key in possessions.stored_keys(world.ours.studio.pk)]
    lost = world.ours.ingest.storage_prefix + "3/proxy.mp4"
    default_storage.save(lost, ContentFile(b"a worker died here"))
    return {key for key in named if files.exists(key)} | {lost}


@pytest.fixture
def closeout(world, keys, django_capture_on_commit_callbacks):
    row = confirmed(world, keep_export=False)
    with django_capture_on_commit_callbacks(execute=True):
        return attempt(row)


class TestWhatIsDeleted:
    def test_every_stored_file_is_gone_and_on_the_certificate(self, world, keys, closeout):
        assert (closeout.state, closeout.phase, closeout.left) == ("READY", "done", 0)
        told = {row["key"] for row in closeout.certificate["files"]}
        assert told == keys | {world.ours.upload.storage_key}
        assert not any(files.exists(key) for key in told)
        assert not [key for key in stored_files() if key in told]

    def test_only_the_other_studios_files_are_left(self, world, closeout):
        kept = [key for _row, key in possessions.stored_keys(world.theirs.studio.pk)]
        ref = world.theirs.upload.storage_ref
        assert set(stored_files()) == {k for k in kept if files.exists(k)} | {f"uploads/{ref}/data"}

    def test_nothing_of_another_studio_is_touched(self, world, keys):
        rows, before = belongings(world.theirs), stored_files()
        attempt(confirmed(world))
        assert belongings(world.theirs) == rows
        gone = set(before) - set(stored_files())
        theirs = {key for _row, key in possessions.stored_keys(world.theirs.studio.pk)}
        assert gone and not gone & theirs
        assert {k: v for k, v in before.items() if k not in gone} == stored_files()

    def test_every_row_is_gone_but_what_is_kept_for_a_reason(self, world, closeout):
        for model in possessions.tenant_models():
            left = possessions.going(model, world.ours.studio).count()
            assert not left or model._meta.label in possessions.KEPT, model
        assert closeout.certificate["rows"]["projects.Project"] == 1
        assert closeout.certificate["rows"]["feedback.Response"] == 1

    def test_hashes_are_those_of_the_content(self, world, keys):
        content = {key: body for key, body in stored_files().items() if key in keys}
        done = attempt(confirmed(world, keep_export=False))
        told = {row["key"]: row for row in done.certificate["files"]}
        original = told.pop(world.ours.version.storage_key)
        assert original["hash"] == {
            "algorithm": "tree-sha256",
            "value": world.ours.version.tree_sha256,
            "part_size": world.ours.version.part_size,
        }
        upload = told.pop(world.ours.upload.storage_key)
        assert (upload["kind"], upload["hash"]["algorithm"]) == ("unfinished upload", "not hashed")
        for key, row in told.items():
            assert row["hash"]["value"] == hashlib.sha256(content[key]).hexdigest(), key
            assert row["size"] == len(content[key])

    def test_an_upload_on_its_way_is_thrown_away(self, world, closeout):
        upload = world.ours.upload
        assert files.unfinished(upload.storage_key, upload.storage_ref) is None
        assert (
            files.unfinished(world.theirs.upload.storage_key, world.theirs.upload.storage_ref) == 0
        )

    def test_a_file_that_appears_late_is_found_in_the_next_round(self, world, monkeypatch):
        once, late = [], world.ours.run.storage_prefix + "2/1/thumbnail-0.jpg"
        delete_once = closing._delete_once

        def and_one_more(*args):
            delete_once(*args)
            if not once:
                once.append(default_storage.save(late, ContentFile(b"late")))

        monkeypatch.setattr(closing, "_delete_once", and_one_more)
        done = attempt(confirmed(world))
        assert done.state == "READY" and not files.exists(late)
        assert late in {row["key"] for row in done.certificate["files"]}


class TestTheDoors:
    def test_nobody_comes_in_any_more(self, world, closeout):
        studio = Studio.objects.get(pk=world.ours.studio.pk)
        assert studio.closed_at and studio.suspended_at
        assert not Membership.objects.filter(studio=studio, revoked_at=None).exists()
        assert not Invitation.objects.open().filter(studio=studio).exists()
        assert Membership.objects.active().filter(studio=world.theirs.studio).count() == 5

    def test_an_administrator_cannot_invite_into_a_closed_studio(self, world, closeout):
        from portal.models.invitations import invite

        Studio.objects.filter(pk=world.ours.studio.pk).update(suspended_at=None)
        studio = Studio.objects.get(pk=world.ours.studio.pk)
        with pytest.raises(PortalError, match="studio:offboarded"):
            invite(actor=world.admin, email="x@example.org", role="artist", studio=studio)

    def test_tokens_of_people_without_another_studio_stop_working(self, world, closeout):
        assert not ApiToken.objects.usable().filter(user=world.visitor("producer")).exists()
        assert ApiToken.objects.usable().filter(pk=world.theirs.token.pk).exists()

    def test_tokens_of_people_of_two_studios_go_on(self, world):
        producer = world.visitor("producer")
        Membership.objects.create(studio=world.theirs.studio, user=producer, role="artist")
        attempt(confirmed(world))
        assert ApiToken.objects.usable().filter(user=producer).exists()

    def test_sockets_close(self, world, monkeypatch, django_capture_on_commit_callbacks):
        shut = []
        monkeypatch.setattr("portal.live.close_sockets", shut.append)
        row = confirmed(world)
        with django_capture_on_commit_callbacks(execute=True):
            attempt(row)
        assert set(shut) == {person.pk for person in world.ours.people.values()}

    def test_work_that_waits_or_runs_is_stopped_first_and_given_a_moment(self, world):
        Run.objects.filter(pk=world.ours.run.pk).update(state=State.RUNNING)
        Ingest.objects.filter(pk=world.ours.ingest.pk).update(state=State.QUEUED)
        row = attempt(confirmed(world))
        assert Run.objects.get(pk=world.ours.run.pk).state == "CANCELLED"
        assert Ingest.objects.get(pk=world.ours.ingest.pk).state == "CANCELLED"
        assert (row.state, row.phase) == ("QUEUED", "waiting") and row.error_code == ""
        assert row.retry_at > timezone.now() + timedelta(seconds=closing.QUIET_SECONDS - 9)
        assert files.exists(world.ours.version.storage_key)
        assert attempt(row).state == "READY"


class TestFourEyes:
    def test_nothing_begins_before_the_confirmation(self, world, keys):
        attempt(world.ours.closeout)
        assert world.ours.closeout.phase == "asked"
        assert all(files.exists(key) for key in keys)

    def test_whoever_asked_cannot_confirm(self, world):
        Closeout.objects.filter(pk=world.ours.closeout.pk).update(person=world.admin)
        world.ours.closeout.refresh_from_db()
        with pytest.raises(PortalError, match="closeout:same_person"):
            world.ours.closeout.confirm(actor=world.admin)

    def test_the_database_wants_two_people_too(self, world):
        from django.db import IntegrityError, transaction

        rows = Closeout.objects.filter(pk=world.ours.closeout.pk)
        with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
            rows.update(state=State.RUNNING)

    def test_it_is_withdrawn_or_refused_before_and_not_after(self, world):
        world.theirs.closeout.withdraw(actor=world.admin, verb="closeout:refused")
        assert world.theirs.closeout.phase == "stopped"
        row = confirmed(world)
        with pytest.raises(PortalError, match="closeout:begun"):
            row.withdraw(actor=world.visitor("producer"))
        with pytest.raises(PortalError, match="closeout:begun"):
            row.confirm(actor=world.admin)
        with pytest.raises(PortalError, match="closeout:begun"):
            world.theirs.closeout.confirm(actor=world.admin)


class TestTheExport:
    def test_it_stays_until_it_expires_and_the_certificate_says_so(self, world):
        row = attempt(confirmed(world))
        export = Export.objects.get(pk=world.ours.export.pk)
        assert row.state == "READY" and files.exists(export.storage_key)
        (told,) = [kept for kept in row.certificate["kept"] if kept["what"] == export.storage_key]
        assert (told["sha256"], told["size"]) == (export.sha256, export.size)

    def test_it_goes_with_everything_else_when_that_is_the_wish(self, world):
        row = attempt(confirmed(world, keep_export=False))
        assert not files.exists(world.ours.export.storage_key)
        told = {found["key"]: found for found in row.certificate["files"]}
        assert told[world.ours.export.storage_key]["hash"]["value"] == world.ours.export.sha256
        assert not Export.objects.get(pk=world.ours.export.pk).is_there


class TestTheCertificate:
    def test_its_hash_is_that_of_its_canonical_form(self, closeout):
        import json

        document = json.loads(certificates.document(closeout))
        text = json.dumps(
            document["certificate"], sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        assert hashlib.sha256(text.encode()).hexdigest() == document["sha256"]
        assert document["certificate"]["asked"]["by"] == "Ours-producer"
        assert document["certificate"]["confirmed"]["by"] == "Admin"

    def test_it_holds_no_name_of_a_file_and_no_content(self, world, closeout):
        text = certificates.document(closeout)
        for name in ("clip.mp4", "more.mov", "Ours film", "PRJ_0010"):
            assert name not in text

    def test_it_says_what_was_kept_and_why(self, world, closeout):
        kept = {row["what"]: row for row in closeout.certificate["kept"]}
        assert kept["portal.Membership"]["rows"] == 5 and "projects.StoredObject" not in kept
        assert "names and no content" in kept["portal.AuditEvent"]["why"]
        assert kept["portal.Mail"]["rows"] == 1, "that it has begun, not news of the work"
        assert AuditEvent.objects.filter(studio=world.ours.studio, verb="closeout:done").exists()

    def test_there_is_none_before_the_end(self, world):
        with pytest.raises(PortalError, match="closeout:not_done"):
            certificates.document(world.ours.closeout)

    def test_the_rows_it_is_written_from_go(self, closeout):
        assert not StoredObject.objects.filter(closeout=closeout).exists()

    def test_a_closed_studio_cannot_be_removed_from_under_it(self, closeout):
        with pytest.raises(models.ProtectedError):
            Studio.objects.get(pk=closeout.studio_id).delete()

    def test_the_producers_are_told_when_it_begins_and_when_it_is_done(self, world, closeout):
        mails.send_due(closeout.studio_id)
        begun, done = sorted(mail.outbox, key=lambda sent: "has been deleted" in sent.body)
        assert begun.to == done.to == [world.visitor("producer").email]
        link = certificates.link(closeout).split("/closed/")[0]
        assert f"{link}/closed/" in begun.body and f"{link}/closed/" in done.body
        assert "has begun" in begun.body and "has been deleted" in done.body

    def test_a_mail_that_does_not_go_out_stops_nothing_and_is_tried_again(self, world, monkeypatch):
        def broken(*_args, **_how):
            raise OSError

        monkeypatch.setattr("django.core.mail.EmailMessage.send", broken)
        done = attempt(confirmed(world))
        assert mails.send_due(done.studio_id) == 0
        assert {row.state for row in Mail.objects.filter(studio=done.studio_id)} == {"waiting"}

    def test_no_other_mail_goes_to_people_who_left(self, world, closeout):
        to = {"studio": closeout.studio, "user": world.visitor("producer")}
        other = Mail.objects.create(subject="News", body="of the work", **to)
        mails.send_due(closeout.studio_id)
        other.refresh_from_db()
        assert other.state == "dead" and "News" not in {sent.subject for sent in mail.outbox}


def test_an_upload_that_was_cancelled_and_one_that_is_empty_leave_nothing_to_tell(world):
    Upload.objects.filter(pk=world.ours.upload.pk).update(state=Upload.State.ABORTED)
    files.abandon(world.ours.upload.storage_key, world.ours.upload.storage_ref)
    done = attempt(confirmed(world))
    told = {row["key"] for row in done.certificate["files"]}
    assert world.ours.upload.storage_key not in told
