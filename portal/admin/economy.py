"""Pages of the administration that ask the database little.

The door asks five times before any page (session, person, what they may, the studios that are
opened, the audit); a list may ask twice, its filters little, and what a row names comes along.
"""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import flatten
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class StudioFilter(admin.SimpleListFilter):
    """Of the studios that the door has read already."""

    title, parameter_name = _("studio"), "studio__id__exact"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        opened = getattr(request, "opened_studios", [])
        return [(str(studio.pk), studio.name) for studio in opened]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if not (chosen := self.value()):
            return queryset
        try:
            return queryset.filter(studio=UUID(chosen))
        except ValueError as error:
            raise IncorrectLookupParameters(error) from error


class Listed(ChangeList):
    """Counts only what is more than a page: of less, the rows of the first are the count."""

    def get_results(self, request: HttpRequest) -> None:
        if self.page_num != 1 or self.show_all:
            return super().get_results(request)
        first = list(self.queryset[: self.list_per_page + 1])
        self.multi_page = len(first) > self.list_per_page
        counted = self.queryset if self.multi_page else first
        self.paginator = self.model_admin.get_paginator(request, counted, self.list_per_page)
        self.result_count = self.full_result_count = self.paginator.count
        self.result_list = first[: self.list_per_page]
        self.show_full_result_count = self.model_admin.show_full_result_count
        self.show_admin_actions = bool(first)
        self.can_show_all = self.result_count <= self.list_max_show_all
        return None


#: Of what kind a field may be and still tell nothing of what somebody wrote.
_FIGURES = (models.DateField, models.BooleanField, models.IntegerField, models.ForeignKey)


class Economical:
    """For every model of the site. Lists name what they join; pages of one row show every field."""

    show_full_result_count = False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return Listed

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        named = super().get_list_filter(request)  # type: ignore[misc]
        return [StudioFilter if one == "studio" else one for one in named]

    def lookup_allowed(self, lookup: str, value: str, request: Any = None) -> bool:
        """An address may not ask for what no page shows: it would tell that, letter by letter."""
        hidden = lookup.partition("__")[0] in self._hidden(request)
        return not hidden and super().lookup_allowed(lookup, value, request)  # type: ignore[misc]

    def _hidden(self, request: HttpRequest) -> set[str]:
        of: Any = self
        shown = {*flatten(of.get_fields(request)), *of.get_list_display(request)}
        for one in of.get_list_filter(request):
            named = one[0] if isinstance(one, tuple | list) else one
            shown.add(getattr(named, "parameter_name", named))
        own = (field for field in of.model._meta.fields if not field.primary_key)
        told = (field for field in own if not (field.choices or isinstance(field, _FIGURES)))
        return {field.name for field in told} - shown

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)  # type: ignore[misc]
        match = request.resolver_match
        if not (match and match.kwargs.get("object_id")):
            return rows
        model: Any = self.model  # type: ignore[attr-defined]
        listed = self.list_select_related  # type: ignore[attr-defined]
        own = [field.name for field in model._meta.fields if field.many_to_one or field.one_to_one]
        return rows.select_related(*own, *(listed if isinstance(listed, list | tuple) else ()))
