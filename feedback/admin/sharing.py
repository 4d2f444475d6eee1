"""What studios let the beta team read, read only."""

from django.contrib import admin

from feedback.models import Sharing
from portal.admin.readonly import ReadOnly


@admin.register(Sharing)
class SharingAdmin(ReadOnly):
    list_display = ["studio", "words", "raw", "person_name", "changed_at"]
    list_select_related = ["studio"]
    list_filter = ["words", "raw"]
    search_fields = ["studio__name", "person_name"]
