"""Studios and who belongs to them."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import Count, Q
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from portal import currencies
from portal.access import Role
from portal.admin.readonly import changes
from portal.admin.sizes import SizeField
from portal.documents import matrix_of
from portal.errors import PortalError
from portal.languages.days import day
from portal.models import AuditEvent, Membership, Studio
from portal.tenancy import in_studio
from portal.usage import measured, told

STANDINGS = {
    "open": _("open"),
    "suspended": _("suspended"),
    "offboarded": _("offboarded"),
    "closed": _("closed, everything deleted"),
}


class ReasonForm(ActionForm):
    """Beside the choice of an action."""

    reason = forms.CharField(label=_("Reason:"), required=False, max_length=300)


class StudioForm(forms.ModelForm):
    quota_bytes = SizeField(
        label=capfirst(_("storage quota")), help_text=_("Such as 200 GB or 1.5 TB.")
    )

    def clean_currency(self) -> str:
        return currencies.written(self.cleaned_data["currency"])


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0
    fields = readonly_fields = ["user", "role", "created_at", "revoked_at"]
    can_delete = False
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("user", "studio")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """People come in by invitation, or one by one under Memberships."""
        return False


@admin.register(Studio)
class StudioAdmin(admin.ModelAdmin):
    form = StudioForm
    list_display = [
        "name",
        "cohort",
        "members",
        "short",
        "stands",
        "created_at",
    ]
    list_select_related = ["cohort"]
    ordering = ["name"]  # counting members drops the order of the model
    search_fields = ["name"]
    list_filter = ["cohort", "suspended_at"]
    fields = ["name", "cohort", "quota_bytes", "monthly_budget", "currency", "concurrent_runs"]
    fields += ["kms_key"]
    fields += ["used", "suspended_at", "suspended_reason", "offboarded_at", "agreements"]
    readonly_fields = ["used", "suspended_at", "suspended_reason", "offboarded_at", "agreements"]
    inlines = [MembershipInline]
    action_form = ReasonForm
    actions = ["suspend", "reinstate", "offboard"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A place in a cohort is given by its verb, which counts the places."""
        wanted = obj.cohort if "cohort" in form.changed_data else None
        if wanted:
            obj.cohort_id = form.initial.get("cohort")
        super().save_model(request, obj, form, change)
        if wanted:
            self._told(request, wanted.admit, obj)
        for what, before, after in changes(form) if change else ():
            if what != "cohort" or not wanted:  # a place given is told by its verb
                facts = {"what": what, "before": before, "after": after}
                with in_studio(obj):
                    AuditEvent.record(request.user, "studio:changed", obj, **facts)

    def get_search_results(self, request: HttpRequest, queryset: Any, term: str) -> Any:
        """Whoever chooses a studio for somebody to come into finds the open ones."""
        found, twice = super().get_search_results(request, queryset, term)
        if request.GET.get("model_name") in ("invitation", "membership"):
            found = found.filter(suspended_at=None, offboarded_at=None, closed_at=None)
        return found, twice

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A studio leaves by a closeout, with a certificate; its rows are never just gone."""
        return False

    @admin.action(description=_("Suspend the chosen studios (give a reason)"))
    def suspend(self, request: HttpRequest, queryset: Any) -> None:
        self._with_reason(request, queryset, "suspend")

    @admin.action(description=_("Offboard the chosen studios for good (give a reason)"))
    def offboard(self, request: HttpRequest, queryset: Any) -> None:
        self._with_reason(request, queryset, "offboard")

    @admin.action(description=_("Open the chosen studios again"))
    def reinstate(self, request: HttpRequest, queryset: Any) -> None:
        for studio in queryset.order_by("name"):
            if studio.standing == "open":
                messages.info(request, _("%(studio)s is open already.") % {"studio": studio})
            elif self._told(request, studio.reinstate):
                told = _("%(studio)s is open again, and its people are told by mail.")
                messages.success(request, told % {"studio": studio})

    def _told(self, request: HttpRequest, verb: Any, *what: Any, **how: Any) -> bool:
        """A refusal is a message on the page."""
        try:
            verb(*what, actor=request.user, **how)
        except PortalError as error:
            messages.error(request, error.as_dict()["message"])
            return False
        return True

    def _with_reason(self, request: HttpRequest, queryset: Any, verb: str) -> None:
        reason = request.POST.get("reason", "").strip()[:300]
        if not reason:
            messages.error(request, _("Write the reason beside the action."))
            return
        for studio in queryset.order_by("name"):
            if studio.offboarded_at:
                gone = PortalError("studio:offboarded", name=studio.name)
                messages.error(request, gone.as_dict()["message"])
            elif self._told(request, getattr(studio, verb), reason=reason):
                facts = {"studio": studio, "standing": STANDINGS[studio.standing]}
                told = _("%(studio)s: %(standing)s. Its people are told by mail, with the reason.")
                messages.success(request, told % facts)

    @admin.display(description=_("who accepted what"))
    def agreements(self, studio: Any) -> str:
        """Of a studio that is being added nobody has accepted anything."""
        if not studio.pk or studio._state.adding:
            return "–"
        return render_to_string("admin/portal/studio/matrix.html", {"rows": matrix_of(studio)})

    def get_queryset(self, request: HttpRequest) -> Any:
        active = Count("memberships", filter=Q(memberships__revoked_at=None))
        return measured(super().get_queryset(request).annotate(active_members=active))

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        """What it uses is told before the form writes into it what may be refused."""
        if studio := super().get_object(*args, **kwargs):
            studio.kept_use = list(told(studio))
        return studio

    @admin.display(description=_("used"))
    def short(self, studio: Any) -> str:
        """One line a measure, in the list."""
        rows = [(row["value"],) for row in told(studio)]
        return format_html_join(mark_safe("<br>"), '<span class="nowrap">{}</span>', rows)

    @admin.display(description=_("used"))
    def used(self, studio: Any) -> str:
        """A studio that is being added uses nothing yet."""
        rows = [(row["label"], row["value"]) for row in getattr(studio, "kept_use", ())]
        return format_html_join(mark_safe("<br>"), "{}: {}", rows) if rows else "–"

    @admin.display(description=_("state"), ordering="suspended_at")
    def stands(self, studio: Any) -> str:
        since = studio.closed_at or studio.offboarded_at or studio.suspended_at
        said = str(STANDINGS[studio.standing])
        return f"{said} · {day(since)}" if since else said

    @admin.display(description=_("members"), ordering="active_members")
    def members(self, studio: Any) -> int:
        return studio.active_members


class MembershipForm(forms.ModelForm):
    """Refuses with a sentence what the row itself refuses."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        studio, user = data.get("studio"), data.get("user")
        if studio and user and studio.memberships.active().filter(user=user).exists():
            raise forms.ValidationError(_("This person belongs to the studio already."))
        if user and user.programme_role:
            raise forms.ValidationError(_("People of the programme belong to no studio."))
        try:
            self._must_stand(data)
        except PortalError as error:
            raise forms.ValidationError(error.as_dict()["message"]) from None
        return data

    def _must_stand(self, data: dict[str, Any]) -> None:
        """Asked here, so that a refusal is all that the page says."""
        if studio := data.get("studio"):
            studio.must_stand()
        if self.instance.pk and data.get("role") not in (None, Role.PRODUCER):
            self.instance.keep_a_producer()


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    form = MembershipForm
    list_display = ["user", "studio", "role", "created_at", "revoked_at"]
    list_select_related = ["user", "studio"]
    list_filter = ["role", "studio", "revoked_at"]
    search_fields = ["user__name", "user__email", "studio__name"]
    autocomplete_fields = ["user", "studio"]
    fields = ["user", "studio", "role", "created_at", "revoked_at"]
    actions = ["end"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["created_at", "revoked_at", *(["user", "studio"] if obj else [])]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A membership ends; its row stays, so that history reads true."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Through the same verb as the studio's page: audited, and open sockets close."""
        if not change:
            super().save_model(request, obj, form, change)
            obj.tell(request.user, "member:added", role=obj.role)
        elif "role" in form.changed_data:
            obj.change_role(obj.role, actor=request.user)

    @admin.action(description=_("End the chosen memberships"))
    def end(self, request: HttpRequest, queryset: Any) -> None:
        for membership in queryset.active():
            try:
                membership.revoke(actor=request.user)
            except PortalError as error:
                messages.error(request, error.as_dict()["message"])
