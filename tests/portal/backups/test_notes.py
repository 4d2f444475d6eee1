"""The portal knows of its last backup, and says when it is too long ago."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.access import Role
from portal.backups import notes
from portal.models import AuditEvent, User
from portal.watching.gathering import Told
from portal.watching.troubles import _of_backups

pytestmark = pytest.mark.django_db


def backed_up(hours=0):
    facts = {"by": "op", "host": "db1", "rows": 671, "objects": 12, "bytes": 5_000_000_000}
    at = timezone.now() - timedelta(hours=hours)
    event = AuditEvent(verb=notes.MADE, actor_name="portal", facts={**facts, "moment": "x"}, at=at)
    event.save(force_insert=True)
    return event


def said():
    return [wrong.text for wrong in _of_backups(Told(1))]


def test_one_that_is_too_old_is_a_trouble_until_the_next(settings):
    settings.BACKUP_HOURS = 26
    backed_up(hours=27)
    assert said() == ["No backup was made for 27 hours."]
    backed_up(hours=1)
    assert said() == []


def test_a_portal_that_was_never_backed_up_is_in_trouble(settings):
    settings.BACKUP_HOURS = 26
    assert said() == ["No backup was made for 2160 hours."]


def test_who_backs_up_by_other_means_is_left_alone(settings):
    settings.BACKUP_HOURS = 0
    assert said() == []


def test_a_restore_and_a_removal_are_no_backup(settings):
    notes.note(notes.RESTORED, rows=1, objects=1, moment="x")
    assert notes.removed([]) == "" and notes.removed(["20260504T031500Z"]) == ""
    assert notes.last() is None
    assert {e.verb for e in AuditEvent.objects.all()} == {notes.RESTORED, notes.REMOVED}


def test_operations_tell_the_last_one(as_person):
    person = User.objects.create(email="op@example.org", name="Op", programme_role=Role.ADMIN)
    admin = as_person(person)
    assert "No backup was made in the last 90 days." in admin.get("/admin/operations/").text
    backed_up()
    page = admin.get("/admin/operations/").text
    assert "db1" in page and "5.0 GB" in page and "671" in page


def test_the_audit_tells_it_as_a_sentence():
    assert str(backed_up()) == "op on db1 made a backup: 671 rows, 12 objects"
