"""Connections in the Django admin: who is reached, with which keys, and whether they answer."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.languages.days import moment
from portal.models import AuditEvent
from projects import connecting
from projects.admin.palette_forms import CLEAR, SETTING, of_provider, secrets_of
from projects.assist import providers
from projects.assist.contract import Connected
from projects.lapsing import provider_title
from projects.models import Connection, Run
from projects.models.connections import provider_choices

_PLAIN = [
    "name",
    "studio",
    "product",
    "plan",
    "region",
    "address",
    "per_minute",
    "at_once",
    "enabled",
]


class ProviderFilter(admin.SimpleListFilter):
    title, parameter_name = _("provider"), "provider"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return provider_choices()

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(provider=self.value()) if self.value() else queryset


@admin.register(Connection)
class ConnectionAdmin(admin.ModelAdmin):
    list_display = [
        "name",
        "provider_name",
        "product",
        "plan",
        "region",
        "whose",
        "stands",
        "asked",
    ]
    list_select_related = ["studio"]
    list_filter = [ProviderFilter, "enabled", "tested_ok", "studio"]
    search_fields = ["name", "provider", "product", "region", "studio__name"]
    autocomplete_fields = ["studio"]
    actions = ["test", "take_into_use", "take_out_of_use"]
    change_form_template = "admin/projects/connection/change_form.html"

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kw: Any
    ) -> Any:
        name = obj.provider if obj else request.GET.get("provider", "")
        fields = [part for part in _PLAIN if part != "address"]  # that one is the form's own
        given = {**kw, "form": of_provider(name), "fields": fields}
        return super().get_form(request, obj, change, **given)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Of every provider: what one of them needs is sealed, and shown to nobody."""
        return _PLAIN

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """As the form has them: what a provider needs stands in a part of its own."""
        name = obj.provider if obj else request.GET.get("provider", "")
        needed = [
            part
            for setting in providers.provider_class(name).settings
            for part in (
                SETTING + setting.name,
                *([CLEAR + setting.name] if setting.secret else ()),
            )
        ]
        kept = secrets_of(obj) if obj else []
        shown = [part for part in needed if not part.startswith(CLEAR) or part[6:] in kept]
        parts = [(None, {"fields": _PLAIN})]
        return [*parts, (provider_title(name), {"fields": shown})] if shown else parts

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """It stays whose it is: keys never move from one studio to another."""
        return ["studio"] if obj else []

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        kind = providers.provider_class(request.GET.get("provider", ""))
        terms = kind(Connected()).terms()
        return {"name": kind.title, "product": terms[0].product if terms else ""}

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """First which provider: its form is made of what it needs."""
        if request.GET.get("provider") in providers.names():
            return super().add_view(request, form_url, extra_context)
        context = {**self.admin_site.each_context(request), "opts": self.opts}
        needing = [row for row in provider_choices() if providers.provider_class(row[0]).settings]
        context |= {"title": _("Which provider?"), "choices": needing}
        return TemplateResponse(request, "admin/projects/connection/choose.html", context)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kw: Any) -> Any:
        row = context.get("original")
        context["lacking"] = connecting.lacking(row) if row else ""
        return super().render_change_form(request, context, *args, **kw)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.provider = request.GET["provider"]
        told = set(form.changed_data) - {"name", "per_minute", "at_once", "enabled"}
        if change and told:  # what was tested is not what is there now
            obj.tested_at, obj.tested_ok, obj.tested_told = None, None, ""
        super().save_model(request, obj, form, change)
        _note(request.user, obj, form, change)
        if missing := connecting.lacking(obj):
            messages.warning(request, _("Not connected: %(missing)s.") % {"missing": missing})

    def response_add(self, request: HttpRequest, obj: Any, *args: Any, **kw: Any) -> HttpResponse:
        return self._tested(request, obj) or super().response_add(request, obj, *args, **kw)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._tested(request, obj) or super().response_change(request, obj)

    def _tested(self, request: HttpRequest, obj: Connection) -> HttpResponse | None:
        if "_test" not in request.POST:
            return None
        self._test(request, obj)
        return redirect("admin:projects_connection_change", obj.pk)

    def _test(self, request: HttpRequest, obj: Connection) -> None:
        ok = connecting.test(obj, actor=request.user)
        level = messages.SUCCESS if ok else messages.ERROR
        messages.add_message(request, level, f"{obj}: {obj.tested_told}")

    @admin.action(description=_("Test the chosen connections"))
    def test(self, request: HttpRequest, queryset: QuerySet[Connection]) -> None:
        for connection in queryset.select_related("studio"):
            self._test(request, connection)

    @admin.action(description=_("Take the chosen connections into use"))
    def take_into_use(self, request: HttpRequest, queryset: QuerySet[Connection]) -> None:
        _switch(queryset.filter(enabled=False), request.user, on=True)

    @admin.action(description=_("Take the chosen connections out of use"))
    def take_out_of_use(self, request: HttpRequest, queryset: QuerySet[Connection]) -> None:
        _switch(queryset.filter(enabled=True), request.user, on=False)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """One by one, and only where no run names it: others are taken out of use."""
        return obj is not None and not Run.objects.filter(connection=obj).exists()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        facts = {"connection": str(obj), "provider": provider_title(obj.provider)}
        AuditEvent.record(request.user, "connection:removed", obj.studio, **facts)
        super().delete_model(request, obj)

    @admin.display(description=_("provider"), ordering="provider")
    def provider_name(self, connection: Connection) -> str:
        return provider_title(connection.provider)

    @admin.display(description=_("product, plan, region"), ordering="product")
    def what(self, connection: Connection) -> str:
        parts = (connection.product, connection.plan, connection.region)
        return " · ".join(part for part in parts if part)

    @admin.display(description=_("whose"), ordering="studio")
    def whose(self, connection: Connection) -> str:
        return str(connection.studio or _("the programme's"))

    @admin.display(description=_("state"))
    def stands(self, connection: Connection) -> str:
        if missing := connecting.lacking(connection):
            return str(_("not connected: %(missing)s") % {"missing": missing})
        return str(_("connected") if connection.enabled else _("out of use"))

    @admin.display(description=_("tested"), ordering="tested_at")
    def asked(self, connection: Connection) -> str:
        if connection.tested_at is None:
            return "–"
        said = _("answered") if connection.tested_ok else _("did not answer")
        return f"{moment(connection.tested_at)} · {said}"


def add_address(provider: str) -> str:
    """Where a connection to this provider is made."""
    return reverse("admin:projects_connection_add") + "?" + urlencode({"provider": provider})


def _switch(rows: QuerySet[Connection], actor: Any, *, on: bool) -> None:
    for row in rows.select_related("studio"):
        row.enabled = on
        row.save(update_fields=["enabled"])
        verb = "connection:on" if on else "connection:off"
        AuditEvent.record(actor, verb, row.studio, connection=str(row))


def _note(actor: Any, row: Connection, form: Any, change: bool) -> None:
    """Each change in the audit; of secrets and of long settings only that they were changed."""
    told = {"connection": str(row)}
    titles = {setting.name: str(setting.title) for setting in form.kind.settings}
    if not change:
        facts = {**told, "provider": provider_title(row.provider)}
        AuditEvent.record(actor, "connection:made", row.studio, **facts)
    for name in form.entered:
        AuditEvent.record(actor, "connection:key", row.studio, what=titles[name], **told)
    for name in form.cleared:
        AuditEvent.record(actor, "connection:key_removed", row.studio, what=titles[name], **told)
    for name in form.changed_data if change else ():
        _note_field(actor, row, form, name, titles, told)


def _note_field(
    actor: Any, row: Connection, form: Any, name: str, titles: dict[str, str], told: dict[str, str]
) -> None:
    setting = name.removeprefix(SETTING)
    if name.startswith(CLEAR) or setting in form.entered or setting in form.cleared:
        return
    if name == "enabled":
        AuditEvent.record(actor, f"connection:{'on' if row.enabled else 'off'}", row.studio, **told)
    elif name.startswith(SETTING):
        AuditEvent.record(actor, "connection:set", row.studio, what=titles[setting], **told)
    else:
        values = {"before": form.initial.get(name), "after": form.cleaned_data.get(name)}
        if name == "address":
            values["before"] = form.fields["address"].initial
        facts = {"what": str(form.fields[name].label), **values, **told}
        AuditEvent.record(actor, "connection:changed", row.studio, **facts)
