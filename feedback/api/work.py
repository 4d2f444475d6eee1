"""Work items and one's own times over the API."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from feedback.models import TimeEntry, WorkItem
from feedback.models.work import ARMS, DONE_BY, MOST_HOURS, MOST_RATE
from feedback.work import bidding, doing, times
from feedback.work.stages import STAGES, stratum_of
from portal.access import Capability, find
from portal.api.idempotency import idempotent
from portal.api.rows import RowSerializer
from projects.api.serializers import Visible
from projects.models import Project, Shot


class WorkItemSerializer(RowSerializer):
    """`arm` is told to whoever does the item, and to others once it is done."""

    project = Visible(queryset=Project.objects.all())
    shot = Visible(queryset=Shot.objects.all(), required=False, allow_null=True)
    stage = serializers.ChoiceField(list(STAGES.items()))
    arm = serializers.SerializerMethodField()
    hours = serializers.DecimalField(
        max_digits=8, decimal_places=2, min_value=0, max_value=MOST_HOURS, write_only=True
    )
    rate = serializers.DecimalField(
        max_digits=10, decimal_places=2, min_value=0, max_value=MOST_RATE, write_only=True
    )
    currency = serializers.RegexField(r"^[A-Z]{3}\Z", default="USD", write_only=True)

    class Meta:
        model = WorkItem
        fields = [
            *["id", "project", "shot", "code", "title", "stage", "stratum", "state", "arm"],
            *["begun_at", "done_at", "approved_at", "created_at", "hours", "rate", "currency"],
        ]
        read_only_fields = ["state", "begun_at", "done_at", "approved_at"]
        validators: ClassVar[list[Any]] = []  # the verb gives the sentence for a second code

    def validate_hours(self, hours: Any) -> Any:
        if not hours:
            self.fields["hours"].fail("min_value", min_value="0.01")
        return hours

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        """A shot of the very project."""
        if (shot := data.get("shot")) and shot.project_id != data["project"].pk:
            self.fields["shot"].fail("does_not_exist", pk_value=shot.pk)
        return data

    def get_arm(self, item: WorkItem) -> str:
        return item.arm if item.tells_arm(self.context["request"].user) else ""


class BeginSerializer(serializers.Serializer):
    choice = serializers.ChoiceField(
        [(arm.value, ARMS[arm]) for arm in DONE_BY],
        required=False,
        help_text="Where nobody settled how the item is done.",
    )


class WorkItemViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Items of measured work; bids are written here and read on the producers' page."""

    gate = {
        "default": Capability.SEE,
        "create": Capability.MANAGE,
        **dict.fromkeys(["begin", "done"], Capability.REQUEST),
    }
    serializer_class = WorkItemSerializer
    queryset = WorkItem.objects.none()
    filterset_fields = ["project", "state", "stage", "stratum"]

    def get_queryset(self) -> Any:
        return WorkItem.objects.visible_to(self.request.user).order_by("code", "pk")

    @idempotent
    def create(self, request: Request) -> Response:
        """Plan an item with its bid."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        data = dict(serializer.validated_data)
        bid = {name: data.pop(name) for name in ("hours", "rate", "currency")}
        project = find(Project, request, pk=data.pop("project").pk)
        data["stratum"] = stratum_of(data["stratum"])
        item = bidding.plan(actor=request.user, project=project, fields=data)
        bidding.enter_bid(actor=request.user, item=item, **bid)
        return Response(self.get_serializer(item).data, status=201)

    @extend_schema(request=BeginSerializer, responses=WorkItemSerializer)
    @action(detail=True, methods=["post"])
    def begin(self, request: Request, pk: str) -> Response:
        """Begin the item, and be told how it is done."""
        serializer = BeginSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        choice = serializer.validated_data.get("choice", "")
        item = find(WorkItem, request, pk=pk)
        made = doing.begin(actor=request.user, item=item, choice=choice)
        return Response(self.get_serializer(made).data)

    @extend_schema(request=None, responses=WorkItemSerializer)
    @action(detail=True, methods=["post"])
    def done(self, request: Request, pk: str) -> Response:
        """Say that it is done."""
        item = doing.finish(actor=request.user, item=find(WorkItem, request, pk=pk))
        return Response(self.get_serializer(item).data)


class TimeEntrySerializer(RowSerializer):
    item = Visible(queryset=WorkItem.objects.all())
    kind = serializers.ChoiceField(TimeEntry.Kind.choices)
    started_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(help_text="Null on a timer that runs.")
    reason = serializers.CharField(max_length=300)

    class Meta:
        model = TimeEntry
        fields = ["id", "item", "kind", "started_at", "ended_at", "paused", "by_hand", "vouched"]
        fields += ["reason"]
        read_only_fields = ["paused", "by_hand", "vouched"]


class TimeEntryViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """One's own times; nobody else's are here."""

    gate = {"default": Capability.GIVE_FEEDBACK}
    serializer_class = TimeEntrySerializer
    queryset = TimeEntry.objects.none()
    filterset_fields = ["item", "kind"]

    def get_queryset(self) -> Any:
        return TimeEntry.objects.visible_to(self.request.user).order_by("-started_at", "pk")

    @idempotent
    def create(self, request: Request) -> Response:
        """Add a time by hand; it is marked as such."""
        said = self._said(request)
        item = find(WorkItem, request, pk=said.pop("item").pk)
        entry = times.add(actor=request.user, item=item, **said)
        return Response(self.get_serializer(entry).data, status=201)

    @extend_schema(request=TimeEntrySerializer, responses=TimeEntrySerializer)
    @action(detail=True, methods=["post"])
    def correct(self, request: Request, pk: str) -> Response:
        """Write it anew, with the reason; what it said before is kept. `item` may be left out."""
        entry = find(TimeEntry, request, pk=pk)
        said = self._said(request, entry)
        said.pop("item", None)
        entry = times.correct(actor=request.user, entry=entry, **said)
        return Response(self.get_serializer(entry).data)

    def _said(self, request: Request, entry: TimeEntry | None = None) -> dict[str, Any]:
        whole = dict(request.data)
        if entry:
            whole = {"item": entry.item_id, "kind": entry.kind, **whole}
        serializer = self.get_serializer(data=whole)
        serializer.is_valid(raise_exception=True)
        data = serializer.validated_data
        names = {"started_at": "start", "ended_at": "end"}
        return {names.get(name, name): value for name, value in data.items()}
