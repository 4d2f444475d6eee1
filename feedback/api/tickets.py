"""Tickets over the API: told and voted for by partners, triaged by beta leads."""

from typing import Any

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from feedback.models import Severity, Stage, Ticket
from feedback.tickets import features, triage
from feedback.tickets.reporting import report, vote
from feedback.tickets.words import Reader
from portal.access import STUDIO_ROLES, Capability, find
from portal.api.idempotency import idempotent
from portal.api.rows import RowSerializer
from portal.errors import PortalError
from portal.models import Studio
from portal.tenancy import open_across


class TicketSerializer(RowSerializer):
    """`title`, `text` and `person_name` are empty where the studio withholds what people type."""

    studio = serializers.UUIDField(source="studio_id", required=False)
    feature = serializers.CharField(max_length=60)
    status = serializers.CharField(source="topic.stage", read_only=True)
    answer = serializers.CharField(source="topic.answer", read_only=True)
    duplicate = serializers.BooleanField(source="merged", read_only=True)
    words_withheld = serializers.SerializerMethodField()

    class Meta:
        model = Ticket
        fields = [
            *("id", "studio", "kind", "title", "text", "severity", "feature", "person_name"),
            *("status", "answer", "duplicate", "words_withheld", "created_at"),
        ]
        read_only_fields = ["person_name"]

    def validate_feature(self, value: str) -> str:
        if value not in features.named():
            known = ", ".join(features.named())
            raise serializers.ValidationError(_("Choose one of: %(known)s.") % {"known": known})
        return value

    def get_words_withheld(self, ticket: Ticket) -> bool:
        return not self.context["reader"].reads(ticket)

    def to_representation(self, instance: Ticket) -> dict[str, Any]:
        told = super().to_representation(instance)
        if told["words_withheld"]:
            told |= {"title": "", "text": "", "person_name": ""}
        return told


class TriageSerializer(serializers.Serializer):
    status = serializers.ChoiceField(choices=Stage.choices, required=False)
    severity = serializers.ChoiceField(choices=Severity.choices, required=False)
    feature = serializers.CharField(max_length=60, required=False)
    headline = serializers.CharField(max_length=120, required=False, allow_blank=True)
    answer = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    published = serializers.BooleanField(required=False)

    def validate_feature(self, value: str) -> str:
        return TicketSerializer().validate_feature(value)


class MergeSerializer(serializers.Serializer):
    into = serializers.UUIDField(help_text="A ticket of the topic that stays.")


class TicketViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Partners tell and follow tickets of their studio; beta leads triage those of all."""

    gate = {
        "default": Capability.SIGNED_IN,
        **dict.fromkeys(("create", "vote", "unvote"), Capability.GIVE_FEEDBACK),
        **dict.fromkeys(("partial_update", "merge"), Capability.RUN_BETA),
    }
    serializer_class = TicketSerializer
    queryset = Ticket.objects.none()
    filterset_fields = ["studio", "kind", "severity", "feature"]
    http_method_names = ["get", "post", "patch", "delete"]

    def get_queryset(self) -> Any:
        user: Any = self.request.user
        if user.can(Capability.RUN_BETA):
            open_across(Studio.objects.all(), reason="tickets over the API", actor=user)
        return Ticket.objects.visible_to(user).select_related("topic", "studio")

    def get_object(self) -> Ticket:
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "reader": Reader(self.request.user)}

    @idempotent
    def create(self, request: Request) -> Response:
        """Tell the beta team something. The studio may be left out by who belongs to one."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        data = serializer.validated_data
        studio = self._studio(data.pop("studio_id", None))
        made = report(actor=request.user, studio=studio, **data)
        return Response(self.get_serializer(made).data, status=201)

    def _studio(self, wanted: Any) -> Studio:
        person: Any = self.request.user
        mine = Studio.objects.filter(pk__in=person.studios_with(STUDIO_ROLES))
        if wanted:
            return get_object_or_404(mine, pk=wanted)
        if len(mine) != 1:
            raise PortalError("ticket:studio")
        return mine[0]

    @extend_schema(request=TriageSerializer, responses=TicketSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Triage of the ticket's topic, with all tickets that were merged into it."""
        ticket = self.get_object()
        serializer = TriageSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        _triaged(request.user, ticket, serializer.validated_data)
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=MergeSerializer, responses=TicketSerializer)
    @action(detail=True, methods=["post"])
    def merge(self, request: Request, pk: str) -> Response:
        """The ticket's topic is the same as that of another: tickets and votes go over."""
        ticket = self.get_object()
        serializer = MergeSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        into = get_object_or_404(self.get_queryset(), pk=serializer.validated_data["into"])
        triage.merge(actor=request.user, topic=ticket.topic, into=into.topic)
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def vote(self, request: Request, pk: str) -> Response:
        """It matters to me, too. One a person."""
        return self._voted(request, wanted=True)

    @extend_schema(responses={204: None})
    @vote.mapping.delete
    def unvote(self, request: Request, pk: str) -> Response:
        """Takes my vote back."""
        return self._voted(request, wanted=False)

    def _voted(self, request: Request, *, wanted: bool) -> Response:
        ticket = find(self.get_queryset(), request, pk=self.kwargs["pk"])
        vote(actor=request.user, topic=ticket.topic, studio=ticket.studio_id, wanted=wanted)
        return Response(status=204)


@transaction.atomic
def _triaged(actor: Any, ticket: Ticket, data: dict[str, Any]) -> None:
    topic = ticket.topic
    if "severity" in data or "feature" in data:
        weighed = {name: data.get(name, "") for name in ("severity", "feature")}
        triage.weigh(actor=actor, topic=topic, **weighed)
    if {"headline", "answer", "published"} & data.keys():
        triage.answer(
            actor=actor,
            topic=topic,
            headline=data.get("headline", topic.headline),
            text=data.get("answer", topic.answer),
            publish=data.get("published", bool(topic.published_at)),
            release=topic.release,
        )
    if data.get("status", topic.stage) != topic.stage:
        triage.move(actor=actor, topic=topic, stage=data["status"])
