"""Notes carried to later versions, over the API: where they stand, by hand and by a worker."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from portal.access import find
from portal.api.rows import RowSerializer
from portal.errors import PortalError
from projects import placing
from projects.api.serializers import Visible
from projects.models import Carrying, Placement, Version
from projects.views.carrying import chosen_source


class PlacementSerializer(RowSerializer):
    """A note's place on a later version; `source` is where it stood when it was carried.

    `remarks`: `about` (maybe some frames off), `shortened`, `undrawn`. `reason` of what was
    refused: `gone`, `trimmed`, `unsure`, `not_before`, `size`, `length`.
    """

    version_number = serializers.IntegerField(source="version.number", read_only=True)
    source_number = serializers.IntegerField(source="source.number", read_only=True)
    remarks = serializers.ListField(child=serializers.CharField(), read_only=True)
    drawing = serializers.ListField(child=serializers.DictField(), read_only=True)

    class Meta:
        model = Placement
        fields = [
            *["version", "version_number", "state", "start", "end", "drawing", "remarks"],
            *["reason", "source", "source_number", "source_start", "source_end"],
            *["person_name", "at"],
        ]
        read_only_fields = fields


class PlaceSerializer(serializers.Serializer):
    version = Visible(queryset=Version.objects.all())
    start = serializers.IntegerField(min_value=0)
    end = serializers.IntegerField(min_value=1, required=False, help_text="Without: one frame.")


class DropSerializer(serializers.Serializer):
    version = Visible(queryset=Version.objects.all())


class CarrySerializer(serializers.Serializer):
    source = serializers.IntegerField(
        min_value=1, required=False, help_text="Number of the earlier version; the one before."
    )


class CarryingSerializer(RowSerializer):
    error = serializers.SerializerMethodField(help_text="Sentences, or nothing.")

    class Meta:
        model = Carrying
        fields = [
            *["id", "project", "version", "source", "state", "stage", "fraction", "error"],
            *["queued_at", "finished_at"],
        ]
        read_only_fields = fields

    def get_error(self, job: Carrying) -> dict[str, str] | None:
        return job.event()["error"]


class Placed:
    """Two further doors of a note."""

    @extend_schema(request=PlaceSerializer, responses=PlacementSerializer)
    @action(detail=True, methods=["post"])
    def place(self: Any, request: Request, pk: str) -> Response:
        """It stands there on a later version, chosen by hand."""
        note, data = self.get_object(), _valid(PlaceSerializer, request, self)
        version = _version(request, data)
        end = data.get("end", data["start"] + 1)
        given = {"note": note, "version": version, "start": data["start"], "end": end}
        return Response(PlacementSerializer(placing.place(actor=request.user, **given)).data)

    @extend_schema(request=DropSerializer, responses=PlacementSerializer)
    @action(detail=True, methods=["post"])
    def drop(self: Any, request: Request, pk: str) -> Response:
        """It stands no longer on that later version; on earlier ones it does."""
        note, data = self.get_object(), _valid(DropSerializer, request, self)
        version = _version(request, data)
        row = placing.drop(actor=request.user, note=note, version=version)
        return Response(PlacementSerializer(row).data)


class Carried:
    """A further door of a version."""

    @extend_schema(request=CarrySerializer, responses=CarryingSerializer)
    @action(detail=True, methods=["post"])
    def carry(self: Any, request: Request, pk: str) -> Response:
        """Carry an earlier version's open notes along; asked again, nothing is doubled."""
        version = self.get_object()
        data = _valid(CarrySerializer, request, self)
        source = chosen_source(version, str(data.get("source", "")))
        job = Carrying.ask(version, source, person=request.user)
        return Response(CarryingSerializer(job).data)


def standing_rows(rows: Any, asked: str) -> Any:
    """Notes written on that version or carried to it."""
    if not asked:
        return rows
    try:
        version = UUID(asked)
    except ValueError:
        said = [_("This is no id of a version.")]
        raise PortalError("invalid", fields={"standing_on": said}) from None
    here = Placement.objects.standing().filter(version=version)
    return rows.filter(Q(version=version) | Q(pk__in=here.values("note")))


def _valid(kind: Any, request: Request, view: Any) -> dict[str, Any]:
    serializer = kind(data=request.data, context=view.get_serializer_context())
    serializer.is_valid(raise_exception=True)
    return serializer.validated_data


def _version(request: Request, data: dict[str, Any]) -> Version:
    rows = Version.objects.select_related("project__studio", "asset")
    return find(rows, request, pk=data["version"].pk)
