"""What people said of AI use, and disclosure packs, in the Django admin: to be read."""

from django.contrib import admin

from portal.admin.readonly import ReadOnly
from projects import models as m


@admin.register(m.DisclosurePack)
class DisclosurePackAdmin(ReadOnly):
    list_display = ["number", "project", "state", "person_name", "queued_at", "studio"]
    list_select_related = ["project", "studio"]
    list_filter = ["state", "studio"]
    search_fields = ["project__name", "sha256"]
    exclude = ["content"]


@admin.register(m.PackSignature)
class PackSignatureAdmin(ReadOnly):
    list_display = ["typed", "capacity", "pack", "person_name", "at", "studio"]
    list_select_related = ["pack", "studio"]
    list_filter = ["studio"]
    search_fields = ["typed", "person_name", "sha256"]


@admin.register(m.ResultUse)
class ResultUseAdmin(ReadOnly):
    list_display = ["candidate", "used_as", "shot", "person_name", "at", "studio"]
    list_select_related = ["candidate__run__request", "shot", "studio"]
    list_filter = ["used_as", "studio"]
    search_fields = ["person_name", "shot__code"]


@admin.register(m.WriterNotice)
class WriterNoticeAdmin(ReadOnly):
    list_display = ["writer", "on", "agreed", "candidate", "person_name", "studio"]
    list_select_related = ["candidate__run__request", "studio"]
    list_filter = ["agreed", "studio"]
    search_fields = ["writer", "person_name"]


@admin.register(m.FinalCut)
class FinalCutAdmin(ReadOnly):
    list_display = ["project", "episode", "version", "person_name", "at", "studio"]
    list_select_related = ["project", "episode", "version__asset", "studio"]
    list_filter = ["studio"]
    search_fields = ["project__name", "version__file_name"]
