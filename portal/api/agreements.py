"""The agreements in force over the API, and their acceptance."""

from typing import Any

from allauth.account.adapter import get_adapter
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from portal.access import Capability
from portal.api.permissions import everything
from portal.api.rows import RowSerializer
from portal.errors import PortalError
from portal.models import AgreementVersion
from portal.models.agreements import open_agreements


class AgreementSerializer(RowSerializer):
    kind = serializers.CharField(source="agreement.kind", read_only=True)
    title = serializers.CharField(source="agreement.title", read_only=True)
    accepted = serializers.SerializerMethodField(help_text="By me, for each of my studios.")

    class Meta:
        model = AgreementVersion
        fields = ["id", "kind", "title", "number", "text", "sha256", "in_force_from", "accepted"]
        read_only_fields = fields

    def get_accepted(self, version: AgreementVersion) -> bool:
        return version.pk not in self.context["open"]


class AcceptSerializer(serializers.Serializer):
    sha256 = serializers.CharField(help_text="Of the text that was read.")


class AgreementViewSet(viewsets.GenericViewSet):
    """The agreements in force. Nothing else opens before they are accepted."""

    gate = everything(Capability.SIGNED_IN)
    before_acceptance = True
    serializer_class = AgreementSerializer
    queryset = AgreementVersion.objects.none()
    pagination_class = None

    def get_queryset(self) -> Any:
        return AgreementVersion.objects.in_force().select_related("agreement")

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "open": dict(self._open())}

    def _open(self) -> list[tuple[int, list[Any]]]:
        signed_in = getattr(self.request, "user", None) and self.request.user.is_authenticated
        return open_agreements(self.request.user) if signed_in else []

    def list(self, request: Request) -> Response:
        return Response(self.get_serializer(self.get_queryset(), many=True).data)

    @extend_schema(request=AcceptSerializer, responses={200: AgreementSerializer})
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        """Accept the very words whose hash is sent, for all of my studios that still have to."""
        form = AcceptSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        version = next((v for v in self.get_queryset() if str(v.pk) == pk), None)
        if version is None or form.validated_data["sha256"] != version.sha256:
            raise PortalError("agreement:changed")
        studios = dict(self._open()).get(version.pk, [])
        address = get_adapter().get_client_ip(request._request)
        version.accept(actor=request.user, studios=studios, address=address)
        return Response(self.get_serializer(version).data)
