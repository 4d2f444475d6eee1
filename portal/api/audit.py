"""The audit over the API: a producer's own studios, newest first."""

from typing import Any

import django_filters
from rest_framework import mixins, serializers, viewsets

from portal.access import Capability
from portal.api.pages import NewestFirst
from portal.api.permissions import everything
from portal.api.rows import RowSerializer
from portal.audit.reading import found, open_for
from portal.models import AuditEvent


class AuditFilter(django_filters.FilterSet):
    studio = django_filters.UUIDFilter()
    who = django_filters.CharFilter("actor_name", "icontains", help_text="Part of a name.")
    verb = django_filters.CharFilter(help_text="Such as `media:viewed`.")
    project = django_filters.CharFilter("facts__project", "icontains", help_text="Part of a name.")
    since = django_filters.IsoDateTimeFilter("at", "gte")
    until = django_filters.IsoDateTimeFilter("at", "lt")

    class Meta:
        model = AuditEvent
        fields: list[str] = []


class AuditSerializer(RowSerializer):
    sentence = serializers.CharField(read_only=True)
    position = serializers.IntegerField(
        source="seal.position",
        default=None,
        allow_null=True,
        read_only=True,
        help_text="Null until it is sealed.",
    )
    hash = serializers.CharField(source="seal.hash", default=None, allow_null=True, read_only=True)

    class Meta:
        model = AuditEvent
        fields = [
            *("uid", "at", "studio", "studio_name", "actor", "actor_name"),
            *("verb", "facts", "sentence", "digest", "position", "hash"),
        ]


class AuditPages(NewestFirst):
    ordering = ("-id",)


class AuditViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    """What happened in the studios I am a producer of. Rows are never changed."""

    gate = everything(Capability.AUDIT)
    serializer_class = AuditSerializer
    queryset = AuditEvent.objects.none()
    pagination_class = AuditPages
    filterset_class = AuditFilter

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):
            return self.queryset
        open_for(self.request.user, reason="the audit over the API")
        return found(self.request.user)
