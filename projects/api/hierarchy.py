"""Projects, episodes, scenes, shots, grants."""

from typing import Any

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from portal.access import Capability, demand, find
from portal.api.idempotency import idempotent
from portal.api.pages import SmallRows
from portal.errors import PortalError
from portal.models import AuditEvent, Membership, Studio
from projects.api import serializers as s
from projects.codes import code_once
from projects.consent_forms import StrikeForm, checked
from projects.models import Episode, Project, ProjectGrant, Scene, Shot
from projects.striking import hold_all, release_all


class ReadWrite(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.UpdateModelMixin,
    mixins.DestroyModelMixin,
    viewsets.GenericViewSet,
):
    """Lists and finds through `visible_to`; writes need the gate in the very studio."""

    gate = {
        "default": Capability.SEE,
        "create": Capability.MANAGE,
        "partial_update": Capability.MANAGE,
        "destroy": Capability.MANAGE,
    }
    http_method_names = ["get", "post", "patch", "delete"]
    pagination_class = SmallRows

    def get_queryset(self) -> Any:
        return self.queryset.model.objects.visible_to(self.request.user)

    def get_object(self) -> Any:
        return find(self.queryset.model, self.request, pk=self.kwargs["pk"])

    @idempotent
    def create(self, request: Request) -> Response:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        demand(request.user, request.capability, self.studio_of(serializer.validated_data))
        save_once(serializer)
        self.after_create(serializer.instance)
        return Response(serializer.data, status=201)

    def after_create(self, row: Any) -> None:
        """What is told besides of a new row."""

    def perform_update(self, serializer: Any) -> None:
        demand(
            self.request.user, self.request.capability, self.studio_of(serializer.validated_data)
        )
        save_once(serializer)

    def studio_of(self, data: dict[str, Any]) -> Any:
        project = data.get("project")
        return project.studio_id if project else None


def save_once(serializer: Any) -> None:
    with code_once(serializer.validated_data.get("code", "")):
        serializer.save()


class StrikeSerializer(serializers.Serializer):
    on = serializers.BooleanField(help_text="False ends the hold.")
    why = serializers.CharField(max_length=2000)


class ProjectViewSet(ReadWrite):
    """Projects I may see. A producer makes and changes them. While `strike_since` is set, every
    consent of the project is on hold, whatever it says of itself."""

    gate = {**ReadWrite.gate, "strike": Capability.MANAGE}
    serializer_class = s.ProjectSerializer

    @extend_schema(request=StrikeSerializer, responses=s.ProjectSerializer)
    @action(detail=True, methods=["post"])
    def strike(self, request: Request, pk: str) -> Response:
        """Put all its consents on hold for a strike, or end that: a consent's own hold stays."""
        project = self.get_object()
        asked = StrikeSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        why = checked(StrikeForm(asked.validated_data)).cleaned_data["why"]
        turn = hold_all if asked.validated_data["on"] else release_all
        turn(project=project, actor=request.user, why=why)
        return Response(self.get_serializer(project).data)

    def perform_update(self, serializer: Any) -> None:
        """A project stays in its studio: its rows would stay behind."""
        serializer.validated_data.pop("studio_id", None)
        before = Project.objects.get(pk=serializer.instance.pk)
        save_once(serializer)
        serializer.instance.note_changes(before, actor=self.request.user)

    def after_create(self, row: Project) -> None:
        row.note_changes(None, actor=self.request.user)

    queryset = Project.objects.none()
    filterset_fields = ["studio", "code"]

    def studio_of(self, data: dict[str, Any]) -> Any:
        if "studio_id" not in data:
            return None
        mine = Studio.objects.filter(pk__in=list(self.request.user.roles))
        return get_object_or_404(mine, pk=data["studio_id"]).pk

    @transaction.atomic
    def perform_destroy(self, project: Project) -> None:
        """Stored files go with their asset (`tidy`), so only an empty project can go.

        Locked before it is asked: what is announced meanwhile waits, and finds no project.
        """
        Project.objects.select_for_update().get(pk=project.pk)
        if project.versions.exists() or project.uploads.filter(state="open").exists():
            raise PortalError("project:not_empty", name=project.name)
        facts = {"project": project.name}
        AuditEvent.record(self.request.user, "project:deleted", project.studio, **facts)
        project.delete()


class GrantViewSet(ReadWrite):
    """Which reviewers may see which project."""

    gate = {"default": Capability.MANAGE}
    serializer_class = s.GrantSerializer
    queryset = ProjectGrant.objects.none()
    filterset_fields = ["project", "membership"]
    http_method_names = ["get", "post", "delete"]

    @idempotent
    def create(self, request: Request) -> Response:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        data = serializer.validated_data
        project = find(Project, request, pk=data["project"].pk)
        people = Membership.objects.active().filter(studio=project.studio_id)
        membership = get_object_or_404(people, pk=data["membership"].pk)
        grant = project.give_to(membership, actor=request.user)
        return Response(self.get_serializer(grant).data, status=201)

    def perform_destroy(self, grant: ProjectGrant) -> None:
        grant.take_back(actor=self.request.user)


_CREW = {
    "default": Capability.SEE,
    "create": Capability.UPLOAD,
    "partial_update": Capability.UPLOAD,
    "destroy": Capability.MANAGE,
}


class InProject(ReadWrite):
    """A row of the hierarchy: the crew adds and names, a producer removes."""

    gate = _CREW

    def perform_update(self, serializer: Any) -> None:
        """A row stays in its project; its relations are rows of the same project."""
        serializer.validated_data.pop("project", None)
        one_project(serializer.validated_data, serializer.instance.project_id)
        save_once(serializer)

    def studio_of(self, data: dict[str, Any]) -> Any:
        one_project(data, data["project"].pk)
        return data["project"].studio_id


def one_project(data: dict[str, Any], project_id: Any) -> None:
    """Foreign keys do not look at studios, so the reference is checked here."""
    for name in ("episode", "scene", "version", "shot", "asset"):
        row = data.get(name)
        if row is not None and row.project_id != project_id:
            raise PortalError("invalid", fields={name: [_("This belongs to another project.")]})


class EpisodeViewSet(InProject):
    serializer_class = s.EpisodeSerializer
    queryset = Episode.objects.none()
    filterset_fields = ["project"]


class SceneViewSet(InProject):
    serializer_class = s.SceneSerializer
    queryset = Scene.objects.none()
    filterset_fields = ["project", "episode"]


class ShotViewSet(InProject):
    serializer_class = s.ShotSerializer
    queryset = Shot.objects.none()
    filterset_fields = ["project", "scene"]
