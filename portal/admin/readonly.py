"""Rows that an administrator reads and nobody edits, and what was edited in others."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.http import HttpRequest


def changes(form: Any) -> Iterator[tuple[str, str, str]]:
    """(name, before, after) of each value that an administrator changed, for the audit."""
    for name in form.changed_data:
        yield name, str(form.initial.get(name)), str(form.cleaned_data.get(name))


class ReadOnly(admin.ModelAdmin):
    """Rows that are told, never edited."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
