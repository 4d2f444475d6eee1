"""What happened, to be read."""

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.admin.readonly import ReadOnly
from portal.models import AuditEvent
from portal.models.audit import GROUPS


class KindFilter(admin.SimpleListFilter):
    title, parameter_name = _("what"), "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(name, label) for name, (label, _verbs) in GROUPS.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        rule = Q()
        for beginning in GROUPS.get(self.value() or "", (None, ()))[1]:
            rule |= Q(verb__startswith=beginning)
        return queryset.filter(rule)


class SealedFilter(admin.SimpleListFilter):
    title, parameter_name = _("sealed"), "sealed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("yes")), ("no", _("not yet"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() is None:
            return queryset
        return queryset.filter(seal__isnull=self.value() == "no")


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnly):
    list_display = ["at", "what", "studio_name", "sealed"]
    list_select_related = ["seal"]
    list_filter = [KindFilter, SealedFilter, "studio", "at"]
    search_fields = ["actor_name", "verb", "studio_name"]
    show_full_result_count = False
    fields = readonly_fields = [
        *("at", "what", "actor_name", "studio_name", "verb", "facts"),
        *("uid", "digest", "position", "chain"),
    ]

    @admin.display(description=_("what happened"))
    def what(self, event: AuditEvent) -> str:
        return event.sentence

    @admin.display(description=_("sealed"), boolean=True)
    def sealed(self, event: AuditEvent) -> bool:
        return hasattr(event, "seal")

    @admin.display(description=_("position"))
    def position(self, event: AuditEvent) -> str:
        return str(event.seal.position) if self.sealed(event) else "–"

    @admin.display(description=_("hash"))
    def chain(self, event: AuditEvent) -> str:
        return event.seal.hash if self.sealed(event) else "–"
