"""Performers and what they allowed in the Django admin: to be read, with no picture of anybody."""

from django.contrib import admin

from portal.admin.readonly import ReadOnly
from projects import models as m


@admin.register(m.Performer)
class PerformerAdmin(ReadOnly):
    list_display = ["name", "representative", "minor", "project", "studio", "created_at"]
    list_select_related = ["project", "studio"]
    list_filter = ["minor", "studio"]
    search_fields = ["name", "representative", "project__name"]


@admin.register(m.Character)
class CharacterAdmin(ReadOnly):
    list_display = ["name", "script_name", "performer", "project", "studio"]
    list_select_related = ["performer", "project", "studio"]
    list_filter = ["studio"]
    search_fields = ["name", "script_name", "project__name"]


@admin.register(m.Consent)
class ConsentAdmin(ReadOnly):
    list_display = ["number", "performer", "kind", "starts", "ends", "revoked_at", "project"]
    list_select_related = ["performer", "project"]
    list_filter = ["kind", "strike_hold", "studio", "ends"]
    search_fields = ["performer__name", "project__name", "description"]


@admin.register(m.CreatorConsultation)
class CreatorConsultationAdmin(ReadOnly):
    list_display = ["creator", "on", "how", "recorded_by_name", "project", "studio"]
    list_select_related = ["project", "studio"]
    list_filter = ["studio"]
    search_fields = ["creator", "project__name"]


@admin.register(m.Likeness)
class LikenessAdmin(ReadOnly):
    list_display = ["version", "performer", "consent", "said_by_name", "at", "studio"]
    list_select_related = ["version__asset", "performer", "consent__performer", "studio"]
    list_filter = ["studio"]
    search_fields = ["performer__name", "version__file_name"]


@admin.register(m.PerformerLink)
class PerformerLinkAdmin(ReadOnly):
    list_display = ["performer", "made_by_name", "created_at", "revoked_at", "opened_count"]
    list_select_related = ["performer"]
    list_filter = ["studio"]
    search_fields = ["performer__name"]
    exclude = ["secret_hash"]


@admin.register(m.Derivation)
class DerivationAdmin(ReadOnly):
    list_display = ["source_kind", "source", "made_kind", "made", "at", "studio"]
    list_select_related = ["studio"]
    list_filter = ["source_kind", "studio"]
    search_fields = ["source", "made"]
    show_full_result_count = False


@admin.register(m.Reliance)
class RelianceAdmin(ReadOnly):
    list_display = ["kind", "node", "consent", "studio"]
    list_select_related = ["consent__performer", "studio"]
    list_filter = ["kind", "studio"]
    search_fields = ["node"]
    show_full_result_count = False
