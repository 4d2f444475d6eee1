"""Answers over the API."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response as Answer

from feedback.models import MONTH_MINUTES, Response, answer, shared_studios
from portal.access import Capability, find
from portal.api.idempotency import idempotent
from portal.api.rows import RowSerializer
from portal.models import Studio
from portal.tenancy import open_across
from projects.api.serializers import Visible
from projects.models import Decision


class ResponseSerializer(RowSerializer):
    decision = Visible(queryset=Decision.objects.all())
    minutes_by_hand = serializers.DecimalField(
        max_digits=7,
        decimal_places=2,
        min_value=0,
        max_value=MONTH_MINUTES,
        coerce_to_string=False,
        required=False,
        allow_null=True,
    )

    class Meta:
        model = Response
        fields = ["id", "decision", "minutes_by_hand", "ease", "comment", "created_at"]

    def to_representation(self, row: Response) -> dict[str, Any]:
        """Without the words, for others than who said them, where their studio withholds words."""
        told = super().to_representation(row)
        withheld = self.context.get("withheld", ())
        return {**told, "comment": ""} if row.studio_id in withheld else told

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        said = [data.get("minutes_by_hand") is not None, data.get("ease"), data.get("comment")]
        if not any(said):
            raise serializers.ValidationError(_("Answer at least one of the questions."))
        return data


class ResponseViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Partners give answers and read their own; beta leads read what studios share."""

    gate = {"default": Capability.SIGNED_IN, "create": Capability.GIVE_FEEDBACK}
    serializer_class = ResponseSerializer
    queryset = Response.objects.none()
    filterset_fields = ["decision", "studio"]

    def get_queryset(self) -> Any:
        user: Any = self.request.user
        if user.can(Capability.READ_FEEDBACK):
            open_across(Studio.objects.all(), reason="feedback answers", actor=user)
        return Response.objects.visible_to(user)

    def get_serializer_context(self) -> dict[str, Any]:
        user: Any = self.request.user
        context: dict[str, Any] = {**super().get_serializer_context()}
        if user.is_authenticated and user.can(Capability.READ_FEEDBACK):
            unshared = Studio.objects.exclude(pk__in=shared_studios("words"))
            context["withheld"] = set(unshared.values_list("pk", flat=True))
        return context

    @idempotent
    def create(self, request: Request) -> Answer:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        data = serializer.validated_data
        decision = find(Decision, request, pk=data["decision"].pk)
        row = answer(
            actor=request.user,
            decision=decision,
            minutes_by_hand=data.get("minutes_by_hand"),
            ease=data.get("ease"),
            comment=data.get("comment", ""),
        )
        return Answer(self.get_serializer(row).data, status=201)
