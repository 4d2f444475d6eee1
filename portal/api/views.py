"""People and studios over the API."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.access import STUDIO_ROLES, Capability, demand, find
from portal.api.idempotency import idempotent
from portal.api.permissions import everything
from portal.api.rows import RowSerializer
from portal.errors import PortalError
from portal.models import ApiToken, Invitation, Membership, Studio, User
from portal.outbox import notices
from portal.scopes import READ_ONLY, Scope
from portal.signin import invite_by_mail

ROLE_CHOICES = [(role.value, role.label) for role in STUDIO_ROLES]


class PersonSerializer(RowSerializer):
    class Meta:
        model = User
        fields = ["id", "name", "email"]


class StudioSerializer(RowSerializer):
    role = serializers.SerializerMethodField()

    class Meta:
        model = Studio
        fields = ["id", "name", "quota_bytes", "role"]

    def get_role(self, studio: Studio) -> str:
        return self.context["request"].user.roles.get(studio.pk, "")


class MeSerializer(PersonSerializer):
    studios = serializers.SerializerMethodField()
    unread = serializers.SerializerMethodField(help_text="Notifications not read yet.")

    class Meta(PersonSerializer.Meta):
        fields = [*PersonSerializer.Meta.fields, "programme_role", "studios", "unread"]

    def get_studios(self, user: User) -> dict[str, str]:
        return {str(studio): role for studio, role in user.roles.items()}

    def get_unread(self, user: User) -> int:
        return notices.unread(user)


class MeView(APIView):
    gate = everything(Capability.SIGNED_IN)

    @extend_schema(responses=MeSerializer)
    def get(self, request: Request) -> Response:
        """Who I am, and my role in each studio."""
        return Response(MeSerializer(request.user).data)


class StudioViewSet(viewsets.ReadOnlyModelViewSet):
    """The studios I belong to."""

    gate = everything(Capability.SIGNED_IN)
    serializer_class = StudioSerializer
    queryset = Studio.objects.none()

    def get_queryset(self) -> Any:
        return Studio.objects.filter(pk__in=list(self.request.user.roles))


class MembershipSerializer(RowSerializer):
    user = PersonSerializer(read_only=True)

    class Meta:
        model = Membership
        fields = ["id", "studio", "user", "role", "created_at"]
        read_only_fields = ["studio"]


class MembershipViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.DestroyModelMixin,
    viewsets.GenericViewSet,
):
    """People of my studios. PATCH changes the role, DELETE ends the membership."""

    gate = {
        "default": Capability.SEE,
        "partial_update": Capability.MEMBERS,
        "destroy": Capability.MEMBERS,
    }
    serializer_class = MembershipSerializer
    queryset = Membership.objects.none()
    filterset_fields = ["studio", "role"]
    http_method_names = ["get", "patch", "delete"]

    def get_queryset(self) -> Any:
        return Membership.objects.visible_to(self.request.user).active().select_related("user")

    def get_object(self) -> Membership:
        return find(self.get_queryset(), self.request, pk=self.kwargs["pk"])

    def partial_update(self, request: Request, pk: str) -> Response:
        membership = self.get_object()
        serializer = self.get_serializer(membership, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        membership.change_role(
            serializer.validated_data.get("role", membership.role), actor=request.user
        )
        return Response(self.get_serializer(membership).data)

    def perform_destroy(self, membership: Membership) -> None:
        membership.revoke(actor=self.request.user)


class InvitationSerializer(RowSerializer):
    state = serializers.CharField(read_only=True)
    role = serializers.ChoiceField(choices=ROLE_CHOICES)
    studio = serializers.UUIDField(source="studio_id")

    class Meta:
        model = Invitation
        fields = ["id", "studio", "email", "role", "state", "created_at", "expires_at"]
        read_only_fields = ["expires_at"]


class InvitationViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.DestroyModelMixin,
    viewsets.GenericViewSet,
):
    """Invitations to my studios. The link goes by mail and is never shown here."""

    gate = everything(Capability.MEMBERS)
    serializer_class = InvitationSerializer
    queryset = Invitation.objects.none()
    filterset_fields = ["studio", "role"]

    def get_queryset(self) -> Any:
        return Invitation.objects.visible_to(self.request.user)

    @idempotent
    def create(self, request: Request) -> Response:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        data = serializer.validated_data
        mine = Studio.objects.filter(pk__in=list(request.user.roles))
        studio = get_object_or_404(mine, pk=data["studio_id"])
        demand(request.user, Capability.MEMBERS, studio.pk)
        invitation = invite_by_mail(
            actor=request.user, email=data["email"], role=data["role"], studio=studio
        )
        return Response(self.get_serializer(invitation).data, status=201)

    def perform_destroy(self, invitation: Invitation) -> None:
        invitation.revoke(actor=self.request.user)


class TokenSerializer(RowSerializer):
    scopes = serializers.ListField(
        child=serializers.ChoiceField(Scope.choices),
        default=READ_ONLY,
        allow_empty=False,
        help_text="Read only, when left out.",
    )
    days = serializers.IntegerField(min_value=1, max_value=365, default=90, write_only=True)
    secret = serializers.CharField(read_only=True, help_text="Shown once, when it is made.")

    class Meta:
        model = ApiToken
        fields = [
            *("id", "name", "scopes", "days", "secret"),
            *("created_at", "expires_at", "last_used_at"),
        ]
        read_only_fields = ["expires_at", "last_used_at"]


class TokenViewSet(mixins.ListModelMixin, mixins.DestroyModelMixin, viewsets.GenericViewSet):
    """My personal tokens."""

    gate = everything(Capability.SIGNED_IN)
    serializer_class = TokenSerializer
    queryset = ApiToken.objects.none()

    def get_queryset(self) -> Any:
        return ApiToken.objects.visible_to(self.request.user).usable()

    def create(self, request: Request) -> Response:
        """No idempotency key here: a secret is never kept, so it cannot be replayed."""
        if isinstance(request.auth, ApiToken):
            raise PortalError("access:session_only")
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        token, secret = ApiToken.issue(request.user, **serializer.validated_data)
        return Response({**self.get_serializer(token).data, "secret": secret}, status=201)

    def perform_destroy(self, token: ApiToken) -> None:
        token.revoke(actor=self.request.user)
