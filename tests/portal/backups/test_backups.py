"""A backup has every row and object of one moment, or there is none."""

import json
import os

import pytest
from django.db import connections

from portal.backups import BackupFault, contents, making, places, programs
from portal.backups.checking import whole
from portal.backups.comparing import compare
from portal.backups.places import Place
from portal.backups.shelf import place as shelved
from portal.models import Studio
from tests.portal.backups.conftest import KEY, OTHER


def items(backup):
    return {item.key: item for item in contents.inventory(backup)}


class TestWhatIsInIt:
    def test_every_object_and_every_table(self, backup):
        manifest = contents.read(backup)
        assert set(items(backup)) == {KEY, OTHER} and manifest.objects == 2
        assert manifest.tables["portal_studio"]["rows"] == 1
        assert manifest.tables["projects_export"]["rows"] == 1
        assert manifest.absent == {} and "portal_owner" in manifest.roles

    def test_no_key_is_in_it(self, backup, settings):
        for path in backup.iterdir():
            assert settings.SECRET_KEY.encode() not in path.read_bytes()

    def test_it_is_for_nobody_else_to_read(self, backup):
        found = [backup, *backup.iterdir(), *(backup.parent / "objects").rglob("*")]
        assert {path.stat().st_mode & 0o077 for path in found} == {0}

    def test_parts_of_uploads_and_half_written_copies_are_no_objects(self, source, tmp_path):
        source.write("uploads/ab/data", b"part")
        source.write("stills/.two.jpg.0f", b"half")
        assert set(items(source.back_up(tmp_path / "backups"))) == {KEY, OTHER}

    def test_a_row_whose_object_is_nowhere_is_told_by_table(self, source, tmp_path):
        (source.media / KEY).unlink()
        made = contents.read(source.back_up(tmp_path / "backups"))
        assert made.absent == {"projects_export": 1} and made.objects == 1


class TestAMomentOfAPortalThatWorks:
    """Objects that come and go while the first, long part is being copied."""

    @pytest.fixture
    def meanwhile(self, monkeypatch):
        """Something that happens between the first listing and the snapshot."""

        def happens(what):
            before = making._snapshot

            def snapshot(connection):
                what()
                return before(connection)

            monkeypatch.setattr(making, "_snapshot", snapshot)

        return happens

    def test_what_came_is_copied_too(self, source, tmp_path, meanwhile):
        meanwhile(lambda: source.write("stills/late.jpg", b"late"))
        assert set(items(source.back_up(tmp_path / "backups"))) == {KEY, OTHER, "stills/late.jpg"}

    def test_what_went_stays_where_a_row_names_it(self, source, tmp_path, meanwhile):
        meanwhile(lambda: [(source.media / key).unlink() for key in (KEY, OTHER)])
        made = source.back_up(tmp_path / "backups")
        assert set(items(made)) == {KEY} and contents.read(made).absent == {}

    def test_rows_of_after_the_moment_are_neither_dumped_nor_counted(
        self, source, fresh, tmp_path, monkeypatch
    ):
        dump = programs.dump

        def later(*args, **how):
            source.asked(
                "insert into portal_studio (id, name, quota_bytes, currency, kms_key,"
                " concurrent_runs, suspended_reason, created_at) values"
                " (gen_random_uuid(), 'Late', 1, 'USD', '', 1, '', now())"
            )
            return dump(*args, **how)

        monkeypatch.setattr(programs, "dump", later)
        fresh.restore(source.back_up(tmp_path / "backups"))
        assert Studio.objects.count() == 2
        assert fresh.asked("select name from portal_studio") == [("Nordlicht",)]


class TestAgain:
    def test_what_is_there_is_not_read_again(self, source, backup, monkeypatch):
        source.write("stills/new.jpg", b"new")
        read = []
        monkeypatch.setattr(making, "datetime", _Later)
        chunks = type(source.storage).chunks
        monkeypatch.setattr(
            type(source.storage),
            "chunks",
            lambda self, key: (read.append(key), chunks(self, key))[1],
        )
        again = source.back_up(backup.parent)
        assert read == ["stills/new.jpg"] and set(items(again)) == {KEY, OTHER, "stills/new.jpg"}

    def test_the_same_content_is_kept_once(self, source, tmp_path):
        source.write("stills/copy.jpg", b"small")
        made = source.back_up(tmp_path / "backups")
        kept = [path for path in (made.parent / "objects").rglob("*") if path.is_file()]
        assert len(items(made)) == 3 and len(kept) == 2

    def test_an_object_that_is_gone_from_the_shelf_is_copied_again(
        self, source, backup, monkeypatch
    ):
        monkeypatch.setattr(making, "datetime", _Later)
        shelved(backup.parent, items(backup)[KEY].sha256).unlink()
        assert whole(source.back_up(backup.parent), read_objects=True).objects == 2

    def test_contents_that_are_damaged_are_copied_again_and_mend_the_backups_before(
        self, source, backup, monkeypatch
    ):
        """Of the same length, so that only reading it finds it."""
        monkeypatch.setattr(making, "datetime", _Later)
        path = shelved(backup.parent, items(backup)[OTHER].sha256)
        path.write_bytes(b"SMALL")
        with pytest.raises(BackupFault, match=rf"{OTHER} is not what was written .and 0 more"):
            whole(backup, read_objects=True)
        source.back_up(backup.parent)
        assert whole(backup, read_objects=True).objects == 2
        assert path.with_name(f"{path.name}.damaged").read_bytes() == b"SMALL"

    def test_a_finished_backup_is_never_written_over(self, source, backup, monkeypatch):
        monkeypatch.setattr(making, "datetime", _Then(backup.name))
        with pytest.raises(BackupFault, match="there already"):
            source.back_up(backup.parent)

    def test_one_that_was_cut_short_goes_on_and_leaves_nothing(self, source, tmp_path, monkeypatch):
        with monkeypatch.context() as patched:
            patched.setattr(programs, "dump", lambda *args, **how: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                source.back_up(tmp_path / "backups")
        cut = next(path for path in (tmp_path / "backups").glob("*T*Z"))
        with pytest.raises(BackupFault, match="no finished backup"):
            contents.read(cut)
        monkeypatch.setattr(making, "datetime", _Later)
        made = source.back_up(tmp_path / "backups")
        assert not cut.exists() and whole(made, read_objects=True).objects == 2


class TestWhatIsRefused:
    def test_a_role_that_would_see_a_part_of_the_rows(self, source, tmp_path):
        for role in ("portal", "portal_owner"):
            bound = Place(source.reader.host, "", role, "", source.name)
            with pytest.raises(BackupFault, match=f"role {role} is bound by row-level security"):
                making.back_up(tmp_path / role, place=bound, storage=source.storage)
            assert [*(tmp_path / role).glob("*T*Z")] == []

    def test_a_folder_of_other_things(self, source, tmp_path):
        (tmp_path / "docs").mkdir()
        (tmp_path / "docs" / "letter.txt").write_text("Dear")
        with pytest.raises(BackupFault, match="other things"):
            source.back_up(tmp_path / "docs")
        assert os.listdir(tmp_path / "docs") == ["letter.txt"]

    def test_a_folder_inside_of_what_is_backed_up(self, source, settings):
        settings.MEDIA_ROOT = str(source.media)
        with pytest.raises(BackupFault, match="lies in MEDIA_ROOT"):
            source.back_up(source.media / "backups")

    def test_a_database_without_a_portal(self, fresh, tmp_path):
        with pytest.raises(BackupFault, match="holds no portal"):
            fresh.back_up(tmp_path / "backups")

    def test_a_database_that_does_not_answer(self, tmp_path, source):
        away = Place(str(tmp_path), "", "postgres", "", "portal")
        with pytest.raises(BackupFault, match="cannot be reached"):
            making.back_up(tmp_path / "backups", place=away, storage=source.storage)

    def test_programs_that_are_too_old(self, monkeypatch):
        monkeypatch.setattr(programs, "version", lambda path: 14)
        with pytest.raises(BackupFault, match=r"PostgreSQL 18 or later is needed .*is of 14"):
            programs.found("pg_dump", at_least=18)


def test_two_backups_at_once_take_turns_by_refusal(source, backup, monkeypatch):
    from portal.backups.shelf import Shelf

    monkeypatch.setattr(making, "datetime", _Later)
    held = Shelf(backup.parent, "another")
    try:
        with pytest.raises(BackupFault, match="Another backup is being made"):
            source.back_up(backup.parent)
    finally:
        held.close()


def test_the_password_is_in_the_environment_only():
    here = Place("db.example.org", "5432", "reader", "word", "portal", (("sslmode", "require"),))
    assert here.environment["PGPASSWORD"] == "word" and here.environment["PGSSLMODE"] == "require"
    assert here.environment["PGDATABASE"] == "portal"


def test_places_come_from_the_settings(settings):
    settings.BACKUP_DATABASE = {"HOST": "h", "PORT": 5, "USER": "u", "PASSWORD": "p", "NAME": "n"}
    assert places.whole() == Place("h", "5", "u", "p", "n") and not places.is_embedded()
    settings.BACKUP_DATABASE = {**connections["default"].settings_dict}
    assert places.is_embedded()


def test_the_comparison_names_each_difference(source, backup):
    manifest = contents.read(backup)
    how = {"place": source.reader, "storage": source.storage}
    assert compare(backup, manifest, **how).same
    Studio.objects.update(name="Südlicht")
    source.asked("alter table portal_studio no force row level security")
    source.asked("create index another on portal_studio (currency)")
    source.write(OTHER, b"SMALL")
    source.write("more.jpg", b"")
    (source.media / KEY).unlink()
    try:
        found = "\n".join(compare(backup, manifest, **how).differences)
    finally:
        source.asked("drop index another")
        source.asked("alter table portal_studio force row level security")
    for said in (
        "table portal_studio: hash",
        "only here: index CREATE INDEX another",
        f"{OTHER} has another content",
        "more.jpg is only here",
        f"{KEY} is not here",
    ):
        assert said in found


def test_the_hash_of_a_manifest_covers_all_of_it(backup):
    path = backup / "manifest.json"
    told = json.loads(path.read_text())
    path.write_text(json.dumps({**told, "objects": 1}))
    with pytest.raises(BackupFault, match=r"damaged: manifest\.json"):
        contents.read(backup)


class _Later(making.datetime):
    """A clock that is ahead, so that the next backup has a name of its own."""

    @classmethod
    def now(cls, zone=None):
        return super().now(zone).replace(year=2031)


def _Then(name):
    moment = making.datetime.strptime(name, "%Y%m%dT%H%M%S%z")
    return type("Then", (making.datetime,), {"now": classmethod(lambda cls, zone=None: moment)})
