"""Reports over the API, for notebooks: definitions, and the figures of what was made of them."""

from rest_framework import viewsets

from feedback.models import Report, ReportDefinition
from portal.access import Capability
from portal.api.pages import NewestFirst
from portal.api.rows import RowSerializer


class ReportDefinitionSerializer(RowSerializer):
    class Meta:
        model = ReportDefinition
        fields = ["id", "name", "title", "language", "sections", "filters"]
        fields += ["schedule", "sha256", "frozen_at", "frozen_by_name", "created_at"]


class ReportDefinitionViewSet(viewsets.ReadOnlyModelViewSet):
    """What each report tells; frozen ones were written down before their data were seen."""

    gate = {"default": Capability.READ_FEEDBACK}
    serializer_class = ReportDefinitionSerializer
    queryset = ReportDefinition.objects.none()
    filterset_fields = ["name", "language"]

    def get_queryset(self):  # type: ignore[no-untyped-def]
        return ReportDefinition.objects.visible_to(self.request.user)


class ReportPages(NewestFirst):
    ordering = ("-queued_at", "id")


class ReportSerializer(RowSerializer):
    class Meta:
        model = Report
        fields = ["id", "definition", "as_of", "state", "person_name", "queued_at"]
        fields += ["finished_at", "sha256", "content"]


class ReportViewSet(viewsets.ReadOnlyModelViewSet):
    """Reports with their content: figures of five people or more, with 95 % intervals."""

    gate = {"default": Capability.READ_FEEDBACK}
    serializer_class = ReportSerializer
    queryset = Report.objects.none()
    pagination_class = ReportPages
    filterset_fields = ["definition", "state"]

    def get_queryset(self):  # type: ignore[no-untyped-def]
        return Report.objects.visible_to(self.request.user)
