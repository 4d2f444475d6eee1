"""What a process finds out about its database, and what it says of one that is broken."""

import psycopg
import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from portal import embedded
from portal.examining import database
from portal.examining.findings import DOUBT, OK, WRONG

pytestmark = pytest.mark.django_db


def only(found):
    (finding,) = found
    return finding


def test_a_role_that_owns_the_tables_is_named_with_its_cure():
    """The tests' own role does."""
    finding = only(database.role())
    assert finding.state == WRONG and "the role portal_owner owns the tables" in finding.said
    assert "DATABASE_OWNER_URL" in finding.mend


def test_the_working_role_is_bound(monkeypatch):
    options = connection.get_connection_params() | {"user": embedded.ROLE}
    options = {name: options[name] for name in ("host", "dbname", "user")}
    with psycopg.connect(**options) as line:
        monkeypatch.setattr(database, "connection", _Line(line))
        assert only(database.role()).state == OK


class _Line:
    def __init__(self, line):
        self.cursor = line.cursor


class TestTheFences:
    def test_they_hide_every_row_of_a_full_portal(self, world):
        finding = only(database.fences())
        assert finding.state == OK and str(len(database.fenced_tables())) in finding.said

    def test_a_table_whose_policy_was_dropped_is_named(self, world):
        with connection.cursor() as cursor:
            cursor.execute("drop policy studio on projects_project")
        assert "projects_project has no policy" in only(database.fences()).said

    def test_a_fence_that_does_not_hold_for_owners_is_none(self):
        with connection.cursor() as cursor:
            cursor.execute("alter table projects_project no force row level security")
        assert only(database.fences()).state == WRONG

    def test_a_policy_that_lets_rows_through_is_found_by_looking(self, world):
        with connection.cursor() as cursor:
            cursor.execute("create policy open on projects_project using (true)")
        finding = only(database.fences())
        assert "projects_project shows rows" in finding.said and "Stop the portal" in finding.mend


class TestTheMigrations:
    def test_tables_of_this_code_are_told(self):
        assert only(database.migrations()).state == OK

    def test_a_missing_one_is_named_with_the_command(self):
        ((_room, last),) = MigrationLoader(connection).graph.leaf_nodes("feedback")
        with connection.cursor() as cursor:
            cursor.execute("delete from django_migrations where name = %s", [last])
        finding = only(database.migrations())
        assert finding.state == WRONG and last in finding.said
        assert "migrate --database owner" in finding.mend

    def test_a_newer_database_is_a_doubt_since_a_deploy_begins_so(self):
        with connection.cursor() as cursor:
            cursor.execute("insert into django_migrations values (9999, 'portal', '9999_x', now())")
        finding = only(database.migrations())
        assert finding.state == DOUBT and "portal.9999_x" in finding.said


class TestTheClock:
    @pytest.mark.parametrize(
        ("ahead", "state", "word"),
        [(0, OK, "within"), (0.9, DOUBT, "ahead"), (7, WRONG, "ahead"), (-7, WRONG, "behind")],
    )
    def test_a_clock_that_is_off_is_told_by_how_much(self, monkeypatch, ahead, state, word):
        real = database.time.time
        monkeypatch.setattr(database.time, "time", lambda: real() + ahead)
        finding = only(database.clock())
        assert (finding.state, word in finding.said) == (state, True)

    def test_a_slow_line_is_no_skew(self, monkeypatch):
        monkeypatch.setattr(database, "skew", lambda: (3.0, 2.9))
        assert only(database.clock()).state == OK
