"""My timer over the API: what runs, and the signs that a page gives of me."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from feedback.models import TimeEntry, WorkItem
from feedback.work import timers
from feedback.work.timer_news import told
from portal.access import Capability, find
from portal.api.permissions import everything
from projects.api.serializers import Visible


class TimerSerializer(serializers.Serializer):
    """`state` is null where nothing runs or is paused; the rest is then empty too."""

    state = serializers.ChoiceField(["running", "paused"], allow_null=True)
    id = serializers.UUIDField(allow_null=True)
    item = serializers.UUIDField(allow_null=True)
    code = serializers.CharField()
    url = serializers.CharField()
    kind = serializers.CharField()
    kind_label = serializers.CharField()
    seconds = serializers.IntegerField(help_text="Of this stretch, up to the last sign of you.")
    asks_since = serializers.DateTimeField(
        allow_null=True, help_text="Since when nothing was heard of you, where that is asked."
    )
    idle_seconds = serializers.IntegerField(help_text="After so long without a key it is asked.")


class TimerActSerializer(serializers.Serializer):
    act = serializers.ChoiceField(["start", "pause", "go_on", "stop", "sign", "answer"])
    item = Visible(queryset=WorkItem.objects.all(), required=False, help_text="For `start`.")
    kind = serializers.ChoiceField(
        TimeEntry.Kind.choices, default=TimeEntry.Kind.WORKING, help_text="For `start`."
    )
    quiet = serializers.FloatField(
        default=0, min_value=0, help_text="For `sign`: seconds since a key or the pointer moved."
    )
    still_working = serializers.BooleanField(
        default=False, help_text="For `answer`: false cuts the time back to `asks_since`."
    )

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        if data["act"] == "start" and "item" not in data:
            self.fields["item"].fail("required")
        return data


NOTHING: dict[str, Any] = {
    "state": None,
    "id": None,
    "item": None,
    "code": "",
    "url": "",
    "kind": "",
}
NOTHING |= {"kind_label": "", "seconds": 0, "asks_since": None, "idle_seconds": 0}
ACTS: dict[str, Callable[..., Any]] = {
    "pause": lambda actor, _said: timers.pause(actor=actor),
    "go_on": lambda actor, _said: timers.go_on(actor=actor),
    "stop": lambda actor, _said: timers.stop(actor=actor),
    "sign": lambda actor, said: timers.sign(actor=actor, quiet=said["quiet"]),
    "answer": lambda actor, said: timers.answer(actor=actor, still_working=said["still_working"]),
}


class TimerView(APIView):
    """One timer a person."""

    gate = everything(Capability.GIVE_FEEDBACK)
    http_method_names = ["get", "post", "options"]

    @extend_schema(responses=TimerSerializer)
    def get(self, request: Request) -> Response:
        """What runs, or is paused."""
        return Response(told(timers.timer_of(request.user)) or NOTHING)

    @extend_schema(request=TimerActSerializer, responses=TimerSerializer)
    def post(self, request: Request) -> Response:
        """Start, pause, go on, stop; `sign` while a page is open; `answer` after silence."""
        serializer = TimerActSerializer(data=request.data, context={"request": request})
        serializer.is_valid(raise_exception=True)
        said = serializer.validated_data
        if said["act"] == "start":
            item = find(WorkItem, request, pk=said["item"].pk)
            timers.start(actor=request.user, item=item, kind=said["kind"])
        else:
            ACTS[said["act"]](request.user, said)
        return self.get(request)
