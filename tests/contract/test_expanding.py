"""Two versions of the code run against one database: expand, migrate, contract (decision 0049).

A migration that locks a table while it reads it, or takes away what the version before uses, is
refused. What is right all the same is listed with its reason.
"""

import pytest
from django.contrib.postgres.operations import (
    AddConstraintNotValid,
    AddIndexConcurrently,
    ValidateConstraint,
)
from django.db import connection, models
from django.db.migrations import Migration, RunPython, RunSQL, operations
from django.db.migrations.loader import MigrationLoader

from portal.policies import fenced
from tests.contract.expanding import ALONE, after, complaints, judged

#: Written before anything was deployed: nobody ran a version before them.
SINCE = {"portal": 14, "projects": 27, "feedback": 12}
#: `app.name` → rule → why it is right all the same, and which version stopped using what goes.
ALLOWED: dict[str, dict[str, str]] = {}


@pytest.fixture(scope="module")
def loader():
    return MigrationLoader(None)


def test_no_migration_locks_or_breaks_the_version_that_runs(db, loader):
    found = {
        f"{m.app_label}.{m.name}": judged(
            m, loader.project_state((m.app_label, m.name), at_end=False)
        )
        for m in after(loader, SINCE)
    }
    refused = {name: rules - set(ALLOWED.get(name, {})) for name, rules in found.items()}
    assert {name: rules for name, rules in refused.items() if rules} == {}
    stale = {name: set(rules) - found.get(name, set()) for name, rules in ALLOWED.items()}
    assert {name: rules for name, rules in stale.items() if rules} == {}
    assert all(len(why) > 20 for rules in ALLOWED.values() for why in rules.values())


def test_those_of_before_are_there_and_later_ones_are_found(loader):
    numbers = {(app, int(name.split("_")[0])) for app, name in loader.disk_migrations}
    assert set(SINCE.items()) <= numbers
    later = {migration.name for migration in after(loader, {**SINCE, "feedback": 8})}
    assert {"0009_reports", "0010_weeks"} <= later and "0008_answered" not in later


def change(*changes, atomic=True):
    """A migration of `projects` after all that there are."""
    made = Migration("9999_change", "projects")
    made.operations, made.atomic = list(changes), atomic
    return made


def add(field, name="extra"):
    return operations.AddField("project", name, field)


def rule(name="short"):
    return models.CheckConstraint(condition=models.Q(description__gt=""), name=name)


def moved(apps, schema_editor):
    """Rows are moved here."""


LOCKS_OR_BREAKS = {
    "a column that the running version does not fill": (
        [add(models.IntegerField(default=3))],
        "ban-drop-default",
    ),
    "a column that has to be there at once": (
        [operations.AlterField("project", "strike_since", models.DateTimeField())],
        "adding-not-nullable-field",
    ),
    "a column that the running version reads": (
        [operations.RemoveField("project", "description")],
        "ban-drop-column",
    ),
    "another name": ([operations.RenameField("project", "description", "name")], "renaming-column"),
    "another type": (
        [operations.AlterField("project", "description", models.BinaryField())],
        "changing-column-type",
    ),
    "a table that is gone": ([operations.DeleteModel("project")], "ban-drop-table"),
    "another table": ([operations.RenameModel("project", "production")], "renaming-table"),
    "an index that nobody may write beside": (
        [operations.AddIndex("project", models.Index(fields=["description"], name="titles"))],
        "require-concurrent-index-creation",
    ),
    "a rule that reads all rows under a lock": (
        [operations.AddConstraint("project", rule())],
        "constraint-missing-not-valid",
    ),
    "rows changed while tables are locked": (
        [add(models.IntegerField(null=True)), RunPython(moved, RunPython.noop)],
        ALONE,
    ),
    "the same by hand": (
        [RunSQL("alter table projects_project alter strike_since set not null")],
        "adding-not-nullable-field",
    ),
}


@pytest.mark.parametrize("name", LOCKS_OR_BREAKS)
def test_what_locks_or_breaks_is_refused(db, loader, name):
    changes, broken = LOCKS_OR_BREAKS[name]
    found = judged(change(*changes), loader.project_state())
    assert broken in found


EXPANDS = {
    "a column that may be empty": (change(add(models.IntegerField(null=True))), None),
    "a column that the database fills": (change(add(models.IntegerField(db_default=3))), None),
    "an index built beside the work": (
        change(
            AddIndexConcurrently("project", models.Index(fields=["description"], name="titles")),
            atomic=False,
        ),
        None,
    ),
    "a rule for what comes": (change(AddConstraintNotValid("project", rule())), None),
    "that rule, proved later": (
        change(ValidateConstraint("project", "short")),
        operations.AddConstraint("project", rule()),
    ),
    "rows changed by themselves": (change(RunPython(moved, RunPython.noop)), None),
    "a table of a studio's, with its fence": (
        change(
            operations.CreateModel("Fresh", [("id", models.BigAutoField(primary_key=True))]),
            fenced("projects_fresh", rule="true"),
        ),
        None,
    ),
}


@pytest.mark.parametrize("name", EXPANDS)
def test_what_expands_passes(db, loader, name):
    made, before = EXPANDS[name]
    state = loader.project_state()
    if before:
        before.state_forwards("projects", state)
    assert judged(made, state) == set()


def test_a_table_made_in_the_same_breath_may_have_all_it_wants():
    sql = "create table n (id bigint); create index i on n (id);"
    assert complaints(sql, in_transaction=True) == set()


def test_who_migrates_does_not_wait_for_a_lock_for_ever(settings):
    assert "lock_timeout=5s" in settings.DATABASES["owner"]["OPTIONS"]["options"]
    assert "options" not in connection.settings_dict.get("OPTIONS", {})
