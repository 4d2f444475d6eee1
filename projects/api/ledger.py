"""A project's ledger over the API: read, never written."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from portal.access import Capability, find
from portal.api.pages import NewestFirst
from portal.api.permissions import everything
from portal.api.rows import RowSerializer
from portal.errors import PortalError
from projects import budgets, ledger
from projects.api.work import ReadOnly
from projects.models import Entry, Project

_MONEY = {"max_digits": 14, "decimal_places": 4}
MONTH = OpenApiParameter("month", str, description="Such as 2026-11, in UTC; or all of them.")


class RateSerializer(serializers.Serializer):
    unit = serializers.CharField()
    amount = serializers.CharField(help_text="The price of one unit, an exact decimal.")
    currency = serializers.CharField()


class EntrySerializer(RowSerializer):
    """`rates` are the prices as they stood when it was quoted; `run` may be gone."""

    run = serializers.UUIDField(source="run_id", allow_null=True)
    provider = serializers.CharField(source="run.provider", default="")
    model = serializers.CharField(source="run.model", default="")
    usage = serializers.DictField(child=serializers.CharField(), help_text="Units and counts.")
    rates = RateSerializer(many=True)

    class Meta:
        model = Entry
        fields = ["id", "project", "run", "provider", "model", "kind", "amount", "currency"]
        fields += ["usage", "rates", "at"]
        read_only_fields = fields


class EntryPages(NewestFirst):
    ordering = ("-at", "id")


@extend_schema_view(list=extend_schema(parameters=[MONTH]))
class EntryViewSet(ReadOnly):
    """What was held, booked and released at providers. Entries are only added."""

    serializer_class = EntrySerializer
    queryset = Entry.objects.none()
    related = ("run",)
    pagination_class = EntryPages
    filterset_fields = ["project", "run", "kind", "currency"]

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        if self.action != "list":
            return rows
        return ledger.entries(rows, month_asked(self.request))


class SumsSerializer(serializers.Serializer):
    """In one currency. `open` is held and not released yet."""

    currency = serializers.CharField()
    held = serializers.DecimalField(**_MONEY)
    released = serializers.DecimalField(**_MONEY)
    booked = serializers.DecimalField(**_MONEY)
    open = serializers.DecimalField(**_MONEY)


class LeftSerializer(serializers.Serializer):
    """What is left of each limit; null where there is none of that kind."""

    currency = serializers.CharField()
    studio_month = serializers.DecimalField(**_MONEY, allow_null=True)
    project_month = serializers.DecimalField(**_MONEY, allow_null=True)
    project_total = serializers.DecimalField(**_MONEY, allow_null=True)


class LedgerSerializer(serializers.Serializer):
    sums = SumsSerializer(many=True)
    left = LeftSerializer()


class LedgerViewSet(viewsets.GenericViewSet):
    """The sums of one project, found by the project."""

    gate = everything(Capability.SEE)
    queryset = Project.objects.none()
    serializer_class = LedgerSerializer
    http_method_names = ["get"]

    def get_queryset(self) -> Any:
        return Project.objects.visible_to(self.request.user).select_related("studio")

    @extend_schema(parameters=[MONTH])
    def retrieve(self, request: Request, pk: str) -> Response:
        """Sums by currency, of one month or of all, and what is left of the limits now."""
        project = find(self.get_queryset(), request, pk=pk)
        rows = Entry.objects.visible_to(request.user).filter(project=project)
        summed = ledger.sums(ledger.entries(rows, month_asked(request)))
        told = {"sums": summed, "left": budgets.left(project)}
        return Response(LedgerSerializer(told).data)


def month_asked(request: Request) -> str:
    """Empty where none was asked for; `invalid` where it is none."""
    month = request.query_params.get("month", "")
    if month and not ledger.month_of(month):
        raise PortalError("invalid", fields={"month": [_("Write a month such as 2026-11.")]})
    return month
