"""Exports and closeouts over the API."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from portal.access import Capability, demand
from portal.api.idempotency import idempotent
from portal.api.permissions import everything
from portal.api.rows import RowSerializer
from portal.models import Studio
from projects import certificates
from projects.api.work import ReadOnly, RunPages
from projects.models import Closeout, Export
from projects.models.closeouts import ask_for_closeout
from projects.models.exports import ask_for_export
from projects.responses import attachment
from projects.views.leaving import hand_over

_JOB = ["id", "studio", "state", "stage", "fraction", "error", "queued_at", "finished_at"]

_ASKED = ("studio", "name", "reason", "keep_export")


class JobSerializer(RowSerializer):
    """What every job of a studio tells."""

    studio = serializers.UUIDField(source="studio_id")
    error = serializers.SerializerMethodField(help_text="Sentences, or nothing.")

    def get_error(self, job: Any) -> dict[str, str] | None:
        return job.event()["error"]


class ExportSerializer(JobSerializer):
    available = serializers.BooleanField(source="is_there", read_only=True)

    class Meta:
        model = Export
        fields = [
            *_JOB,
            *["with_renditions", "available", "size", "sha256", "file_count", "missing"],
            "expires_at",
        ]
        read_only_fields = [name for name in fields if name not in ("studio", "with_renditions")]


class CloseoutSerializer(JobSerializer):
    name = serializers.CharField(write_only=True, help_text="The studio's name, typed again.")
    phase = serializers.CharField(read_only=True)
    link = serializers.SerializerMethodField(help_text="Works after the studio is closed, too.")

    class Meta:
        model = Closeout
        fields = [
            *[*_JOB, "name", "reason", "keep_export", "phase", "person_name"],
            *["confirmed_by_name", "confirmed_at", "left", "retry_at", "link"],
        ]
        read_only_fields = [name for name in fields if name not in _ASKED]

    def get_link(self, closeout: Closeout) -> str:
        return certificates.link(closeout)


class LeavingViewSet(ReadOnly):
    gate = everything(Capability.CLOSEOUT)
    pagination_class = RunPages
    related = ("studio",)
    filterset_fields = ["studio", "state"]

    def valid(self, request: Request) -> tuple[Studio, dict[str, Any]]:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        data = dict(serializer.validated_data)
        return self._studio(request, data.pop("studio_id")), data

    def _studio(self, request: Request, pk: UUID) -> Studio:
        """One of mine, where I may do this."""
        studio = get_object_or_404(Studio.objects.filter(pk__in=list(request.user.roles)), pk=pk)
        demand(request.user, Capability.CLOSEOUT, studio.pk)
        return studio


class ExportViewSet(LeavingViewSet):
    """Everything a studio has, in one archive. It is kept for seven days."""

    serializer_class = ExportSerializer
    queryset = Export.objects.none()

    @idempotent
    def create(self, request: Request) -> Response:
        studio, data = self.valid(request)
        made = ask_for_export(actor=request.user, studio=studio, **data)
        return Response(self.get_serializer(made).data, status=201)

    @extend_schema(request=None, responses=ExportSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        export = self.get_object()
        export.cancel(actor=request.user)
        return Response(self.get_serializer(export).data)

    @extend_schema(responses={(200, "application/zip"): OpenApiTypes.BINARY})
    @action(detail=True)
    def download(self, request: Request, pk: str) -> HttpResponse:
        """The archive, or a redirect to its short-lived address."""
        return hand_over(request, self.get_object())


class CloseoutViewSet(LeavingViewSet):
    """The end of a studio's stay. An administrator confirms; DELETE withdraws before that."""

    serializer_class = CloseoutSerializer
    queryset = Closeout.objects.none()

    @idempotent
    def create(self, request: Request) -> Response:
        studio, data = self.valid(request)
        made = ask_for_closeout(actor=request.user, studio=studio, **data)
        return Response(self.get_serializer(made).data, status=201)

    def destroy(self, request: Request, pk: str) -> Response:
        self.get_object().withdraw(actor=request.user)
        return Response(status=204)

    @extend_schema(responses={(200, "application/json"): OpenApiTypes.BINARY})
    @action(detail=True)
    def certificate(self, request: Request, pk: str) -> HttpResponse:
        """What was deleted, with hashes. After the end it comes by the `link`."""
        closeout = self.get_object()
        name = certificates.file_name(closeout)
        return attachment(certificates.document(closeout), name, "application/json")
