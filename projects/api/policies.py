"""A project's policy over the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from portal.access import Capability, find
from projects import gate_words, policy_effects
from projects.assist import providers
from projects.models import Policy, Project
from projects.models.assets import Kind
from projects.models.policies import REFUSED_AT_MOST, REFUSED_NAME, refused_names
from projects.policy_forms import LONGEST

_MONEY = {"max_digits": 12, "decimal_places": 2, "min_value": 0, "allow_null": True}


def _names(names: list[str]) -> serializers.ListField:
    return serializers.ListField(child=serializers.ChoiceField(choices=names))


class PolicySerializer(serializers.Serializer):
    """All of it is sent each time: what is not named is not allowed."""

    providers = serializers.ListField(child=serializers.CharField(max_length=40), max_length=100)
    regions = serializers.ListField(child=serializers.CharField(max_length=40), max_length=100)
    kinds = _names([kind for kind in Kind.values if kind])
    purposes = _names(list(gate_words.PURPOSES))
    retention_days = serializers.IntegerField(
        min_value=0, max_value=LONGEST, help_text="The longest that inputs may be kept (days)."
    )
    human_review = serializers.BooleanField(help_text="People of the provider may look.")
    owns_output = serializers.BooleanField(help_text="The output must be the studio's.")
    indemnified = serializers.BooleanField(help_text="The provider must indemnify.")
    contracted = serializers.BooleanField(help_text="A signed contract must be named.")
    refused_subprocessors = serializers.ListField(
        child=serializers.CharField(max_length=REFUSED_NAME, allow_blank=True),
        max_length=REFUSED_AT_MOST,
        help_text="Their names: a name refuses each line of terms that contains its words. Where "
        "one is refused, terms that name nobody are refused too.",
    )
    known_subprocessors = serializers.BooleanField(
        help_text="The terms must say who the sub-processors are."
    )
    monthly_limit = serializers.DecimalField(**_MONEY)
    total_limit = serializers.DecimalField(**_MONEY)

    def validate_providers(self, names: list[str]) -> list[str]:
        """Of those that the portal knows."""
        unknown = sorted(set(names) - set(providers.names()))
        if unknown:
            raise serializers.ValidationError(", ".join(unknown))
        return sorted(set(names))

    def validate_refused_subprocessors(self, names: list[str]) -> list[str]:
        try:
            return refused_names(names)
        except ValueError as error:
            raise serializers.ValidationError(str(error)) from error

    def to_internal_value(self, data: Any) -> Any:
        found = super().to_internal_value(data)
        lists = {name: sorted(set(found[name])) for name in ("regions", "kinds", "purposes")}
        return {**found, **lists}


class EffectSerializer(serializers.Serializer):
    """What the policy does to one connection, whatever tool is asked."""

    connection = serializers.UUIDField(source="connection.pk")
    name = serializers.CharField(source="connection.name")
    provider = serializers.CharField(source="connection.provider")
    region = serializers.CharField(source="connection.region")
    outside = serializers.BooleanField()
    allowed = serializers.BooleanField()
    reasons = serializers.ListField(source="sentences", child=serializers.CharField())


class PolicyToldSerializer(PolicySerializer):
    effects = serializers.SerializerMethodField()

    @extend_schema(responses=EffectSerializer(many=True))
    def get_effects(self, policy: Policy) -> list[dict[str, Any]]:
        found = policy_effects.effects(policy.project, policy)
        return list(EffectSerializer(found, many=True).data)


class PolicyViewSet(viewsets.GenericViewSet):
    """The one policy of a project, found by the project."""

    gate = {"default": Capability.SEE, "update": Capability.MANAGE}
    queryset = Project.objects.none()
    serializer_class = PolicySerializer
    http_method_names = ["get", "put"]

    def get_queryset(self) -> Any:
        return Project.objects.visible_to(self.request.user).select_related("studio")

    def get_object(self) -> Any:
        return find(self.get_queryset(), self.request, pk=self.kwargs["pk"])

    @extend_schema(responses=PolicyToldSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """What the project allows of providers; where nobody made one, nothing."""
        return Response(PolicyToldSerializer(Policy.of(self.get_object())).data)

    @extend_schema(request=PolicySerializer, responses=PolicyToldSerializer)
    def update(self, request: Request, pk: str) -> Response:
        """Put another in its place; the audit tells what differs."""
        project = self.get_object()
        given = PolicySerializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = Policy.change(project, given.validated_data, actor=request.user)
        return Response(PolicyToldSerializer(made).data)
