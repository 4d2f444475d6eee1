"""Pages of the administration that ask the database little.

The door asks five times before any page (session, person, what they may, the studios that are
opened, the audit); a list may ask twice, its filters little, and what a row names comes along.
"""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
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


class Economical:
    """For every model of the site. Lists name what they join; pages of one row show every field."""

    show_full_result_count = False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return Listed

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        named = super().get_list_filter(request)  # type: ignore[misc]
        return [StudioFilter if one == "studio" else one for one in named]

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)  # type: ignore[misc]
        match = request.resolver_match
        if not (match and match.kwargs.get("object_id")):
            return rows
        model: Any = self.model  # type: ignore[attr-defined]
        listed = self.list_select_related  # type: ignore[attr-defined]
        own = [field.name for field in model._meta.fields if field.many_to_one or field.one_to_one]
        return rows.select_related(*own, *(listed if isinstance(listed, list | tuple) else ()))
