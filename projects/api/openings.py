"""Openings over the API: who outside the studio may look."""

from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework import mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from portal.access import Capability, demand, find
from portal.api.idempotency import idempotent
from portal.api.permissions import everything
from portal.api.rows import RowSerializer
from portal.models import Studio
from projects.api.serializers import Visible
from projects.models import Opening, Project
from projects.models.openings import open_to


class OpeningSerializer(RowSerializer):
    studio = serializers.UUIDField(source="studio_id")
    project = Visible(queryset=Project.objects.all(), required=False, allow_null=True)
    email = serializers.EmailField(source="person.email")

    class Meta:
        model = Opening
        fields = [
            *["id", "studio", "project", "email", "kind", "reason", "until"],
            *["created_at", "ended_at"],
        ]
        read_only_fields = ["kind", "reason", "ended_at"]


class OpeningViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.DestroyModelMixin,
    viewsets.GenericViewSet,
):
    """Producers open their studio's work to somebody of the programme. DELETE ends it."""

    gate = everything(Capability.MEMBERS)
    serializer_class = OpeningSerializer
    queryset = Opening.objects.none()
    filterset_fields = ["studio", "project", "kind"]

    def get_queryset(self) -> Any:
        rows = Opening.objects.visible_to(self.request.user)
        return rows.select_related("person", "studio")

    def get_object(self) -> Opening:
        return find(self.get_queryset(), self.request, pk=self.kwargs["pk"])

    @idempotent
    def create(self, request: Request) -> Response:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        data = serializer.validated_data
        mine = Studio.objects.filter(pk__in=list(request.user.roles))
        studio = get_object_or_404(mine, pk=data["studio_id"])
        demand(request.user, Capability.MEMBERS, studio.pk)
        opening = open_to(
            actor=request.user,
            studio=studio,
            email=data["person"]["email"],
            project=data.get("project"),
            until=data["until"],
        )
        return Response(self.get_serializer(opening).data, status=201)

    def perform_destroy(self, opening: Opening) -> None:
        opening.end(actor=self.request.user)
