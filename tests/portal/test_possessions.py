"""What belongs to a studio is read from the models, so that a new model cannot be forgotten."""

import pytest
from django.apps import apps
from django.db import models

from portal import possessions
from portal.models import AuditEvent, Invitation, Membership, User
from portal.tenancy import closed, in_studio
from projects.models import Ingest, RequestInput, Upload, Version

ROOMS = ("portal", "projects", "feedback")


def test_every_model_with_a_studio_is_found_in_every_room():
    found = {model._meta.label for model in possessions.tenant_models()}
    assert {"portal.Membership", "projects.RequestInput", "feedback.Response"} <= found
    assert User not in possessions.tenant_models()


def test_what_is_kept_has_a_reason_and_a_model():
    known = {model._meta.label for model in possessions.tenant_models()}
    assert set(possessions.KEPT) <= known
    assert all(len(str(reason)) > 20 for reason in possessions.KEPT.values())
    assert AuditEvent not in possessions.deleted_models()
    assert RequestInput in possessions.deleted_models()


def test_no_row_that_stays_points_to_one_that_goes():
    """A closeout deletes plainly: such a key would stop it at its end, when all files are gone.

    Let the new model name its studio (then it goes too), or point to it without a constraint.
    """
    going = set(possessions.deleted_models())
    ours = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
    dangling = [
        f"{model.__name__}.{field.name}"
        for model in ours
        if model not in going
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        if field.related_model in going and field.db_constraint
    ]
    assert dangling == []


def test_secrets_are_no_exported_fields():
    assert "secret_hash" not in possessions.exported_fields(Invitation)
    assert "storage_ref" not in possessions.exported_fields(Upload)
    assert {"id", "studio_id", "user_id", "role"} <= set(possessions.exported_fields(Membership))


@pytest.mark.parametrize("word", ["secret", "password", "private", "token_hash"])
def test_no_field_that_sounds_like_a_secret_is_exported(word):
    """Name it in `WITHHELD`; a hash of a file's content is no secret."""
    leaving = [
        f"{model._meta.label}.{name}"
        for model in possessions.tenant_models()
        for name in possessions.exported_fields(model)
        if word in name
    ]
    assert leaving == []


def test_keys_and_prefixes_are_those_of_one_studio(world):
    with closed(), in_studio(world.ours.studio):
        ours = world.ours.studio
        keys = {key for _row, key in possessions.stored_keys(ours)}
        prefixes = set(possessions.prefixes(ours))
    assert world.ours.version.storage_key in keys and world.ours.export.storage_key in keys
    assert world.theirs.version.storage_key not in keys
    assert {world.ours.ingest.storage_prefix, world.ours.run.storage_prefix} <= prefixes
    assert world.theirs.run.storage_prefix not in prefixes


def test_rows_without_a_file_name_no_key(world):
    Version.objects.filter(pk=world.ours.version.pk).update(storage_key="")
    Upload.objects.filter(studio=world.ours.studio).delete()
    told = [row for row, _key in possessions.stored_keys(world.ours.studio)]
    assert world.ours.version not in told


def test_the_fence_holds_behind_it(world):
    with closed(), in_studio(world.ours.studio):
        assert not possessions.rows_of(Ingest, world.theirs.studio).exists()
