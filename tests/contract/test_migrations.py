"""The tables are what the models say, and every tenant's row knows its studio."""

from django.apps import apps
from django.core.management import call_command

from portal.access import TenantModel, TenantQuerySet
from projects.models.projects import ProjectRow

OURS = ("portal", "projects", "feedback")


def models(base: type = object) -> list[type]:
    found = [m for label in OURS for m in apps.get_app_config(label).get_models()]
    return [m for m in found if issubclass(m, base)]


def test_no_migration_is_missing(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_row_of_a_studio_names_it():
    assert models(TenantModel)
    loose = [
        m.__name__ for m in models(TenantModel) if m._meta.get_field("studio").null is not False
    ]
    assert loose == []


def test_every_row_with_a_project_has_the_rule_of_the_project_or_its_own():
    with_project = [m for m in models() if "project" in {f.name for f in m._meta.fields}]
    loose = [
        m.__name__
        for m in with_project
        if not issubclass(m, ProjectRow) and "visibility" not in vars(m)
    ]
    assert with_project
    assert loose == []


def test_every_row_of_a_studio_is_found_through_visible_to():
    loose = [
        m.__name__
        for m in models(TenantModel)
        if not isinstance(m.objects.all(), TenantQuerySet) or not callable(m.visibility)
    ]
    assert loose == []


#: Rows with a studio that are not a tenant's: who reads them is told in the model.
STUDIO_OPTIONAL = {
    "Connection": "one of the programme has none; work of the programme alone makes those",
    "AuditEvent": "the programme's own events have none; administrators read it",
    "Acceptance": "what is accepted for oneself has none; people see their own",
    "Invitation": "one for a programme role has none; producers see their studio's",
}


def test_a_model_that_names_a_studio_is_a_tenant_model_or_says_why():
    loose = {
        m.__name__
        for m in models()
        if "studio" in {f.name for f in m._meta.fields} and not issubclass(m, TenantModel)
    }
    assert loose == set(STUDIO_OPTIONAL)


def test_a_status_is_held_to_its_choices_or_a_tenants_row_to_its_project(world):
    """The studio of a row in a project is the project's, by construction."""
    wrong = [
        f"{m.__name__} {row.pk}"
        for m in models(ProjectRow)
        for row in m.objects.select_related("project")
        if row.studio_id != row.project.studio_id
    ]
    assert wrong == []
