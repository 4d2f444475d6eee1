"""Webhooks over the API: endpoints, their log, and sending again."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from portal.access import Capability, demand, find
from portal.api.permissions import everything
from portal.api.rows import RowSerializer
from portal.errors import PortalError, sentences
from portal.models import Studio, WebhookDelivery, WebhookEndpoint
from portal.outbox import deliveries, events
from portal.outbox.addresses import checked
from portal.outbox.endpoints import add


class WebhookSerializer(RowSerializer):
    studio = serializers.UUIDField(source="studio_id")
    url = serializers.CharField(max_length=500)
    events = serializers.ListField(child=serializers.CharField(), allow_empty=False)
    enabled = serializers.BooleanField(required=False, help_text="False switches it off.")
    secret = serializers.CharField(read_only=True, help_text="Shown once: when made or changed.")

    class Meta:
        model = WebhookEndpoint
        fields = [
            *("id", "studio", "url", "description", "events", "enabled", "secret"),
            *("created_at", "disabled_at", "disabled_why", "failing_since"),
        ]
        read_only_fields = ["disabled_at", "disabled_why", "failing_since"]

    def to_representation(self, instance: WebhookEndpoint) -> dict[str, Any]:
        """Without the secret, except where a view puts it in."""
        told = super().to_representation(instance)
        told.pop("secret")
        return {**told, "enabled": instance.disabled_at is None}

    def validate_url(self, url: str) -> str:
        try:
            checked(url)
        except PortalError as error:
            raise serializers.ValidationError(
                sentences(error.code, error.facts)["message"]
            ) from None
        return url

    def validate_events(self, names: list[str]) -> list[str]:
        if unknown := sorted(set(names) - set(events.EVENTS)):
            facts = {"name": unknown[0], "known": ", ".join(events.EVENTS)}
            raise serializers.ValidationError(_("%(name)s is none of %(known)s") % facts)
        return names


class WebhookViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.DestroyModelMixin,
    viewsets.GenericViewSet,
):
    """Where my studios' systems hear of news; messages follow Standard Webhooks."""

    gate = everything(Capability.INTEGRATIONS)
    serializer_class = WebhookSerializer
    queryset = WebhookEndpoint.objects.none()
    filterset_fields = ["studio"]

    def get_queryset(self) -> Any:
        return WebhookEndpoint.objects.visible_to(self.request.user).select_related("studio")

    def get_object(self) -> WebhookEndpoint:
        return find(self.get_queryset(), self.request, pk=self.kwargs["pk"])

    def create(self, request: Request) -> Response:
        """No idempotency key here: a secret is never kept, so it cannot be replayed."""
        data = self._checked(request)
        mine = Studio.objects.filter(pk__in=list(request.user.roles))
        studio = get_object_or_404(mine, pk=data.pop("studio_id"))
        demand(request.user, Capability.INTEGRATIONS, studio.pk)
        data.pop("enabled", None)
        endpoint = add(actor=request.user, studio=studio, **data)
        return Response(self._with_secret(endpoint), status=201)

    def partial_update(self, request: Request, pk: str) -> Response:
        """Address, description, news; `enabled` switches. It stays in its studio."""
        endpoint = self.get_object()
        data = self._checked(request, endpoint, partial=True)
        data.pop("studio_id", None)
        enabled = data.pop("enabled", None)
        if data:
            endpoint.change(actor=request.user, **data)
        if enabled is False:
            endpoint.disable(WebhookEndpoint.Why.PERSON, actor=request.user)
        elif enabled and endpoint.disabled_at:
            endpoint.enable(actor=request.user)
        return Response(self.get_serializer(endpoint).data)

    def perform_destroy(self, endpoint: WebhookEndpoint) -> None:
        endpoint.remove(actor=self.request.user)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def secret(self, request: Request, pk: str) -> Response:
        """A new secret; for a day the old one signs too."""
        endpoint = self.get_object()
        endpoint.change_secret(actor=request.user)
        return Response(self._with_secret(endpoint))

    @extend_schema(request=None, responses={202: None})
    @action(detail=True, methods=["post"])
    def test(self, request: Request, pk: str) -> Response:
        """Send a test message."""
        row = events.send_test(self.get_object(), actor=request.user)
        return Response(DeliverySerializer(row).data, status=202)

    def _checked(self, request: Request, *row: Any, **how: Any) -> dict[str, Any]:
        serializer = self.get_serializer(*row, data=request.data, **how)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def _with_secret(self, endpoint: WebhookEndpoint) -> dict[str, Any]:
        return {**self.get_serializer(endpoint).data, "secret": endpoint.secret}


class DeliverySerializer(RowSerializer):
    attempt = serializers.IntegerField(source="tries", help_text="Since it was last sent by hand.")
    error = serializers.SerializerMethodField(help_text="Why the last try failed, in sentences.")

    class Meta:
        model = WebhookDelivery
        fields = read_only_fields = [
            *("id", "endpoint", "event", "payload", "state", "attempt", "next_try"),
            *("status", "answer", "error", "created_at", "tried_at"),
        ]

    def get_error(self, row: WebhookDelivery) -> dict[str, str] | None:
        return row.error


class DeliveryViewSet(viewsets.ReadOnlyModelViewSet):
    """The log: one row for each message to an endpoint."""

    gate = everything(Capability.INTEGRATIONS)
    serializer_class = DeliverySerializer
    queryset = WebhookDelivery.objects.none()
    filterset_fields = ["endpoint", "state", "event"]

    def get_queryset(self) -> Any:
        return WebhookDelivery.objects.visible_to(self.request.user).select_related("endpoint")

    def get_object(self) -> WebhookDelivery:
        return find(self.get_queryset(), self.request, pk=self.kwargs["pk"])

    @extend_schema(request=None, responses={202: DeliverySerializer})
    @action(detail=True, methods=["post"])
    def replay(self, request: Request, pk: str) -> Response:
        """Send the same message again, under the same id."""
        row = self.get_object()
        deliveries.send_again(row, actor=request.user)
        return Response(self.get_serializer(row).data, status=202)
