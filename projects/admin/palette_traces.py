"""What went to providers and what it cost, in the Django admin: read, never edited."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from portal.admin.readonly import ReadOnly
from projects import models as m


@admin.register(m.Policy)
class PolicyAdmin(ReadOnly):
    """What each project allows; its producers decide that."""

    list_display = ["project", "studio", "providers", "regions", "purposes", "retention_days"]
    list_display += ["monthly_limit", "total_limit", "changed_at"]
    list_select_related = ["project", "studio"]
    list_filter = ["studio", "human_review", "contracted"]
    search_fields = ["project__name", "studio__name"]


@admin.register(m.Receipt)
class ReceiptAdmin(ReadOnly):
    """Proof of each sending; hashes and names, no content."""

    list_display = ["at", "provider", "product", "model", "region", "host", "person_name"]
    list_display += ["project", "studio", "digest"]
    list_select_related = ["project", "studio", "terms"]
    list_filter = ["provider", "studio", "at"]
    search_fields = ["digest", "model", "host", "person_name", "project__name"]


@admin.register(m.Remote)
class RemoteAdmin(ReadOnly):
    """Where each job at a provider stands. What is uncertain needs a look at the provider's own
    account: it is never sent a second time."""

    list_display = ["run", "step", "external_id", "quote_low", "quote_high", "currency"]
    list_display += ["troubles", "polls", "sent_at", "deadline", "project", "studio"]
    list_select_related = ["run__request", "project", "studio"]
    list_filter = ["step", "studio"]
    search_fields = ["external_id", "key", "project__name"]


@admin.register(m.Place)
class PlaceAdmin(ReadOnly):
    """Which runs have a place at a connection that takes so many jobs at once, and who waits."""

    list_display = ["connection", "run", "since", "taken_at", "until", "project", "studio"]
    list_select_related = ["connection", "run__request", "project", "studio"]
    list_filter = ["connection", "studio"]
    search_fields = ["connection__name", "project__name"]


@admin.register(m.Entry)
class EntryAdmin(ReadOnly):
    """The ledger: held, released, booked."""

    list_display = ["at", "kind", "amount", "currency", "project", "studio", "of_run"]
    list_select_related = ["project", "studio"]
    list_filter = ["kind", "currency", "studio", "at"]
    search_fields = ["project__name", "studio__name"]

    @admin.display(description=_("run"), ordering="run")
    def of_run(self, entry: m.Entry) -> Any:
        return entry.run_id
