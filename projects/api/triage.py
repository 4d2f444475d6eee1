"""The triage board of a request over the API."""

from collections import Counter
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from portal.access import Capability
from portal.api.idempotency import idempotent
from portal.errors import PortalError
from projects import triage
from projects.api.serializers import Visible
from projects.models import AssistRequest, Candidate, Decision
from projects.models.decisions import Word, decide_together

#: As many as one group or one key ever decides.
AT_ONCE = 500
#: Changes are requested to cuts; a picture is made anew.
VERDICTS = [choice for choice in Decision.Verdict.choices if choice[0] != Decision.Verdict.CHANGES]


class ToldSerializer(serializers.Serializer):
    """A decision in force, as a board tells it."""

    id = serializers.UUIDField()
    candidate = serializers.UUIDField()
    verdict = serializers.ChoiceField(choices=Decision.Verdict.choices)
    word = serializers.CharField()
    reason = serializers.CharField()
    why = serializers.CharField()
    person_name = serializers.CharField()
    mine = serializers.BooleanField()
    at = serializers.DateTimeField()


class PlateSerializer(serializers.Serializer):
    url = serializers.CharField()
    frame = serializers.IntegerField()
    timecode = serializers.CharField()


class MadeBySerializer(serializers.Serializer):
    word = serializers.CharField()
    said = serializers.CharField()
    type = serializers.CharField(help_text="digitalSourceType of IPTC, its last part.")


class PictureSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    number = serializers.IntegerField(help_text="Its place on the board, from 1.")
    group = serializers.IntegerField(help_text="Near-duplicates share it.")
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    small = serializers.CharField()
    large = serializers.CharField()
    timecode = serializers.CharField(
        allow_blank=True, help_text="Where in the film a still is; empty of other pictures."
    )
    plate = PlateSerializer(allow_null=True)
    decision = ToldSerializer(allow_null=True)
    made_by = MadeBySerializer(allow_null=True, help_text="Where a trained model had part in it.")
    origin = serializers.CharField(required=False, help_text="Left out while you are blind.")
    whose = serializers.CharField(required=False, help_text="In words; left out while blind.")
    run_url = serializers.CharField(required=False, help_text="Left out while you are blind.")
    take = serializers.CharField(
        required=False,
        allow_blank=True,
        help_text="The whole file, once it is approved; empty where there is none, or none for "
        "you. Left out while you are blind.",
    )
    provider = serializers.CharField(required=False, help_text="Left out while you are blind.")
    run = serializers.UUIDField(required=False, help_text="Left out while you are blind.")


class ReasonSerializer(serializers.Serializer):
    why = serializers.CharField()
    label = serializers.CharField()


class BoardSerializer(serializers.Serializer):
    request = serializers.UUIDField()
    state = serializers.CharField()
    blind = serializers.BooleanField()
    near = serializers.IntegerField(help_text="Look-alikes differ in at most so many of 64 bits.")
    reasons = ReasonSerializer(many=True)
    pictures = PictureSerializer(many=True)


class BlindSerializer(serializers.Serializer):
    blind = serializers.BooleanField()


class WordSerializer(serializers.Serializer):
    """One word on some pictures; `keep` is approved along with it, all or none."""

    candidates = Visible(queryset=Candidate.objects.all(), many=True)
    keep = Visible(queryset=Candidate.objects.all(), required=False, allow_null=True)
    verdict = serializers.ChoiceField(choices=VERDICTS)
    why = serializers.ChoiceField(choices=Decision.Why.choices, required=False, allow_blank=True)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    seen = serializers.DictField(
        child=serializers.UUIDField(allow_null=True),
        required=False,
        help_text="Candidate → the decision you saw. One that is left out was undecided for you.",
    )

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        """Each picture once, and of the board in the address."""
        named = [*data["candidates"], *([data["keep"]] if data.get("keep") else [])]
        if not named:
            raise serializers.ValidationError({"candidates": [_("Name a picture at least.")]})
        if len(named) > AT_ONCE:
            most = _("At most %(most)s pictures at once.") % {"most": AT_ONCE}
            raise serializers.ValidationError({"candidates": [most]})
        if max(Counter(row.pk for row in named).values()) > 1:
            raise PortalError("decision:twice")
        request = self.context["board"]
        of = Candidate.objects.filter(run__request=request, pk__in=[row.pk for row in named])
        if of.count() != len(named):
            raise serializers.ValidationError({"candidates": [_("These are of another request.")]})
        return data


class TriageBoard:
    """Actions of the requests' view set: the board, its decisions, being blind."""

    #: Joined to the view set's own.
    gate_of_board = {
        "board": Capability.SEE,
        "decisions": Capability.SEE,
        "blind": Capability.SEE,
        "decide": Capability.DECIDE,
    }

    @extend_schema(responses=BoardSerializer)
    @action(detail=True)
    def board(self, request: Request, pk: str) -> Response:
        """All pictures of all runs of the request, look-alikes grouped."""
        return Response(triage.board(request.user, self.get_object()))  # type: ignore[attr-defined]

    @extend_schema(responses=ToldSerializer(many=True))
    @action(detail=True, url_path="decisions", pagination_class=None)
    def decisions(self, request: Request, pk: str) -> Response:
        """The decisions in force on its candidates."""
        found = triage.decisions(request.user, self.get_object())  # type: ignore[attr-defined]
        return Response(list(found.values()))

    @extend_schema(request=WordSerializer, responses={201: ToldSerializer(many=True)})
    @decisions.mapping.post
    @idempotent
    def decide(self, request: Request, pk: str) -> Response:
        """Sign each with my name. Refused as a whole when one is not as I saw it."""
        board = self.get_object()  # type: ignore[attr-defined]
        context = {"request": request, "board": board}
        serializer = WordSerializer(data=request.data, context=context)
        serializer.is_valid(raise_exception=True)
        made = decide_together(
            actor=request.user, request=board, words=_words(serializer.validated_data)
        )
        return Response([triage.told(row, request.user) for row in made], status=201)

    @extend_schema(request=BlindSerializer, responses=BoardSerializer)
    @action(detail=True, methods=["post"])
    def blind(self, request: Request, pk: str) -> Response:
        """Hide from me who made what, until every picture is decided."""
        found = self.get_object()  # type: ignore[attr-defined]
        serializer = BlindSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        with transaction.atomic():
            held = AssistRequest.objects.select_for_update().get(pk=found.pk)
            triage.go_blind(request.user, held, **serializer.validated_data)
        return Response(triage.board(request.user, held))


def _words(data: dict[str, Any]) -> list[tuple[Candidate, Word]]:
    seen = data.get("seen", {})

    def word(row: Candidate, verdict: str, **said: str) -> tuple[Candidate, Word]:
        return row, Word(verdict, seen=seen.get(str(row.pk)), **said)

    said = {"why": data.get("why", ""), "reason": data.get("reason", "")}
    words = [word(row, data["verdict"], **said) for row in data["candidates"]]
    if keep := data.get("keep"):
        words.insert(0, word(keep, Decision.Verdict.APPROVED))
    return words
