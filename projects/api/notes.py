"""Notes over the API: write, answer, change, resolve, delete."""

from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from portal.access import Capability, demand, find
from portal.api.idempotency import idempotent
from portal.api.pages import NewestFirst
from portal.api.rows import RowSerializer
from portal.errors import PortalError
from projects import noting
from projects.api.carrying import Placed, PlacementSerializer, standing_rows
from projects.api.serializers import Visible
from projects.api.work import ReadOnly
from projects.models import Note, Placement, Version

_OF_ITSELF = ("project", "person", "person_name", "said_by", "created_at", "edited_at")
_SETTLED = ("edited_by_name", "resolved_at", "resolved_by_name", "deleted_at")
ANSWERS = {"true": False, "false": True}


class MentionSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField(help_text="As the person was called then.")


class ReplySerializer(RowSerializer):
    """A reply; `may_change` says whether I may change or delete it."""

    may_change = serializers.SerializerMethodField()
    mentions = MentionSerializer(many=True, read_only=True)

    class Meta:
        model = Note
        fields = [
            *["id", "parent", "text", "mentions", "person", "person_name", "said_by"],
            *["created_at", "edited_at", "edited_by_name", "deleted_at", "may_change"],
        ]

    def get_may_change(self, note: Note) -> bool:
        user = self.context["request"].user
        mine = note.person_id == user.pk and user.can(Capability.COMMENT, note.studio_id)
        return note.deleted_at is None and (mine or user.can(Capability.MANAGE, note.studio_id))


class NoteSerializer(ReplySerializer):
    """Frames count from the first picture, `end` is exclusive; see `projects/drawings.py`."""

    version = Visible(
        queryset=Version.objects.select_related("project__studio", "asset"), required=False
    )
    parent = Visible(queryset=Note.objects.all(), required=False, allow_null=True)
    start = serializers.IntegerField(min_value=0, required=False, allow_null=True)
    end = serializers.IntegerField(min_value=1, required=False, allow_null=True)
    text = serializers.CharField(required=False, allow_blank=True, max_length=noting.TEXT_AT_MOST)
    drawing = serializers.ListField(child=serializers.DictField(), required=False)
    mention_ids = serializers.ListField(
        source="mentioned",
        child=serializers.UUIDField(),
        required=False,
        write_only=True,
        help_text="Ids of people who may see the project; they are told.",
    )
    replies = ReplySerializer(many=True, read_only=True)
    placements = PlacementSerializer(many=True, read_only=True)

    class Meta:
        model = Note
        fields = [
            *["id", "version", "parent", "start", "end", "text", "drawing", "mentions"],
            *["mention_ids", *_OF_ITSELF, *_SETTLED, "may_change", "replies"],
            "placements",
        ]
        read_only_fields = [*_OF_ITSELF, *_SETTLED]


class OldestFirst(NewestFirst):
    ordering = ("created_at", "id")


def _yes_or_no(name: str, help_text: str) -> OpenApiParameter:
    return OpenApiParameter(name, OpenApiTypes.BOOL, description=help_text)


@extend_schema_view(
    list=extend_schema(
        parameters=[
            _yes_or_no("resolved", "Only those that are resolved, or are not."),
            _yes_or_no("mine", "Only those I wrote, or others wrote."),
            OpenApiParameter(
                "standing_on",
                OpenApiTypes.UUID,
                description="Only those on this version, also carried there: see `placements`.",
            ),
        ]
    )
)
class NoteViewSet(Placed, mixins.UpdateModelMixin, mixins.DestroyModelMixin, ReadOnly):
    """Notes on versions, oldest first, each with its replies. `parent` makes a reply."""

    gate = {
        "default": Capability.SEE,
        **dict.fromkeys(
            ("create", "partial_update", "destroy", "resolve", "reopen", "place", "drop"),
            Capability.COMMENT,
        ),
    }
    serializer_class = NoteSerializer
    queryset = Note.objects.none()
    pagination_class = OldestFirst
    related = ("version", "project__studio", "parent")
    filterset_fields = ["project", "version", "person"]
    http_method_names = ["get", "post", "patch", "delete"]

    def get_queryset(self) -> Any:
        placed = Placement.objects.select_related("version", "source")
        rows = super().get_queryset().prefetch_related(Prefetch("placements", placed))
        if self.action != "list":
            return rows.prefetch_related("replies")
        rows = rows.select_related(None)  # a list tells of their ids alone
        rows = standing_rows(rows, self.request.query_params.get("standing_on", ""))
        resolved, mine = self._asked("resolved"), self._asked("mine")
        if resolved is not None:
            rows = rows.filter(resolved_at__isnull=resolved)
        if mine is not None:
            own = rows.filter(person=self.request.user)
            rows = rows.exclude(person=self.request.user) if mine else own
        return rows.threads()

    def _asked(self, name: str) -> bool | None:
        """False for true, as `isnull` wants it; None when it was not asked for."""
        word = self.request.query_params.get(name, "").lower()
        if word and word not in ANSWERS:
            raise PortalError("invalid", fields={name: [_("This is true or false.")]})
        return ANSWERS.get(word)

    @idempotent
    def create(self, request: Request) -> Response:
        data = self._valid(request)
        parent, version = data.pop("parent", None), data.pop("version", None)
        if parent is not None:
            note = find(self._rows(), request, pk=parent.pk)
            said = {"text": data.get("text", ""), "mentioned": data.get("mentioned", [])}
            made = noting.reply(actor=request.user, note=note, **said)
        else:
            version = self._on(version)
            made = noting.write_note(actor=request.user, version=version, **_frames(data))
        return Response(self.get_serializer(_new(made)).data, status=201)

    def partial_update(self, request: Request, pk: str) -> Response:
        """Only its author or a producer; a note stays on its version."""
        note, data = self.get_object(), self._valid(request)
        kept = {key: value for key, value in data.items() if key not in ("parent", "version")}
        manages = self._manages(note)
        noting.edit(actor=request.user, note=note, manages=manages, **kept)
        return Response(self.get_serializer(note).data)

    def perform_destroy(self, note: Note) -> None:
        note.delete_by(self.request.user, manages=self._manages(note))

    @extend_schema(request=None, responses=NoteSerializer)
    @action(detail=True, methods=["post"])
    def resolve(self, request: Request, pk: str) -> Response:
        """What it asks for is done."""
        note = self.get_object()
        note.resolve(actor=request.user)
        return Response(self.get_serializer(note).data)

    @extend_schema(request=None, responses=NoteSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        """It is not done after all."""
        note = self.get_object()
        note.reopen(actor=request.user)
        return Response(self.get_serializer(note).data)

    def _valid(self, request: Request) -> dict[str, Any]:
        serializer = self.get_serializer(data=request.data, partial=self.action != "create")
        serializer.is_valid(raise_exception=True)
        return {k: v for k, v in serializer.validated_data.items() if v is not None}

    def _rows(self) -> Any:
        return Note.objects.select_related(*self.related)

    def _on(self, version: Version | None) -> Version:
        """One that the person sees; here it is asked whether they may write on it."""
        if version is None:
            raise PortalError("invalid", fields={"version": [_("Say which version it is on.")]})
        demand(self.request.user, self.gate["create"], version.studio_id)
        return version

    def _manages(self, note: Note) -> bool:
        demand(self.request.user, Capability.COMMENT, note.studio_id, changes=True)
        return self.request.user.can(Capability.MANAGE, note.studio_id)


def _new(note: Note) -> Note:
    """Nobody answered it yet and it stands nowhere else: there is nothing to ask for."""
    note._prefetched_objects_cache = {"replies": [], "placements": []}  # type: ignore[attr-defined]
    return note


def _frames(data: dict[str, Any]) -> dict[str, Any]:
    """Without an end it is one frame."""
    if "start" not in data:
        raise PortalError("invalid", fields={"start": [_("Say at which frame it stands.")]})
    return {"end": data["start"] + 1, **data}
