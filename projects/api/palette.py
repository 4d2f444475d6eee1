"""The palette over the API: who may do what a tool needs, and every reason why not."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from portal.access import Capability
from portal.errors import PortalError
from projects.models import Connection
from projects.models.requests import Target, tool_named
from projects.palette_rows import palette


class TargetSerializer(serializers.Serializer):
    """One model of one connection, as the palette of a version offers them."""

    connection = serializers.UUIDField()
    model = serializers.CharField(max_length=120)


class RefusalSerializer(serializers.Serializer):
    code = serializers.CharField()
    sentence = serializers.CharField()
    clause = serializers.CharField(help_text="What was agreed that it follows from; or empty.")


class CostSerializer(serializers.Serializer):
    low = serializers.DecimalField(max_digits=14, decimal_places=4)
    high = serializers.DecimalField(max_digits=14, decimal_places=4)
    currency = serializers.CharField()


class HeldTermsSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    starts = serializers.DateField()
    ends = serializers.DateField(allow_null=True)
    contract = serializers.CharField()
    source = serializers.CharField()


class OfferSerializer(serializers.Serializer):
    """`connection` is null where nobody has connected the provider yet."""

    connection = serializers.UUIDField(allow_null=True)
    provider = serializers.CharField()
    title = serializers.CharField()
    model = serializers.CharField()
    region = serializers.CharField()
    host = serializers.CharField(help_text="Empty: the provider's usual one.")
    outside = serializers.BooleanField(help_text="Whether content leaves the house.")
    allowed = serializers.BooleanField()
    reasons = RefusalSerializer(many=True)
    cost = CostSerializer(allow_null=True, help_text="An estimate; null where there is no price.")
    terms = HeldTermsSerializer(allow_null=True)


class Palette:
    """Action of the versions' view set."""

    @extend_schema(
        parameters=[OpenApiParameter("tool", str, required=True)],
        responses=OfferSerializer(many=True),
    )
    @action(detail=True, pagination_class=None, filterset_fields=[])
    def palette(self, request: Request, pk: str) -> Response:
        """Who could do what a tool needs with this version, the allowed ones first. A tool of the
        engine has none."""
        version = self.get_object()  # type: ignore[attr-defined]
        tool = tool_named(request.query_params.get("tool", ""))
        if not tool.takes(version.asset.kind):
            kind = version.asset.get_kind_display()
            raise PortalError("request:kind", name=version.file_name, kind=kind)
        rows = palette(version.project, tool, [version], {}) if tool.remote else []
        return Response(OfferSerializer(rows, many=True).data)


#: Joined to the view set's own.
GATE = {"palette": Capability.REQUEST}


def targets(named: list[dict[str, Any]], studio: Any) -> list[Target]:
    """Connections open to the studio; any other id "does not exist"."""
    rows = Connection.objects.open_to(studio).in_bulk([one["connection"] for one in named])
    if any(one["connection"] not in rows for one in named):
        raise PortalError("invalid", fields={"to": [_("There is no such connection.")]})
    return [Target(rows[one["connection"]], one["model"]) for one in named]
