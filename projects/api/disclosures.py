"""Disclosure of AI use over the API: what people say of it, and the packs."""

from typing import Any, ClassVar

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from portal.access import Capability, demand
from portal.api.idempotency import KEY_PARAMETER, idempotent
from portal.api.pages import NewestFirst
from portal.api.permissions import everything
from portal.api.rows import RowSerializer
from projects.api.serializers import Visible
from projects.api.work import ReadOnly, RunPages
from projects.disclosure import making
from projects.models import (
    Candidate,
    DisclosurePack,
    Episode,
    FinalCut,
    PackSignature,
    Project,
    ResultUse,
    Shot,
    Version,
    WriterNotice,
)
from projects.views.disclosure_packs import hand_over

_SAID = ["id", "project", "person_name", "at"]


class SaidPages(NewestFirst):
    ordering = ("-at", "-id")


class UseSerializer(RowSerializer):
    candidate = Visible(queryset=Candidate.objects.all())

    class Meta:
        model = ResultUse
        fields = [*_SAID, "candidate", "shot", "used_as"]
        read_only_fields = [*_SAID, "shot"]


class SaySerializer(serializers.Serializer):
    candidate = Visible(queryset=Candidate.objects.select_related("project"))
    used_as = serializers.ChoiceField(choices=ResultUse.As.choices)
    shots = Visible(
        queryset=Shot.objects.all(),
        many=True,
        required=False,
        help_text="In these; without: wherever it stands.",
    )


class FinalCutSerializer(RowSerializer):
    version = Visible(queryset=Version.objects.select_related("project", "asset"))
    episode = Visible(queryset=Episode.objects.all(), required=False, allow_null=True)

    class Meta:
        model = FinalCut
        fields = [*_SAID, "version", "episode"]
        read_only_fields = _SAID


class NoticeSerializer(RowSerializer):
    candidate = Visible(queryset=Candidate.objects.select_related("project"))

    class Meta:
        model = WriterNotice
        fields = [*_SAID, "candidate", "writer", "on", "agreed"]
        read_only_fields = _SAID


class SaidViewSet(ReadOnly):
    """What was said is never changed: said anew it is a further row, and the newest stands."""

    gate = {"default": Capability.SEE, "create": Capability.DECIDE}
    pagination_class = SaidPages
    filterset_fields = ["project"]
    http_method_names = ["get", "post"]

    def asked(self, kind: Any, request: Request, whose: str, may: Capability) -> dict[str, Any]:
        """What was sent, where the person may say it of that row's studio."""
        serializer = kind(data=request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        data: dict[str, Any] = serializer.validated_data
        demand(request.user, may, data[whose].studio_id)
        return data


class ResultUseViewSet(SaidViewSet):
    """What approved results are used as: final, plate for an LED volume, temporary, not used."""

    serializer_class = UseSerializer
    queryset = ResultUse.objects.none()
    filterset_fields = ["project", "candidate", "used_as"]

    @extend_schema(request=SaySerializer, responses={201: UseSerializer(many=True)})
    @idempotent
    def create(self, request: Request) -> Response:
        """One row for each shot that is named, or one without a shot."""
        data = self.asked(SaySerializer, request, "candidate", Capability.DECIDE)
        made = making.say_use(actor=request.user, **data)
        return Response(UseSerializer(made, many=True).data, status=201)


class FinalCutViewSet(SaidViewSet):
    """Which edit is final: shots are counted on the newest of the film, or of each episode."""

    gate = {"default": Capability.SEE, "create": Capability.MANAGE}
    serializer_class = FinalCutSerializer
    queryset = FinalCut.objects.none()

    @idempotent
    def create(self, request: Request) -> Response:
        data = self.asked(FinalCutSerializer, request, "version", Capability.MANAGE)
        version = data["version"]
        chosen = {"version": version, "episode": data.get("episode")}
        made = making.choose_final(actor=request.user, project=version.project, **chosen)
        return Response(self.get_serializer(made).data, status=201)


class WriterNoticeViewSet(SaidViewSet):
    """That a writer was given material which AI made, and whether they agreed to use it."""

    serializer_class = NoticeSerializer
    queryset = WriterNotice.objects.none()

    @idempotent
    def create(self, request: Request) -> Response:
        data = self.asked(NoticeSerializer, request, "candidate", Capability.DECIDE)
        made = making.tell_writer(actor=request.user, **{"agreed": False, **data})
        return Response(self.get_serializer(made).data, status=201)


class SignatureSerializer(RowSerializer):
    sha256 = serializers.CharField(max_length=64, help_text="Of the pack as you saw it.")

    class Meta:
        model = PackSignature
        fields = ["typed", "capacity", "sha256", "person_name", "at"]
        read_only_fields = ["person_name", "at"]


class PackSerializer(RowSerializer):
    project = Visible(queryset=Project.objects.all())
    error = serializers.SerializerMethodField(help_text="Sentences, or nothing.")
    signatures = SignatureSerializer(many=True, read_only=True)

    class Meta:
        model = DisclosurePack
        fields = [
            *["id", "project", "number", "state", "stage", "fraction", "error", "queued_at"],
            *["finished_at", "person_name", "sha256", "signatures"],
        ]
        read_only_fields = [name for name in fields if name != "project"]
        validators: ClassVar[list[Any]] = []  # that one is being made is a sentence of its own

    def get_error(self, job: Any) -> dict[str, str] | None:
        return job.event()["error"]


class DisclosureViewSet(ReadOnly):
    """Disclosure packs: everything about AI in a project as it was when the pack was made."""

    gate = everything(Capability.MANAGE)
    pagination_class = RunPages
    serializer_class = PackSerializer
    queryset = DisclosurePack.objects.none()
    related = ("project__studio",)
    prefetched = ("signatures",)
    filterset_fields = ["project", "state"]
    http_method_names = ["get", "post"]

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        return rows.defer("content") if self.action in ("list", "retrieve") else rows

    @idempotent
    def create(self, request: Request) -> Response:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        project = serializer.validated_data["project"]
        demand(request.user, Capability.MANAGE, project.studio_id)
        made = making.ask(actor=request.user, project=project)
        return Response(self.get_serializer(made).data, status=201)

    @extend_schema(responses={(200, "application/json"): OpenApiTypes.BINARY})
    @action(detail=True)
    def data(self, request: Request, pk: str) -> HttpResponse:
        """The data, exactly the bytes whose SHA-256 the pack tells."""
        return hand_over(request, self.get_object(), "json")

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    @action(detail=True)
    def paper(self, request: Request, pk: str) -> HttpResponse:
        """The document (PDF/A-2b) with its signatures."""
        return hand_over(request, self.get_object(), "pdf")

    @extend_schema(
        parameters=[KEY_PARAMETER],
        request=SignatureSerializer,
        responses={201: SignatureSerializer},
    )
    @action(detail=True, methods=["post"])
    @idempotent
    def sign(self, request: Request, pk: str) -> Response:
        """A named person signs it as they saw it."""
        serializer = SignatureSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        made = making.sign(actor=request.user, pack=self.get_object(), **serializer.validated_data)
        return Response(SignatureSerializer(made).data, status=201)
