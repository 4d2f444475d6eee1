"""Playlists over the API: made, filled, put in order, what a session said, and how it ended."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from portal.access import Capability, demand, find
from portal.api.idempotency import idempotent
from portal.api.rows import RowSerializer
from projects.api.serializers import Partly, Visible
from projects.api.work import ReadOnly
from projects.models import Playlist, PlaylistItem, Project, Version
from projects.models.playlists import ITEMS_AT_MOST, make_playlist

_ENDED = ("closed_at", "closed_by_name", "summary")


class PlaylistSerializer(Partly):
    """`summary` is what the session came to; nothing is approved by it."""

    project = Visible(queryset=Project.objects.all())

    class Meta:
        model = Playlist
        fields = [
            *["id", "project", "name", "description", "made_by_name", "created_at", *_ENDED],
        ]
        read_only_fields = ["made_by_name", *_ENDED]


class ItemSerializer(RowSerializer):
    """A version in its place. `result` is the session's word, never a decision."""

    playlist = Visible(queryset=Playlist.objects.all())
    version = Visible(queryset=Version.objects.all())

    class Meta:
        model = PlaylistItem
        fields = [
            *["id", "playlist", "version", "position", "result", "remark"],
            *["said_by_name", "said_at", "created_at"],
        ]
        read_only_fields = ["position", "said_by_name", "said_at"]
        validators = []  # a version that is in it already stays where it is


class OrderSerializer(serializers.Serializer):
    items = serializers.ListField(
        child=serializers.UUIDField(),
        max_length=ITEMS_AT_MOST,
        help_text="Ids of items, first to last; those left out follow in the order they have.",
    )


class ClosingSerializer(serializers.Serializer):
    summary = serializers.CharField(required=False, allow_blank=True, max_length=500, default="")


class PlaylistViewSet(mixins.UpdateModelMixin, mixins.DestroyModelMixin, ReadOnly):
    """Playlists of review sessions, newest first. Who decides closes a session and opens it."""

    gate = {
        "default": Capability.SEE,
        **dict.fromkeys(("create", "partial_update", "destroy", "order"), Capability.PLAYLIST),
        **dict.fromkeys(("close", "reopen"), Capability.DECIDE),
    }
    serializer_class = PlaylistSerializer
    queryset = Playlist.objects.none()
    related = ("project__studio",)
    filterset_fields = ["project"]
    http_method_names = ["get", "post", "patch", "delete"]

    @idempotent
    def create(self, request: Request) -> Response:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        data = serializer.validated_data
        demand(request.user, Capability.PLAYLIST, data["project"].studio_id)
        made = make_playlist(actor=request.user, **data)
        return Response(self.get_serializer(made).data, status=201)

    def perform_update(self, serializer: Any) -> None:
        """Its name and what it is for; it stays in its project."""
        serializer.validated_data.pop("project", None)
        playlist = serializer.save()
        playlist.record(self.request.user, "playlist:changed")

    def perform_destroy(self, playlist: Playlist) -> None:
        playlist.delete_by(self.request.user)

    @extend_schema(request=OrderSerializer, responses=PlaylistSerializer)
    @action(detail=True, methods=["post"])
    def order(self, request: Request, pk: str) -> Response:
        """Puts the items in this order."""
        playlist, data = self.get_object(), self._asked(OrderSerializer, request)
        playlist.put_in_order(data["items"], actor=request.user)
        return Response(self.get_serializer(playlist).data)

    @extend_schema(request=ClosingSerializer, responses=PlaylistSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """The session is over."""
        playlist, data = self.get_object(), self._asked(ClosingSerializer, request)
        playlist.close(actor=request.user, summary=data["summary"])
        return Response(self.get_serializer(playlist).data)

    @extend_schema(request=None, responses=PlaylistSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        """The session goes on."""
        playlist = self.get_object()
        playlist.reopen(actor=request.user)
        return Response(self.get_serializer(playlist).data)

    def _asked(self, kind: type[serializers.Serializer], request: Request) -> dict[str, Any]:
        serializer = kind(data=request.data)
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data


class ItemViewSet(mixins.DestroyModelMixin, ReadOnly):
    """Versions in playlists. PATCH says the session's result; DELETE takes one out."""

    gate = {
        "default": Capability.SEE,
        **dict.fromkeys(("create", "destroy"), Capability.PLAYLIST),
        "partial_update": Capability.DECIDE,
    }
    serializer_class = ItemSerializer
    queryset = PlaylistItem.objects.none()
    related = ("playlist__project__studio", "version")
    filterset_fields = ["playlist", "version"]
    http_method_names = ["get", "post", "patch", "delete"]

    @idempotent
    def create(self, request: Request) -> Response:
        """At the end of the list; a version that is in it already stays in its place."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        data = serializer.validated_data
        rows = Playlist.objects.select_related("project__studio")
        playlist = find(rows, request, pk=data["playlist"].pk)
        playlist.add([data["version"]], actor=request.user)
        item = self.get_queryset().get(playlist=playlist, version=data["version"])
        return Response(self.get_serializer(item).data, status=201)

    def partial_update(self, request: Request, pk: str) -> Response:
        item = self.get_object()
        serializer = self.get_serializer(item, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        said = {name: getattr(item, name) for name in ("result", "remark")}
        said |= {k: v for k, v in serializer.validated_data.items() if k in said}
        item.say(actor=request.user, **said)
        return Response(self.get_serializer(item).data)

    def perform_destroy(self, item: PlaylistItem) -> None:
        item.remove(actor=self.request.user)
