"""Asks and questionnaires over the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response as Reply

from feedback.models import Ask, Questionnaire, QuestionnaireVersion
from feedback.questionnaires.answering import LATER_DAYS, decline, keep, put_off, send
from portal.access import Capability, find
from portal.api.rows import RowSerializer
from portal.errors import PortalError


class AskSerializer(RowSerializer):
    """`definition` says what is asked, `answers` what was said so far, by the question's key."""

    state = serializers.CharField(read_only=True)
    title = serializers.CharField(read_only=True)
    version = serializers.IntegerField(source="version.number", read_only=True)
    definition = serializers.JSONField(source="version.content", read_only=True)
    answers = serializers.JSONField(source="values", read_only=True)

    class Meta:
        model = Ask
        fields = [
            *("id", "questionnaire", "version", "title", "about", "state", "created_at"),
            *("expires_at", "snoozed_until", "answered_at", "definition", "answers"),
        ]
        read_only_fields = fields


class GivenAnswersSerializer(serializers.Serializer):
    """`answers`: by the question's key; null takes one back. `send`: they are complete."""

    answers = serializers.DictField(child=serializers.JSONField(allow_null=True), default=dict)
    send = serializers.BooleanField(default=False)


class LaterSerializer(serializers.Serializer):
    days = serializers.ChoiceField(choices=LATER_DAYS)


class AskViewSet(viewsets.ReadOnlyModelViewSet):
    """One's own, open and answered. Said again, an answer replaces what was said."""

    gate = {"default": Capability.GIVE_FEEDBACK}
    serializer_class = AskSerializer
    queryset = Ask.objects.none()
    filterset_fields = ["questionnaire"]

    def get_queryset(self) -> Any:
        rows = Ask.objects.visible_to(self.request.user)  # type: ignore[arg-type]
        return rows.select_related("version", "questionnaire").prefetch_related("answers")

    @extend_schema(request=GivenAnswersSerializer, responses=AskSerializer)
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: str) -> Reply:
        """Keeps what can be kept; 422 names each answer that cannot."""
        row = find(Ask, request, pk=pk)
        form = GivenAnswersSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        said = form.validated_data
        if wrong := keep(actor=request.user, ask=row, said=said["answers"]):
            fields = {key: [sentence] for key, sentence in wrong.items()}
            raise PortalError("ask:unfit", fields=fields, count=len(wrong))
        if said["send"]:
            send(actor=request.user, ask=row)
        return self._told(pk)

    @extend_schema(request=LaterSerializer, responses=AskSerializer)
    @action(detail=True, methods=["post"])
    def later(self, request: Request, pk: str) -> Reply:
        """Put off by that many days; it ends on its day all the same."""
        row = find(Ask, request, pk=pk)
        form = LaterSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        put_off(actor=request.user, ask=row, days=form.validated_data["days"])
        return self._told(pk)

    @extend_schema(request=None, responses=AskSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: str) -> Reply:
        """Not this one."""
        decline(actor=request.user, ask=find(Ask, request, pk=pk))
        return self._told(pk)

    def _told(self, pk: str) -> Reply:
        return Reply(self.get_serializer(self.get_queryset().get(pk=pk)).data)


class QuestionnaireVersionSerializer(RowSerializer):
    definition = serializers.JSONField(source="content", read_only=True)

    class Meta:
        model = QuestionnaireVersion
        fields = ["number", "published_at", "published_by_name", "definition"]
        read_only_fields = fields


class QuestionnaireSerializer(RowSerializer):
    versions = QuestionnaireVersionSerializer(many=True, read_only=True)

    class Meta:
        model = Questionnaire
        fields = ["id", "name", "most_a_week", "rest_days", "days_open", "created_at", "versions"]
        read_only_fields = fields


class QuestionnaireViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    """For beta leads, with every version and what it asks."""

    gate = {"default": Capability.RUN_BETA}
    serializer_class = QuestionnaireSerializer
    queryset = Questionnaire.objects.prefetch_related("versions").order_by("name")
