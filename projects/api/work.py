"""Assets, versions, requests, runs, candidates, decisions."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.access import Capability, find
from portal.api.idempotency import KEY_PARAMETER, idempotent
from portal.api.pages import NewestFirst
from portal.api.permissions import everything
from projects import ordering, purposes
from projects.api import serializers as s
from projects.api.carrying import Carried, CarryingSerializer
from projects.api.copies import Copies
from projects.api.hierarchy import one_project
from projects.api.note_files import NoteFiles
from projects.api.palette import GATE as PALETTE
from projects.api.palette import Palette, targets
from projects.api.seen import GATE as SEEN
from projects.api.seen import Seen
from projects.api.triage import TriageBoard
from projects.assist.tools import TOOLS
from projects.models import Asset, AssistRequest, Carrying, Run, Version
from projects.models.requests import request_assistance

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


class VersionViewSet(NoteFiles, Carried, Copies, Palette, Seen, ReadOnly):
    """Versions with what is known of them and the pictures made from them."""

    gate = {
        "default": Capability.SEE,
        "examine": UPLOAD,
        "copies": Capability.SEE,  # to see is what it asks for
        "note_file": Capability.EXPORT,
        "note_import": Capability.COMMENT,
        "carry": Capability.COMMENT,
        **PALETTE,
        **SEEN,
    }
    serializer_class = s.VersionSerializer
    queryset = Version.objects.none()
    related = ("asset", "ingest", "project__studio")
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
    needs = serializers.CharField(help_text="`engine`, or what a provider's model has to be able.")
    parameters = serializers.DictField(help_text="JSON Schema.")


class ToolsView(APIView):
    gate = everything(Capability.SIGNED_IN)

    @extend_schema(responses=ToolSerializer(many=True))
    def get(self, request: Request) -> Response:
        """What can be asked for, and with which parameters."""
        return Response(ToolSerializer([_tool(tool) for tool in TOOLS.values()], many=True).data)


def _tool(tool: Any) -> dict[str, Any]:
    plain = {
        name: getattr(tool, name)
        for name in "name version title purpose method serves needs".split()
    }
    schema = tool.parameters.model_json_schema()
    return {**plain, "accepts": sorted(tool.accepts), "parameters": schema}


class RequestViewSet(TriageBoard, mixins.DestroyModelMixin, ReadOnly):
    """Assist requests. DELETE withdraws one; what it produced stays."""

    gate = {
        "default": Capability.SEE,
        "create": Capability.REQUEST,
        "destroy": Capability.REQUEST,
        **TriageBoard.gate_of_board,
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
        to = targets(data["to"], versions[0].project.studio_id) if versions else []
        given = {name: data[name] for name in ("tool", "parameters", "blind")}
        keep = _keeper(request.user, versions, data)
        made = request_assistance(actor=request.user, versions=versions, to=to, **given)
        keep(made)
        return Response(self.get_serializer(made).data, status=201)

    def perform_destroy(self, request: AssistRequest) -> None:
        request.withdraw(actor=self.request.user)


def _keeper(actor: Any, versions: list[Version], data: dict[str, Any]) -> purposes.Keep:
    if not versions or "work_item" not in data:
        return lambda _made: None
    said = data["work_item"]
    return purposes.keeper(actor, versions[0].project, str(said) if said else purposes.NOTHING)


class RunPages(NewestFirst):
    ordering = ("-queued_at", "id")


class CarryingViewSet(ReadOnly):
    """The work of carrying notes from one version to a later one."""

    serializer_class = CarryingSerializer
    queryset = Carrying.objects.none()
    related = ("version__asset", "source", "project")
    pagination_class = RunPages
    filterset_fields = ["project", "version"]


class RunViewSet(ReadOnly):
    """Runs. `cancel` ends one at any moment; `again` repeats one that did not succeed; `next` has
    one that waits begin before the others of its studio (who asked for it, and producers)."""

    gate = {
        "default": Capability.SEE,
        **dict.fromkeys(("cancel", "again", "go_first"), Capability.REQUEST),
    }
    serializer_class = s.RunSerializer
    queryset = Run.objects.none()
    pagination_class = RunPages
    related = ("request",)
    filterset_fields = ["project", "request", "state"]

    @extend_schema(request=None, responses=s.RunSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        run = self.get_object()
        run.cancel(actor=request.user)
        return Response(self.get_serializer(run).data)

    @extend_schema(request=None, responses=s.RunSerializer)
    @action(detail=True, methods=["post"], url_path="next", url_name="next")
    def go_first(self, request: Request, pk: str) -> Response:
        run = self.get_object()
        run.go_first(actor=request.user)
        return Response(self.get_serializer(run).data)

    def paginate_queryset(self, queryset: Any) -> Any:
        """What each waits for is asked for once."""
        page = super().paginate_queryset(queryset)
        ordering.tell(page or [], viewer=self.request.user)
        return page

    @extend_schema(parameters=[KEY_PARAMETER], request=None, responses={201: s.RunSerializer})
    @action(detail=True, methods=["post"])
    @idempotent
    def again(self, request: Request, pk: str) -> Response:
        run = self.get_object().again(actor=request.user)
        return Response(self.get_serializer(run).data, status=201)


class EditSerializer(serializers.Serializer):
    """`move` needs boundary and frame, `split` frame, `merge` boundary, `restore` revision; of
    selects, `choose` needs takes, in the order of the string-out."""

    op = serializers.ChoiceField(choices=["move", "split", "merge", "restore", "choose"])
    boundary = serializers.IntegerField(required=False, help_text="1 is the head of shot 2.")
    frame = serializers.IntegerField(required=False)
    revision = serializers.IntegerField(required=False)
    takes = serializers.ListField(
        child=serializers.CharField(trim_whitespace=False, max_length=1000),
        required=False,
        max_length=200,
        help_text="Names, as `takes` of the result has them.",
    )
    whole = serializers.BooleanField(required=False, help_text="Dead air and black ends stay.")


class ReviseSerializer(serializers.Serializer):
    base = serializers.IntegerField(min_value=0, help_text="The revision you saw.")
    edit = EditSerializer()


class RevisionSerializer(serializers.Serializer):
    number = serializers.IntegerField()
    summary = serializers.CharField()
    made_by = serializers.CharField()
    can_edit = serializers.BooleanField()
    shots = serializers.ListField(child=serializers.DictField())
    takes = serializers.ListField(
        child=serializers.DictField(), help_text="Of selects: the takes of the string-out."
    )
