"""Figures over the API, for notebooks: a section of a report with the reports' own filters.

Nothing is kept and nothing is frozen: what a milestone is judged by stands in a report.
"""

from datetime import UTC, datetime, time
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from feedback.models import ReportDefinition
from feedback.models.reports import LANGUAGES
from feedback.reports.making import content_of, data_until
from feedback.reports.scope import PLACES
from feedback.reports.sections import SECTIONS
from portal.access import Capability
from portal.api.permissions import everything
from portal.models import Cohort, Studio
from portal.tenancy import open_across
from projects.assist.tools import TOOLS

#: What the API knows everywhere, besides filters.
SHAPES = {"format"}


class FiguresQuerySerializer(serializers.Serializer):
    section = serializers.ChoiceField(
        [*SECTIONS], help_text="Which section of a report is answered."
    )
    cohort = serializers.CharField(required=False, help_text="Name of a cohort; all without it.")
    studio = serializers.CharField(required=False, help_text="Name of a studio; all without it.")
    tool = serializers.CharField(required=False, help_text="Name of a tool; all without it.")
    since = serializers.DateField(
        required=False, help_text="Only weeks that begin on this day or later."
    )
    until = serializers.DateField(required=False, help_text="Only weeks that end before this day.")
    as_of = serializers.DateField(
        required=False, help_text="As it was known on this day, of whole weeks; now without it."
    )

    def validate_cohort(self, name: str) -> str:
        return self._there(name, Cohort.objects.filter(name=name).exists())

    def validate_studio(self, name: str) -> str:
        return self._there(name, Studio.objects.filter(name=name).exists())

    def validate_tool(self, name: str) -> str:
        return self._there(name, name in TOOLS)

    def _there(self, name: str, found: bool) -> str:
        """A filter that fits nothing would look like no answers."""
        if not found:
            raise serializers.ValidationError(_("There is nothing of this name."))
        return name

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        unknown = sorted({*self.initial_data} - {*self.fields} - SHAPES)
        if unknown:  # left out silently, figures of everything would look like those of a part
            raise serializers.ValidationError(
                {name: _("There is no such filter.") for name in unknown}
            )
        since, until = data.get("since"), data.get("until")
        if since and until and until <= since:
            raise serializers.ValidationError({"until": _("It ends after it begins.")})
        return data


class FiguresSerializer(serializers.Serializer):
    section = serializers.CharField()
    title = serializers.CharField()
    as_of = serializers.DateTimeField(help_text="The data end here; only whole weeks are told.")
    method = serializers.CharField(help_text="Version of how figures are made.")
    language = serializers.CharField()
    filters = serializers.DictField(child=serializers.CharField())
    blocks = serializers.ListField(
        child=serializers.DictField(),
        help_text="`text`: a sentence. `table` and `estimates`: `columns` with name, label and "
        "unit, and `rows` of values in their order; the number, its 95 % interval and n.",
    )


class FiguresView(APIView):
    """Figures of whole weeks and of five people or more."""

    gate = everything(Capability.READ_FEEDBACK)
    http_method_names = ["get", "options"]

    @extend_schema(
        operation_id="figures_retrieve",
        parameters=[FiguresQuerySerializer],
        responses=FiguresSerializer,
    )
    def get(self, request: Request) -> Response:
        """One section, made at once with these filters."""
        open_across(Studio.objects.all(), reason="figures over the API", actor=request.user)
        serializer = FiguresQuerySerializer(data=request.query_params)
        serializer.is_valid(raise_exception=True)
        return Response(FiguresSerializer(_figures(serializer.validated_data)).data)


def _figures(said: dict[str, Any]) -> dict[str, Any]:
    """Raises `report:future`."""
    day = said.get("as_of")
    until = data_until(datetime.combine(day, time(), UTC) if day else None)
    filters = {name: str(said[name]) for name in (*PLACES, "since", "until") if name in said}
    language = (get_language() or "en")[:2]
    definition = ReportDefinition(
        sections=[said["section"]],
        filters=filters,
        language=language if language in dict(LANGUAGES) else "en",
    )
    content = content_of(definition, until)
    (section,) = content["sections"]
    told = {"section": section["name"], "title": section["title"], "blocks": section["blocks"]}
    kept = {name: content[name] for name in ("method", "language")}
    return {**told, **kept, "as_of": until, "filters": filters}
