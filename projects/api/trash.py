"""The trash over the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from portal.access import Capability, demand
from portal.api.permissions import everything
from portal.api.rows import RowSerializer
from projects.models import Asset
from projects.trash import thrown


class ThrownSerializer(RowSerializer):
    kind = serializers.CharField(read_only=True)

    class Meta:
        model = Asset
        fields = ["id", "studio", "project", "name", "kind", "deleted_at", "gone_after"]
        read_only_fields = fields


class TrashViewSet(ListModelMixin, viewsets.GenericViewSet):
    """What was deleted and can still come back. DELETE removes it before its time."""

    gate = everything(Capability.MANAGE)
    serializer_class = ThrownSerializer
    queryset = Asset.objects.none()
    filterset_fields = ["studio", "project"]

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):  # the schema is drawn for nobody
            return self.queryset
        producers = [pk for pk in self.request.user.roles if self._may(pk)]
        return Asset.in_trash(self.request.user).filter(studio__in=producers)

    def _may(self, studio: Any) -> bool:
        return self.request.user.can(Capability.MANAGE, studio)

    def _found(self, pk: str) -> Asset:
        asset = thrown(self.request.user, pk)
        demand(self.request.user, Capability.MANAGE, asset.studio_id)
        return asset

    @extend_schema(request=None, responses=ThrownSerializer)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, pk: str) -> Response:
        asset = self._found(pk)
        asset.take_back(actor=request.user)
        asset.refresh_from_db()
        return Response(self.get_serializer(asset).data)

    def destroy(self, request: Request, pk: str) -> Response:
        self._found(pk).end_now(actor=request.user)
        return Response(status=204)
