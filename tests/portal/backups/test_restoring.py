"""A restore brings everything back, or changes nothing."""

import json

import pytest
from botocore.exceptions import EndpointConnectionError
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from portal.backups import BackupFault, contents, notes, restoring, shelf
from portal.backups.aside import ASIDE
from portal.backups.comparing import compare
from portal.backups.shelf import place as shelved
from portal.models import AuditEvent
from tests.portal.backups.conftest import KEY, OTHER

_S3 = EndpointConnectionError(endpoint_url="http://s3:7070")


def test_everything_is_as_it_was(source, fresh, backup):
    manifest = fresh.restore(backup)
    found = compare(backup, manifest, place=fresh.reader, storage=fresh.storage)
    assert found.differences == [] and found.rows > 100 and found.objects == 2
    assert (fresh.media / KEY).read_bytes() == b"film" * 1000


def test_rights_and_fences_of_the_working_role_come_back(source, fresh, tmp_path):
    which = "select on projects_export, portal_studio"
    source.asked(f"grant {which} to portal")
    try:
        fresh.restore(source.back_up(tmp_path / "backups"))
    finally:
        source.asked(f"revoke {which} from portal")
    working = fresh.reader.__class__(fresh.reader.host, "", "portal", "", fresh.name)
    with working.connect() as opened:
        assert opened.execute("select count(*) from projects_export").fetchone() == (0,)
        studio = opened.execute("select id from portal_studio").fetchone()
        opened.execute("select set_config('portal.studios', %s, false)", [str(studio[0])])
        assert opened.execute("select count(*) from projects_export").fetchone() == (1,)


def test_again_nothing_is_copied_twice(source, fresh, backup):
    said = []
    fresh.restore(backup)
    fresh.restore(backup, replace=True, say=said.append)
    assert said[0] == "0 objects copied, 2 were there"


class TestWhatIsRefusedAndLeavesAllAsItWas:
    def refused(self, fresh, backup, match, **more):
        before = fresh.asked("select count(*) from pg_tables where schemaname = 'public'")
        with pytest.raises(BackupFault, match=match):
            fresh.restore(backup, **more)
        assert fresh.asked("select count(*) from pg_tables where schemaname = 'public'") == before

    def test_a_portal_that_is_not_empty(self, source, fresh, backup):
        fresh.restore(backup)
        self.refused(fresh, backup, "not empty: it has 1 people")

    @pytest.mark.parametrize("name", ["database.dump", "inventory.jsonl", "structure.txt"])
    def test_a_file_that_is_damaged_or_missing(self, source, fresh, backup, name):
        path = backup / name
        path.write_bytes(path.read_bytes()[:-1] + b"x")
        self.refused(fresh, backup, f"damaged: {name} .it is not what was written")
        path.unlink()
        self.refused(fresh, backup, f"damaged: {name} .it is missing")

    def test_an_object_that_is_damaged_or_missing(self, source, fresh, backup):
        found = {item.key: item for item in contents.inventory(backup)}[OTHER]
        path = shelved(backup.parent, found.sha256)
        path.write_bytes(b"SMALL")
        self.refused(fresh, backup, f"the object {OTHER} is not what was written")
        assert not (fresh.media / OTHER).exists()
        path.unlink()
        self.refused(fresh, backup, f"the object {OTHER} is missing")

    def test_another_key(self, source, fresh, backup, settings):
        settings.SECRET_KEY = "another"
        self.refused(fresh, backup, "another SECRET_KEY")
        fresh.restore(backup, without_keys=True)

    def test_another_key_whose_old_one_is_among_the_fallbacks(
        self, source, fresh, backup, settings
    ):
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another"
        assert fresh.restore(backup).objects == 2

    def test_migrations_of_a_later_portal(self, source, fresh, backup):
        known = set(contents.read(backup).migrations) - {"portal.0001_initial"}
        self.refused(fresh, backup, r"portal\.0001_initial is not known here", known=known)

    def test_others_at_work_in_the_database(self, source, fresh, backup):
        with fresh.owner.connect():
            self.refused(fresh, backup, "1 other connections are at work")

    def test_roles_that_are_not_there(self, source, fresh, backup, monkeypatch):
        manifest = contents.read(backup)
        manifest.roles.append("somebody")
        contents.write(backup, manifest)
        self.refused(fresh, backup, "create role somebody login")

    def test_a_restore_that_is_not_the_same(self, source, fresh, backup, monkeypatch):
        fresh.restore(backup)
        monkeypatch.setattr(restoring, "tables", lambda *_: ["table x: rows 1 in the backup, 0"])
        self.refused(fresh, backup, "table x", replace=True)
        assert fresh.asked("select count(*) from portal_studio") == [(1,)]


class TestARestoreThatWasKilled:
    """The portal of before lies aside, and the place of the new one is empty or half filled."""

    @pytest.fixture
    def killed(self, fresh, backup):
        fresh.restore(backup)
        fresh.asked(f"alter schema public rename to {ASIDE}; create schema public")
        fresh.asked("alter schema public owner to portal_owner")
        return fresh

    def test_the_next_one_brings_the_portal_of_before_back_first(self, killed, backup):
        with pytest.raises(BackupFault, match="not empty: it has 1 people"):
            killed.restore(backup)
        assert killed.asked("select count(*) from portal_studio") == [(1,)]

    def test_one_that_fails_after_it_too(self, killed, backup, monkeypatch):
        monkeypatch.setattr(restoring, "tables", lambda *_: ["table x: rows 1 in the backup, 0"])
        with pytest.raises(BackupFault, match="table x"):
            killed.restore(backup, replace=True)
        assert killed.asked("select count(*) from portal_studio") == [(1,)]

    def test_two_whole_portals_are_for_a_person_to_choose_from(self, killed, backup):
        killed.asked("create table portal_user as select 1 as id")
        with pytest.raises(BackupFault, match=r"holds two portals.*drop schema replaced_by"):
            killed.restore(backup, replace=True)
        assert killed.asked(f"select count(*) from {ASIDE}.portal_studio") == [(1,)]


def test_who_begins_to_work_while_objects_are_copied_stops_it(fresh, backup, monkeypatch):
    """Hours may pass; a worker that was started again meanwhile would write into both."""
    bring, opened = restoring._bring, []

    def meanwhile(*args):
        opened.append(fresh.owner.connect())
        return bring(*args)

    monkeypatch.setattr(restoring, "_bring", meanwhile)
    with pytest.raises(BackupFault, match=r"other connections are at work.* is as it was"):
        fresh.restore(backup)
    for line in opened:
        line.close()
    assert fresh.asked("select count(*) from pg_tables where schemaname = 'public'") == [(0,)]


class TestTheCommands:
    """As an operator types them, with the settings' own database."""

    @pytest.fixture
    def commanded(self, source, settings):
        settings.MEDIA_ROOT = str(source.media)
        found = {**connection.settings_dict, "USER": "postgres"}
        settings.BACKUP_DATABASE = found
        return source

    def last(self, capsys):
        return json.loads(capsys.readouterr().out.strip().splitlines()[-1])

    def test_a_backup_is_made_checked_and_compared(self, commanded, tmp_path, capsys):
        call_command("backup", str(tmp_path / "backups"))
        told = self.last(capsys)
        assert told["objects"] == 2 and told["absent"] == 0
        call_command("backup", told["backup"], "--check")
        assert self.last(capsys) == told
        call_command("restore", told["backup"], "--compare")
        assert self.last(capsys)["differences"] == 0

    def test_each_is_noted_in_the_audit_without_content(self, commanded, tmp_path):
        with pytest.raises(CommandError):
            call_command("backup", str(tmp_path / "backups"), "--keep", "-1")
        assert notes.last() is None
        call_command("backup", str(tmp_path / "backups"), "--keep", "1")
        event = notes.last()
        assert event.sentence.endswith(f"{event.facts['rows']} rows, 2 objects")
        assert set(event.facts) == {"by", "host", "rows", "objects", "bytes", "moment"}
        assert not AuditEvent.objects.filter(verb="backup:removed").exists()

    def test_one_that_cannot_be_noted_stands(self, commanded, tmp_path, monkeypatch, capsys):
        def away(*args, **facts):
            raise OperationalError("connection refused")

        monkeypatch.setattr(AuditEvent, "record", away)
        call_command("backup", str(tmp_path / "backups"))
        said = capsys.readouterr()
        assert "could not note it: connection refused" in said.err
        assert json.loads(said.out.strip().splitlines()[-1])["objects"] == 2

    @pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), _S3])
    def test_a_disk_or_a_bucket_that_gives_out_is_a_sentence(
        self, commanded, tmp_path, monkeypatch, fault
    ):
        def out(*args):
            raise fault

        monkeypatch.setattr(shelf, "_poured", out)
        with pytest.raises(CommandError, match=r"cut short by .*What was copied is kept"):
            call_command("backup", str(tmp_path / "backups"))
        monkeypatch.undo()

    def test_what_to_keep_beside_it_is_said(self, commanded, tmp_path, capsys):
        call_command("backup", str(tmp_path / "backups"))
        said = capsys.readouterr().out
        assert "SECRET_KEY" in said and "C2PA_PRIVATE_KEY" in said

    def test_a_fault_is_a_sentence(self, commanded, tmp_path):
        with pytest.raises(CommandError, match="no finished backup"):
            call_command("restore", str(tmp_path), "--compare")
