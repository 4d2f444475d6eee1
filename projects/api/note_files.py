"""A version's notes as files, over the API."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from projects.note_files import FORMATS, export_notes, import_notes
from projects.responses import attachment


class NoteFileSerializer(serializers.Serializer):
    file_name = serializers.CharField(max_length=255, help_text="Ends in .edl, .otio or .csv.")
    content = serializers.CharField(trim_whitespace=False, help_text="The text of the file.")


class MissedSerializer(serializers.Serializer):
    where = serializers.CharField(help_text="Line of the file, or number of the marker.")
    text = serializers.CharField()
    why = serializers.CharField()


class OutcomeSerializer(serializers.Serializer):
    made = serializers.IntegerField(help_text="Notes that are new.")
    known = serializers.IntegerField(help_text="Markers whose notes were there already.")
    missed = MissedSerializer(many=True, help_text="What could not be placed, and why.")


class NoteFiles:
    """Two further doors of a version."""

    @extend_schema(
        parameters=[OpenApiParameter("name", str, "path", enum=list(FORMATS))],
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    @action(detail=True, url_path=r"notes/(?P<name>edl|otio|csv)")
    def note_file(self: Any, request: Request, pk: str, name: str) -> HttpResponse:
        """Its notes as markers for an editing system, or as a table."""
        made = export_notes(actor=request.user, version=self.get_object(), name=name)
        return attachment(made.content, made.file_name, made.media_type)

    @extend_schema(request=NoteFileSerializer, responses=OutcomeSerializer)
    @action(detail=True, methods=["post"], url_path="notes/import")
    def note_import(self: Any, request: Request, pk: str) -> Response:
        """Markers of a file as notes. The same file twice makes nothing twice."""
        version = self.get_object()
        serializer = NoteFileSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        outcome = import_notes(actor=request.user, version=version, **serializer.validated_data)
        return Response(OutcomeSerializer(outcome).data)
