"""Old backups go by a rule, and never the last good one."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest

from portal.backups import BackupFault, contents
from portal.backups.checking import whole
from portal.backups.contents import DUMP, INVENTORY, STRUCTURE, Item, Manifest
from portal.backups.pruning import Rule, prune
from portal.backups.shelf import Shelf, place

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)


class _Store:
    """Objects by key."""

    def __init__(self):
        self.held = {}

    def facts(self, key):
        return {"type": "", "kms": ""}

    def chunks(self, key):
        yield self.held[key]


@pytest.fixture
def shelf(tmp_path):
    """`shelf(days_ago, **objects)` makes a backup of these; all have `same` besides."""
    store, folder = _Store(), tmp_path / "backups"

    def made(days_ago, **objects):
        name = f"{NOW - timedelta(days=days_ago):%Y%m%dT%H%M%SZ}"
        store.held = {"same": b"same", **{k: v.encode() for k, v in objects.items()}}
        held = Shelf(folder, name)
        for key, body in store.held.items():
            held.take(store, key, len(body), name)
        items = [*held.items()]
        held.close()
        return _written(folder / name, items)

    return made


def _written(backup, items):
    backup.mkdir()
    lines = "".join(f"{_json(item)}\n" for item in items)
    for name, text in ((DUMP, "dump"), (STRUCTURE, ""), (INVENTORY, lines)):
        (backup / name).write_text(text)
    files = {name: contents.measured(backup / name) for name in (DUMP, INVENTORY, STRUCTURE)}
    size = sum(item.size for item in items)
    plain = {"roles": [], "migrations": [], "tables": {}, "sealed": {}, "keys": []}
    numbers = {"format": 1, "server": 18, "pg_dump": 18, "objects": len(items), "bytes": size}
    words = {"begun_at": "", "made_at": "", "database": "x"}
    contents.write(backup, Manifest(**plain, **numbers, **words, files=files))
    return backup


def _json(item: Item) -> str:
    return contents.json.dumps(item.__dict__)


def left(folder):
    return sorted(path.name[:8] for path in folder.glob("*T*Z"))


def kept_contents(folder):
    return sorted(p.read_bytes() for p in (folder / "objects").glob("??/*"))


def test_so_many_stay_with_what_they_name_and_nothing_else(shelf):
    for days in (3, 2, 1, 0):
        newest = shelf(days, own=f"of {days}")
    done = prune(newest.parent, Rule(count=2), now=NOW)
    assert left(newest.parent) == ["20260519", "20260520"] and len(done.backups) == 2
    assert kept_contents(newest.parent) == [b"of 0", b"of 1", b"same"]
    assert (done.contents, done.bytes) == (2, 8)
    assert whole(newest, read_objects=True).objects == 2


def test_young_ones_stay_whatever_their_number(shelf):
    for days in (40, 20, 10, 0):
        newest = shelf(days)
    prune(newest.parent, Rule(count=1, days=30), now=NOW)
    assert left(newest.parent) == ["20260430", "20260510", "20260520"]


def test_the_last_good_one_stays_however_old_it_is(shelf):
    only = shelf(400)
    assert prune(only.parent, Rule(days=7), now=NOW).backups == []
    assert whole(only, read_objects=True).objects == 1


@pytest.mark.parametrize("fault", ["dump", "object", "manifest"])
def test_newer_ones_that_are_damaged_do_not_count_as_good(shelf, fault):
    old, good, bad = shelf(9), shelf(5, own="mine"), shelf(0, own="late")
    if fault == "object":
        own = next(item for item in contents.inventory(bad) if item.key == "own")
        place(bad.parent, own.sha256).unlink()
    else:
        (bad / {"dump": DUMP, "manifest": "manifest.json"}[fault]).write_text("cut")
    prune(bad.parent, Rule(count=1), now=NOW)
    assert good.exists() and not old.exists()
    assert whole(good, read_objects=True).objects == 2


def test_where_none_is_good_none_is_removed(shelf):
    for days in (2, 1):
        bad = shelf(days)
        (bad / DUMP).write_text("cut")
    with pytest.raises(BackupFault, match="None was removed"):
        prune(bad.parent, Rule(count=1), now=NOW)
    assert len(left(bad.parent)) == 2


def test_no_content_goes_while_an_inventory_cannot_be_read(shelf):
    shelf(9, own="old")
    kept, newest = shelf(1, own="mine"), shelf(0)
    (kept / INVENTORY).write_text("{")
    done = prune(newest.parent, Rule(count=2), now=NOW)
    assert len(done.backups) == 1 and done.contents == 0
    assert b"mine" in kept_contents(newest.parent)


def test_one_whose_removal_was_cut_short_is_no_backup_any_more(shelf, monkeypatch):
    old, newest = shelf(9), shelf(0)
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "rmtree", lambda path: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            prune(newest.parent, Rule(count=1), now=NOW)
    with pytest.raises(BackupFault, match="no finished backup"):
        contents.read(old)


def test_nothing_is_removed_while_a_backup_is_being_made(shelf):
    made = shelf(0)
    held = Shelf(made.parent, "another")
    try:
        with pytest.raises(BackupFault, match="Another backup is being made"):
            prune(made.parent, Rule(count=1), now=NOW)
    finally:
        held.close()
