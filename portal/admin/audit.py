"""What happened, to be read."""

from django.contrib import admin

from portal.admin.readonly import ReadOnly
from portal.models import AuditEvent


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnly):
    list_display = ["at", "sentence", "studio"]
    list_select_related = ["studio"]
    list_filter = ["verb", "studio"]
    search_fields = ["actor_name", "verb"]
    date_hierarchy = "at"
