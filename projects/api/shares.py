"""Share links over the API: the address and the passphrase are told once, when it is made."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.access import Capability, find
from portal.api.permissions import everything
from portal.api.rows import RowSerializer
from portal.names import plain_name
from projects.api.serializers import Visible
from projects.api.work import ReadOnly
from projects.models import Playlist, ShareLink
from projects.models.shares import link_of, share

_OF_ITSELF = ("made_by_name", "created_at", "revoked_at", "opened_count", "last_opened_at")


class ShareLinkSerializer(RowSerializer):
    playlist = Visible(queryset=Playlist.objects.all())
    guest_name = serializers.CharField(max_length=100, validators=[plain_name])

    class Meta:
        model = ShareLink
        fields = ["id", "playlist", "guest_name", "email", "may_comment", "expires_at", *_OF_ITSELF]
        read_only_fields = [*_OF_ITSELF]


class NewShareLinkSerializer(ShareLinkSerializer):
    """Without a passphrase the portal makes one; both secrets are in the answer, only once."""

    passphrase = serializers.CharField(
        required=False, allow_blank=True, max_length=128, trim_whitespace=True
    )
    link = serializers.CharField(read_only=True)

    class Meta(ShareLinkSerializer.Meta):
        fields = [*ShareLinkSerializer.Meta.fields, "passphrase", "link"]


class ShareLinkViewSet(mixins.DestroyModelMixin, ReadOnly):
    """Producers let guests look at one playlist. DELETE withdraws: the row stays, and says when."""

    gate = everything(Capability.SHARE)
    serializer_class = ShareLinkSerializer
    queryset = ShareLink.objects.none()
    related = ("playlist__project__studio", "studio")
    filterset_fields = ["playlist", "project"]
    http_method_names = ["get", "post", "delete"]

    @extend_schema(request=NewShareLinkSerializer, responses={201: NewShareLinkSerializer})
    def create(self, request: Request) -> Response:
        """No idempotency key here: a secret is never kept, so it cannot be told again."""
        serializer = NewShareLinkSerializer(data=request.data, context={"request": request})
        serializer.is_valid(raise_exception=True)
        data: dict[str, Any] = serializer.validated_data
        rows = Playlist.objects.select_related("project__studio")
        data["playlist"] = find(rows, request, pk=data["playlist"].pk)
        made, secret, phrase = share(actor=request.user, **data)
        told = {"passphrase": phrase, "link": link_of(secret)}
        return Response({**self.get_serializer(made).data, **told}, status=201)

    def perform_destroy(self, link: ShareLink) -> None:
        link.revoke(actor=self.request.user)
