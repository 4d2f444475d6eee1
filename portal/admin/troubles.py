"""What went wrong with the portal itself: read, never edited."""

from django.contrib import admin

from portal.admin.readonly import ReadOnly
from portal.models import Trouble


@admin.register(Trouble)
class TroubleAdmin(ReadOnly):
    list_display = ["text", "began_at", "seen_at", "over_at"]
    list_filter = ["over_at"]
    search_fields = ["about", "text"]
