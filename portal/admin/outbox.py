"""Webhooks and mails: read, switched off, sent again."""

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.admin.readonly import ReadOnly
from portal.models import Mail, WebhookDelivery, WebhookEndpoint


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(ReadOnly):
    list_display = ["url", "studio", "created_at", "failing_since", "disabled_at", "disabled_why"]
    list_select_related = ["studio"]
    list_filter = ["disabled_why", "studio"]
    search_fields = ["url", "description"]
    actions = ["switch_off"]

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        more = {"assume_scheme": "https"} if isinstance(db_field, models.URLField) else {}
        return super().formfield_for_dbfield(db_field, request, **more, **kwargs)

    @admin.action(description=_("Switch the chosen webhooks off"))
    def switch_off(self, request: HttpRequest, queryset: Any) -> None:
        for endpoint in queryset.select_related("studio"):
            endpoint.disable(WebhookEndpoint.Why.PERSON, actor=request.user)
        messages.success(request, _("They are switched off."))


class Sent(ReadOnly):
    """What goes out in tries."""

    @admin.display(description=_("tries"), ordering="attempt")
    def tries(self, row: Any) -> int:
        return row.tries


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(Sent):
    list_display = ["event", "endpoint", "studio", "state", "tries", "status", "next_try"]
    list_select_related = ["endpoint", "studio"]
    list_filter = ["state", "event", "studio"]
    search_fields = ["event", "endpoint__url"]
    exclude = ["answer"]  # of somebody else's server, for the studio's eyes


@admin.register(Mail)
class MailAdmin(Sent):
    list_display = ["subject", "user", "studio", "state", "tries", "said", "created_at"]
    list_select_related = ["user", "studio"]
    list_filter = ["state", "studio"]
    search_fields = ["subject", "user__email"]
    exclude = ["body"]  # between the studio and the person
    actions = ["send_again"]

    @admin.action(description=_("Send the chosen mails again"))
    def send_again(self, request: HttpRequest, queryset: Any) -> None:
        for mail in queryset.exclude(state=Mail.State.SENT):
            mail.again()
        messages.success(request, _("They go out with the next sweep."))
