"""The names of fields that were given none: as the code says them, in the language of the reader.

The administration labels with them, and Django would leave them in English: it makes a name of the
attribute's and never looks it up.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.utils import translation
from django.utils.translation import gettext_lazy

#: Arrows go down: a word that several rooms say stands in the lowest.
ROOMS = ("portal", "projects", "feedback")


def unnamed(room: str) -> Iterator[tuple[Any, Any]]:
    """(model, field) of an app, where nobody chose a name."""
    for model in apps.get_app_config(room).get_models():
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            if field.__dict__.get("_verbose_name") is None:
                yield model, field


def speak() -> None:
    """Migrations see the field as it was written, and do not change."""
    for room in ROOMS:
        for _model, field in unnamed(room):
            field.verbose_name = gettext_lazy(str(field.verbose_name))


def shown(room: str) -> Iterator[tuple[str, str]]:
    """(name, the file that says it) of what an administrator may read."""
    with translation.override(None):
        for model, field in unnamed(room):
            if model in admin.site._registry:
                yield str(field.verbose_name), model.__module__.replace(".", "/") + ".py"
