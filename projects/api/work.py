"""Assets, versions, requests, runs, candidates, decisions."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.access import Capability, find
from portal.api.idempotency import KEY_PARAMETER, idempotent
from portal.api.pages import NewestFirst
from portal.api.permissions import everything
from portal.errors import PortalError
from portal.topics import open_topic
from projects.adopting import adopt_shots
from projects.api import serializers as s
from projects.api.hierarchy import one_project
from projects.assist.tools import TOOLS
from projects.exporting import FORMATS, export
from projects.models import Asset, AssistRequest, Candidate, Run, Version
from projects.models.decisions import decide
from projects.models.requests import request_assistance
from projects.responses import attachment
from projects.showing import revision_json

UPLOAD = Capability.UPLOAD


class ReadOnly(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Lists and finds through `visible_to`."""

    gate = everything(Capability.SEE)
    related: tuple[str, ...] = ()
    prefetched: tuple[str, ...] = ()

    def get_queryset(self) -> Any:
        rows = self.queryset.model.objects.visible_to(self.request.user)
        return rows.select_related(*self.related).prefetch_related(*self.prefetched)

    def get_object(self) -> Any:
        return find(self.get_queryset(), self.request, pk=self.kwargs["pk"])


class AssetViewSet(mixins.UpdateModelMixin, mixins.DestroyModelMixin, ReadOnly):
    """Assets. Rename or attach to a shot; delete hides it and then removes its files."""

    gate = {"default": Capability.SEE, **dict.fromkeys(("partial_update", "destroy"), UPLOAD)}
    serializer_class = s.AssetSerializer
    queryset = Asset.objects.none()
    filterset_fields = ["project", "shot", "kind"]
    http_method_names = ["get", "patch", "delete"]

    def perform_update(self, serializer: Any) -> None:
        one_project(serializer.validated_data, serializer.instance.project_id)
        serializer.save()

    def perform_destroy(self, asset: Asset) -> None:
        asset.delete_by(self.request.user)


class VersionViewSet(ReadOnly):
    """Versions with what is known of them and the pictures made from them."""

    gate = {"default": Capability.SEE, "examine": UPLOAD}
    serializer_class = s.VersionSerializer
    queryset = Version.objects.none()
    related = ("ingest", "project")
    prefetched = ("renditions",)
    filterset_fields = ["asset", "project"]

    @extend_schema(request=None, responses=s.VersionSerializer)
    @action(detail=True, methods=["post"])
    def examine(self, request: Request, pk: str) -> Response:
        """Examine it again, after it failed or was stopped."""
        version = self.get_object()
        version.ingest.again()
        return Response(self.get_serializer(version).data)


class ToolSerializer(serializers.Serializer):
    name = serializers.CharField()
    version = serializers.CharField()
    title = serializers.CharField()
    purpose = serializers.CharField()
    method = serializers.CharField()
    serves = serializers.CharField()
    accepts = serializers.ListField(child=serializers.CharField())
    parameters = serializers.DictField(help_text="JSON Schema.")


class ToolsView(APIView):
    gate = everything(Capability.SIGNED_IN)

    @extend_schema(responses=ToolSerializer(many=True))
    def get(self, request: Request) -> Response:
        """What can be asked for, and with which parameters."""
        return Response(ToolSerializer([_tool(tool) for tool in TOOLS.values()], many=True).data)


def _tool(tool: Any) -> dict[str, Any]:
    plain = {
        name: getattr(tool, name) for name in "name version title purpose method serves".split()
    }
    schema = tool.parameters.model_json_schema()
    return {**plain, "accepts": sorted(tool.accepts), "parameters": schema}


class RequestViewSet(mixins.DestroyModelMixin, ReadOnly):
    """Assist requests. DELETE withdraws one; what it produced stays."""

    gate = {
        "default": Capability.SEE,
        "create": Capability.REQUEST,
        "destroy": Capability.REQUEST,
    }
    serializer_class = s.RequestSerializer
    queryset = AssistRequest.objects.none()
    prefetched = ("versions", "runs")
    filterset_fields = ["project", "tool", "state"]

    @idempotent
    def create(self, request: Request) -> Response:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        data = serializer.validated_data
        rows = Version.objects.select_related("asset", "ingest", "project")
        versions = [find(rows, request, pk=version.pk) for version in data["versions"]]
        made = request_assistance(
            actor=request.user, tool=data["tool"], versions=versions, parameters=data["parameters"]
        )
        return Response(self.get_serializer(made).data, status=201)

    def perform_destroy(self, request: AssistRequest) -> None:
        request.withdraw()


class RunPages(NewestFirst):
    ordering = ("-queued_at", "id")


class RunViewSet(ReadOnly):
    """Runs. `cancel` ends one at any moment; `again` repeats one that did not succeed."""

    gate = {"default": Capability.SEE, "cancel": Capability.REQUEST, "again": Capability.REQUEST}
    serializer_class = s.RunSerializer
    queryset = Run.objects.none()
    pagination_class = RunPages
    related = ("request",)
    filterset_fields = ["project", "request", "state"]

    @extend_schema(request=None, responses=s.RunSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        run = self.get_object()
        run.cancel()
        return Response(self.get_serializer(run).data)

    @extend_schema(parameters=[KEY_PARAMETER], request=None, responses={201: s.RunSerializer})
    @action(detail=True, methods=["post"])
    @idempotent
    def again(self, request: Request, pk: str) -> Response:
        return Response(self.get_serializer(self.get_object().again()).data, status=201)


class EditSerializer(serializers.Serializer):
    """`move` needs boundary and frame, `split` frame, `merge` boundary, `restore` revision."""

    op = serializers.ChoiceField(choices=["move", "split", "merge", "restore"])
    boundary = serializers.IntegerField(required=False, help_text="1 is the head of shot 2.")
    frame = serializers.IntegerField(required=False)
    revision = serializers.IntegerField(required=False)


class ReviseSerializer(serializers.Serializer):
    base = serializers.IntegerField(min_value=0, help_text="The revision you saw.")
    edit = EditSerializer()


class RevisionSerializer(serializers.Serializer):
    number = serializers.IntegerField()
    summary = serializers.CharField()
    made_by = serializers.CharField()
    can_edit = serializers.BooleanField()
    shots = serializers.ListField(child=serializers.DictField())


class CandidateViewSet(ReadOnly):
    """What runs offer. Corrections are revisions; decisions sign a revision."""

    gate = {
        "default": Capability.SEE,
        "revise": Capability.REQUEST,
        "decide": Capability.DECIDE,
        "exports": Capability.EXPORT,
        "adopt": UPLOAD,
    }
    serializer_class = s.CandidateSerializer
    queryset = Candidate.objects.none()
    related = ("version__asset", "project", "run__request")
    prefetched = ("renditions", "decisions__revision")
    filterset_fields = ["project", "run", "version"]

    @extend_schema(responses=RevisionSerializer)
    @action(detail=True, url_path=r"revisions/latest")
    def latest(self, request: Request, pk: str) -> Response:
        """The cut as it stands now."""
        candidate = self.get_object()
        return Response(self._json(candidate, candidate.latest))

    @extend_schema(
        parameters=[KEY_PARAMETER],
        request=ReviseSerializer,
        responses={201: RevisionSerializer},
    )
    @action(detail=True, methods=["post"], url_path="revisions")
    @idempotent
    def revise(self, request: Request, pk: str) -> Response:
        """Move a boundary, split, merge, or go back: each a revision of its own."""
        candidate = self.get_object()
        serializer = ReviseSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        revision = candidate.revise(actor=request.user, **serializer.validated_data)
        return Response(self._json(candidate, revision), status=201)

    def _json(self, candidate: Candidate, revision: Any) -> dict[str, Any]:
        can_edit = may_edit(self.request.user, candidate)
        return revision_json(candidate, revision, can_edit=can_edit)

    @extend_schema(methods=["GET"], responses=s.DecisionSerializer(many=True))
    @action(detail=True, url_path="decisions", pagination_class=None)
    def decisions(self, request: Request, pk: str) -> Response:
        """All decisions, newest first."""
        rows = self.get_object().decisions.select_related("revision")
        return Response(s.DecisionSerializer(rows, many=True).data)

    @extend_schema(request=s.DecisionSerializer, responses={201: s.DecisionSerializer})
    @decisions.mapping.post
    @idempotent
    def decide(self, request: Request, pk: str) -> Response:
        """Approve, reject or request changes, signed with my name."""
        candidate = self.get_object()
        serializer = s.DecisionSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        data = serializer.validated_data
        decision = decide(
            actor=request.user,
            candidate=candidate,
            revision=data["revision"]["number"],
            **{
                "reason": "",
                **{name: data[name] for name in ("verdict", "reason") if name in data},
            },
        )
        return Response(s.DecisionSerializer(decision).data, status=201)

    @extend_schema(
        parameters=[OpenApiParameter("name", str, "path", enum=list(FORMATS))],
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    @action(detail=True, url_path=r"exports/(?P<name>edl|otio|csv)")
    def exports(self, request: Request, pk: str, name: str) -> HttpResponse:
        """The approved cut as a file."""
        made = export(actor=request.user, candidate=self.get_object(), name=name)
        return attachment(made.content, made.file_name, made.media_type)

    @extend_schema(request=s.AdoptSerializer, responses={201: s.AdoptedSerializer})
    @action(detail=True, url_path="shots", methods=["post"])
    @idempotent
    def adopt(self, request: Request, pk: str) -> Response:
        """Make the approved cut the shots of its project (in a scene, when one is named)."""
        serializer = s.AdoptSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        scene = str(serializer.validated_data.get("scene") or "")
        return Response({"shots": adopt_shots(self.get_object(), scene=scene)}, 201)


def may_edit(user: Any, candidate: Candidate) -> bool:
    """Nobody edits what is signed; a request for changes opens it again."""
    return not candidate.signed and user.can(Capability.REQUEST, candidate.studio_id)


class JobsSerializer(serializers.Serializer):
    jobs = serializers.ListField(child=serializers.DictField())


class JobsView(APIView):
    gate = everything(Capability.SEE)

    @extend_schema(
        parameters=[OpenApiParameter("topic", str, required=True)],
        responses=JobsSerializer,
    )
    def get(self, request: Request) -> Response:
        """What the socket would say of a topic: for a page whose socket is down."""
        opened = open_topic(request.user, request.query_params.get("topic", ""))
        if opened is None:
            raise PortalError("not_found")
        return Response({"jobs": [frame["job"] for frame in opened[1]()]})
