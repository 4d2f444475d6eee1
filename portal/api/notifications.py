"""What I was told, over the API, and how I want to hear of it."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.access import Capability
from portal.api.permissions import everything
from portal.api.rows import RowSerializer
from portal.models import Mode, Notification
from portal.outbox import kinds, notices


class NotificationSerializer(RowSerializer):
    sentence = serializers.CharField(read_only=True)

    class Meta:
        model = Notification
        fields = read_only_fields = [
            *("id", "studio", "kind", "sentence", "facts", "url", "needs_me"),
            *("created_at", "read_at"),
        ]


class ReadSerializer(serializers.Serializer):
    ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1), required=False, help_text="All, when left out."
    )
    read = serializers.IntegerField(read_only=True, help_text="How many were unread.")


class NotificationViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    """Newest first."""

    gate = everything(Capability.SIGNED_IN)
    serializer_class = NotificationSerializer
    queryset = Notification.objects.none()
    filterset_fields = {"read_at": ["isnull"], "kind": ["exact"], "needs_me": ["exact"]}

    def get_queryset(self) -> Any:
        return Notification.objects.visible_to(self.request.user)

    @extend_schema(request=ReadSerializer, responses=ReadSerializer)
    @action(detail=False, methods=["post"], filterset_fields=[], pagination_class=None)
    def read(self, request: Request) -> Response:
        """Mark some, or all, as read."""
        serializer = ReadSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        ids = serializer.validated_data.get("ids")
        rows = (
            Notification.objects.all() if ids is None else Notification.objects.filter(pk__in=ids)
        )
        return Response({"read": notices.read(rows, reader=request.user)})


class ChoicesSerializer(serializers.Serializer):
    choices = serializers.DictField(
        child=serializers.ChoiceField(Mode.choices), help_text="Kind of notification → how."
    )

    def validate_choices(self, choices: dict[str, str]) -> dict[str, str]:
        if unknown := sorted(set(choices) - {name for name, _kind in kinds.choosable()}):
            text = _("%(name)s is unknown, or not to be chosen") % {"name": unknown[0]}
            raise serializers.ValidationError(text)
        return choices


class ChoicesView(APIView):
    gate = everything(Capability.SIGNED_IN)
    http_method_names = ["get", "patch", "options"]

    @extend_schema(responses=ChoicesSerializer)
    def get(self, request: Request) -> Response:
        """How I hear of each kind of notification."""
        return Response({"choices": notices.modes(request.user)})

    @extend_schema(request=ChoicesSerializer, responses=ChoicesSerializer)
    def patch(self, request: Request) -> Response:
        """Change some; the others stay."""
        serializer = ChoicesSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        notices.choose(request.user, serializer.validated_data["choices"])
        return self.get(request)
