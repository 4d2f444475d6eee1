"""What belongs to a studio, read from the models: for taking it all away, and for deleting it.

A new model with a studio is exported and deleted without being named anywhere. What must not
leave, and what must stay, is named here or by the room that knows why.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

#: Names of fields that are never exported, wherever they stand.
WITHHELD = frozenset(
    {
        *{"secret_hash", "secret", "password", "private_key", "storage_ref"},
        *{"secret_number", "secret_changed_at"},  # of a webhook: which one it is
        *{"passphrase_hash", "sealed"},
        *{"lexemes"},  # made from the rows that leave
    }
)
#: Model → why its rows outlive the studio's deletion.
KEPT: dict[str, Any] = {
    "portal.AuditEvent": _("who did what and when, names and no content, as agreed"),
    "portal.Membership": _("who belonged to the studio, in which role, until when"),
    "portal.Invitation": _("who was invited; the links no longer work"),
    "portal.Acceptance": _("who accepted which agreement, as its proof"),
}


def keep(reasons: dict[str, Any]) -> None:
    """Rooms above name what of theirs stays."""
    KEPT.update(reasons)


def tenant_models() -> list[type[models.Model]]:
    """Every model whose rows name a studio, by label."""
    found = [model for model in apps.get_models() if _names_a_studio(model)]
    return sorted(found, key=lambda model: model._meta.label)


def deleted_models() -> list[type[models.Model]]:
    return [model for model in tenant_models() if model._meta.label not in KEPT]


def _names_a_studio(model: type[models.Model]) -> bool:
    fields = {field.name: field for field in model._meta.concrete_fields}
    studio = fields.get("studio")
    return studio is not None and bool(studio.related_model)


def rows_of(model: Any, studio: Any) -> models.QuerySet:
    """All of them, hidden ones too; the fence behind it holds as everywhere."""
    return model._base_manager.filter(studio=studio).order_by("pk")


def going(model: Any, studio: Any) -> models.QuerySet:
    """What a closeout deletes: all but single rows that the model itself says outlive it."""
    rows = rows_of(model, studio)
    return rows.exclude(model.outlives) if hasattr(model, "outlives") else rows


def staying(model: Any, studio: Any) -> tuple[models.QuerySet, Any]:
    """(rows that a closeout leaves, why)."""
    rows = rows_of(model, studio)
    if why := KEPT.get(model._meta.label):
        return rows, why
    if hasattr(model, "outlives"):
        return rows.filter(model.outlives), model.outlives_why
    return rows.none(), ""


def exported_fields(model: Any) -> list[str]:
    """Columns that leave, as they are called in the database (`project_id`)."""
    columns = model._meta.concrete_fields
    return [column.attname for column in columns if column.name not in WITHHELD]


def stored_keys(studio: Any) -> Iterator[tuple[Any, str]]:
    """(row, key in the storage) of every file that a row names."""
    for model in tenant_models():
        for name in _key_fields(model):
            for row in rows_of(model, studio).filter(**{f"{name}__gt": ""}).iterator():
                yield row, str(getattr(row, name))


def named(keys: Iterable[str]) -> set[str]:
    """Which of these files a row names, of whatever kind, as far as the fence is open."""
    wanted, found = list(keys), set[str]()
    for model in tenant_models():
        for name in _key_fields(model):
            rows = model._base_manager.filter(**{f"{name}__in": wanted})
            found |= {str(key) for key in rows.values_list(name, flat=True)}
    return found


def _key_fields(model: Any) -> list[str]:
    fields = model._meta.concrete_fields
    return [f.name for f in fields if f.name == "storage_key" or isinstance(f, models.FileField)]


def prefixes(studio: Any) -> Iterator[str]:
    """Where the files of single rows lie: what a crashed attempt left there has no row."""
    for model in tenant_models():
        if hasattr(model, "storage_prefix"):
            for row in rows_of(model, studio).iterator():
                yield row.storage_prefix
