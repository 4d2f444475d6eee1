"""Candidates over the API: look, correct, decide, take away."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from portal.access import Capability
from portal.api.idempotency import KEY_PARAMETER, idempotent
from portal.errors import PortalError
from projects.adopting import adopt_shots
from projects.api import serializers as s
from projects.api.scripts import (
    ImportedScenesSerializer,
    ImportScenesSerializer,
    choice_of,
    episode_of,
)
from projects.api.work import ReadOnly, ReviseSerializer, RevisionSerializer
from projects.exporting import FORMATS, PICTURE, export, picture_name, take_picture
from projects.models import Candidate
from projects.models.decisions import decide
from projects.responses import attachment, stored
from projects.script_papers import take_paper
from projects.script_taking import take_scenes
from projects.showing import revision_json
from projects.taking import FILES, take_file

UPLOAD = Capability.UPLOAD


class CandidateViewSet(ReadOnly):
    """What runs offer. Corrections are revisions; decisions sign a revision."""

    gate = {
        "default": Capability.SEE,
        "revise": Capability.REQUEST,
        "decide": Capability.DECIDE,
        "exports": Capability.EXPORT,
        "adopt": UPLOAD,
        "scenes": UPLOAD,
        "papers": Capability.EXPORT,
    }
    serializer_class = s.CandidateSerializer
    queryset = Candidate.objects.none()
    related = ("version__asset", "project", "run__request")
    prefetched = ("renditions", "decisions__revision")
    filterset_fields = ["project", "run", "version"]

    def get_serializer_class(self) -> Any:
        return s.ListedCandidateSerializer if self.action == "list" else s.CandidateSerializer

    def get_queryset(self) -> Any:
        """What is not told of every one is not read either."""
        rows = super().get_queryset()
        return rows.defer("result", "version__facts") if self.action == "list" else rows

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
        """Move a boundary, split, merge, go back, or choose takes: each a revision of its own."""
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
            verdict=data["verdict"],
            reason=data.get("reason", ""),
            why=data.get("why", ""),
            seen=data.get("seen"),
            looked=data.get("looked"),
        )
        return Response(s.DecisionSerializer(decision).data, status=201)

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "name",
                str,
                "path",
                description=f"Of a cut {', '.join(FORMATS)}; of a picture {PICTURE}; of others "
                "what `files` names.",
            )
        ],
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    @action(detail=True, url_path=r"exports/(?P<name>[a-z]+(?:-[0-9]+)?)")
    def exports(self, request: Request, pk: str, name: str) -> HttpResponse:
        """The approved cut as a file, the approved picture, or a file of other approved work."""
        candidate = self.get_object()
        if candidate.kind in FILES:
            return take_file(actor=request.user, candidate=candidate, name=name).leaves()
        if name == PICTURE:
            row = take_picture(actor=request.user, candidate=candidate)
            return stored(row.storage_key, row.media_type, download_as=picture_name(row))
        if name not in FORMATS:
            raise PortalError("not_found")
        made = export(actor=request.user, candidate=candidate, name=name)
        return attachment(made.content, made.file_name, made.media_type)

    @extend_schema(
        parameters=[KEY_PARAMETER],
        request=s.AdoptSerializer,
        responses={201: s.AdoptedSerializer},
    )
    @action(detail=True, url_path="shots", methods=["post"])
    @idempotent
    def adopt(self, request: Request, pk: str) -> Response:
        """Make the approved cut the shots of its project (in a scene, when one is named)."""
        serializer = s.AdoptSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        scene = str(serializer.validated_data.get("scene") or "")
        return Response({"shots": adopt_shots(self.get_object(), scene=scene)}, 201)

    @extend_schema(
        parameters=[KEY_PARAMETER],
        request=ImportScenesSerializer,
        responses={201: ImportedScenesSerializer},
    )
    @action(detail=True, url_path="scenes", methods=["post"])
    @idempotent
    def scenes(self, request: Request, pk: str) -> Response:
        """Import scenes of a script breakdown; the first time, that approves it in my name."""
        candidate = self.get_object()
        serializer = ImportScenesSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        data = serializer.validated_data
        taken = take_scenes(
            actor=request.user,
            candidate=candidate,
            choice=choice_of(data),
            episode=episode_of(candidate, data.get("episode")),
            seen=data.get("seen"),
        )
        return Response(vars(taken), 201)

    @extend_schema(
        parameters=[OpenApiParameter("name", str, "path", description="Such as `scenes.csv`.")],
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    @action(detail=True, url_path=r"papers/(?P<name>[a-z_]+\.[a-z]+)")
    def papers(self, request: Request, pk: str, name: str) -> HttpResponse:
        """A file of a script breakdown: sheets, stripboard, tables."""
        row, leaves = take_paper(actor=request.user, candidate=self.get_object(), name=name)
        return stored(row.storage_key, row.media_type, download_as=leaves)


def may_edit(user: Any, candidate: Candidate) -> bool:
    """Nobody edits what is signed; a request for changes opens it again."""
    editable = candidate.kind in (Candidate.Kind.CUT, Candidate.Kind.SELECTS)
    return editable and not candidate.signed and user.can(Capability.REQUEST, candidate.studio_id)
