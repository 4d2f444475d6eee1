"""The work in the Django admin: names, states and sizes; never media."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.admin.filters import Values, values
from portal.admin.readonly import ReadOnly
from projects import models as m
from projects.codes import Coded, code_once
from projects.models.jobs import ACTIVE
from projects.shot_status.words import tools


class GrantForm(forms.ModelForm):
    """Refuses with a sentence what the row itself refuses."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        project, membership = data.get("project"), data.get("membership")
        if project and membership and project.studio_id != membership.studio_id:
            raise forms.ValidationError(_("The reviewer belongs to another studio."))
        return data


class CodeForm(Coded, forms.ModelForm):
    """Asks for the code in the project that the page shows only."""


class CodedAdmin(admin.ModelAdmin):
    form = CodeForm
    stays_in = ""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A row stays where it is: what belongs to it would stay behind."""
        return [self.stays_in] if obj else []

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        with code_once(obj.code):
            super().save_model(request, obj, form, change)


class InProjectAdmin(CodedAdmin):
    stays_in = "project"
    list_select_related = ["project", "studio"]
    list_filter = ["studio"]
    search_fields = ["code", "name", "project__name"]
    list_display = ["code", "name", "project", "studio"]
    autocomplete_fields = ["project"]
    exclude = ["studio"]


@admin.register(m.Project)
class ProjectAdmin(CodedAdmin):
    stays_in = "studio"
    list_display = ["name", "code", "studio", "rate_label", "created_at"]
    list_select_related = ["studio"]
    list_filter = ["studio", "rate_label"]
    search_fields = ["name", "code", "studio__name"]
    autocomplete_fields = ["studio"]


@admin.register(m.Episode)
class EpisodeAdmin(InProjectAdmin):
    list_display = ["code", "name", "project", "studio"]


@admin.register(m.Scene)
class SceneAdmin(InProjectAdmin):
    list_select_related = ["project", "studio", "episode"]
    list_display = ["code", "name", "episode", "project", "studio"]
    autocomplete_fields = ["project", "episode"]


@admin.register(m.Shot)
class ShotAdmin(InProjectAdmin):
    list_select_related = ["project", "studio", "scene"]
    list_display = ["code", "name", "scene", "project", "studio"]
    autocomplete_fields = ["project", "scene"]
    raw_id_fields = ["version"]


@admin.register(m.ProjectGrant)
class ProjectGrantAdmin(admin.ModelAdmin):
    list_display = ["project", "membership", "created_at"]
    list_select_related = ["project", "membership__user", "membership__studio"]
    list_filter = ["studio"]
    search_fields = ["project__name", "membership__user__name"]
    autocomplete_fields = ["project", "membership"]
    exclude = ["studio"]
    form = GrantForm

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A grant is given and taken back, and never becomes another one."""
        return ["project", "membership"] if obj else []


@admin.register(m.Asset)
class AssetAdmin(ReadOnly):
    list_display = ["name", "kind", "project", "studio", "created_at", "deleted_at"]
    list_select_related = ["project", "studio"]
    list_filter = ["kind", "studio", "deleted_at"]
    search_fields = ["name", "project__name"]


@admin.register(m.Version)
class VersionAdmin(ReadOnly):
    list_display = ["file_name", "number", "size", "frames", "project", "studio", "created_at"]
    list_select_related = ["asset", "project", "studio"]
    list_filter = ["studio"]
    search_fields = ["file_name", "tree_sha256"]


@admin.register(m.Upload)
class UploadAdmin(ReadOnly):
    list_display = ["file_name", "state", "size", "person", "project", "created_at", "touched_at"]
    list_select_related = ["person", "project"]
    list_filter = ["state", "studio"]
    search_fields = ["file_name", "person__email"]
    actions = ["abort"]

    @admin.action(description=_("Cancel the chosen uploads"))
    def abort(self, request: HttpRequest, queryset: Any) -> None:
        for upload in queryset:
            upload.abort()


class JobAdmin(ReadOnly):
    list_display = ["__str__", "state", "stage", "attempt", "project", "studio", "queued_at"]
    list_filter = ["state", "studio"]
    actions = ["cancel"]

    @admin.action(description=_("Cancel what is still active"))
    def cancel(self, request: HttpRequest, queryset: Any) -> None:
        for job in queryset.filter(state__in=ACTIVE):
            job.close(m.State.CANCELLED)


@admin.register(m.Ingest)
class IngestAdmin(JobAdmin):
    list_select_related = ["version__asset", "project", "studio"]
    search_fields = ["version__file_name", "error_code"]


@admin.register(m.ViewingCopy)
class ViewingCopyAdmin(JobAdmin):
    list_display = ["__str__", "state", "height", "mark", "project", "studio", "asked_at"]
    list_select_related = ["version__asset", "project", "studio"]
    search_fields = ["version__file_name", "mark", "error_code"]


@admin.register(m.Carrying)
class CarryingAdmin(JobAdmin):
    list_select_related = ["version__asset", "project", "studio"]
    search_fields = ["version__file_name", "error_code"]


@admin.register(m.Run)
class RunAdmin(JobAdmin):
    list_display = [*JobAdmin.list_display, "sent_at", "fronted_at"]
    list_select_related = ["request", "project", "studio"]
    search_fields = ["request__tool", "project__name", "error_code"]


@admin.register(m.JobPart)
class JobPartAdmin(ReadOnly):
    """Who is at which part of a long job; what is in it lies in the storage."""

    list_display = ["__str__", "job", "state", "attempt", "taken_by", "project", "studio"]
    list_select_related = ["project", "studio"]
    list_filter = ["kind", "state", "studio"]
    search_fields = ["job", "taken_by"]


@admin.register(m.AssistRequest)
class AssistRequestAdmin(ReadOnly):
    list_display = ["tool", "state", "person", "project", "studio", "created_at"]
    list_select_related = ["person", "project", "studio"]
    list_filter = [("tool", values(tools)), "state", "studio"]
    search_fields = ["tool", "person__email", "project__name"]


@admin.register(m.Note)
class NoteAdmin(ReadOnly):
    """That there are notes, whose and where; not what they say."""

    list_display = ["created_at", "person_name", "start", "resolved_at", "project", "studio"]
    list_select_related = ["project", "studio"]
    list_filter = ["studio"]
    search_fields = ["person_name", "project__name"]
    exclude = ["text", "drawing", "mentions"]


@admin.register(m.Placement)
class PlacementAdmin(ReadOnly):
    """Where notes stand on later versions; not what they say."""

    list_display = ["at", "state", "reason", "start", "person_name", "project", "studio"]
    list_select_related = ["note__version__asset", "version__asset", "project", "studio"]
    list_filter = ["state", ("reason", Values), "studio"]
    search_fields = ["person_name", "project__name"]
    exclude = ["drawing"]


@admin.register(m.Tally)
class TallyAdmin(ReadOnly):
    list_display = ["project", "kind", "assets", "versions", "size", "seconds", "studio"]
    list_select_related = ["project", "studio"]
    list_filter = ["kind", "studio"]
    search_fields = ["project__name"]


@admin.register(m.IndexCard)
class IndexCardAdmin(ReadOnly):
    """That a row can be found; not by which words."""

    list_display = ["kind", "row", "project", "studio", "at"]
    list_select_related = ["project", "studio"]
    list_filter = ["kind"]
    search_fields = ["project__name"]
    exclude = ["title", "lexemes"]


@admin.register(m.Playlist)
class PlaylistAdmin(ReadOnly):
    """That there are sessions; not what they said."""

    list_display = ["name", "made_by_name", "closed_at", "project", "studio", "created_at"]
    list_select_related = ["project", "studio"]
    list_filter = ["studio"]
    search_fields = ["name", "project__name"]
    exclude = ["description", "summary"]


@admin.register(m.PlaylistItem)
class PlaylistItemAdmin(ReadOnly):
    list_display = ["playlist", "position", "project", "studio"]
    list_select_related = ["playlist", "version__asset", "project", "studio"]
    list_filter = ["studio"]
    search_fields = ["playlist__name"]
    exclude = ["result", "remark"]


@admin.register(m.ShareLink)
class ShareLinkAdmin(ReadOnly):
    """Who was let in from outside, until when, how often; never what opens it."""

    list_display = ["guest_name", "playlist", "expires_at", "revoked_at", "opened_count", "studio"]
    list_select_related = ["playlist", "studio"]
    list_filter = ["studio"]
    search_fields = ["guest_name", "email", "playlist__name"]
    exclude = ["secret_hash", "passphrase_hash"]
    actions = ["withdraw"]

    @admin.action(description=_("Withdraw the chosen links"))
    def withdraw(self, request: HttpRequest, queryset: QuerySet[m.ShareLink]) -> None:
        related = ("playlist__project", "project__studio")
        for link in queryset.filter(revoked_at=None).select_related(*related):
            link.revoke(actor=request.user)


@admin.register(m.Candidate)
class CandidateAdmin(ReadOnly):
    list_display = ["run", "number", "project", "studio", "created_at"]
    list_select_related = ["run__request", "project", "studio"]
    list_filter = ["studio"]
    search_fields = ["project__name"]


@admin.register(m.Decision)
class DecisionAdmin(ReadOnly):
    list_display = ["at", "verdict", "person_name", "reason", "project", "studio"]
    list_select_related = ["project", "studio"]
    list_filter = ["verdict", "studio", "at"]
    search_fields = ["person_name", "reason", "project__name"]
