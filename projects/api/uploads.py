"""The upload protocol: start → sign parts → PUT → complete; list of parts on return."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from portal.access import Capability, find
from portal.api.idempotency import idempotent
from portal.api.permissions import everything
from portal.api.rows import RowSerializer
from portal.errors import PortalError
from projects.alike import alike
from projects.announcing import start_upload
from projects.api.hierarchy import one_project
from projects.api.serializers import Visible
from projects.models import Asset, Project, Shot, Upload, Version

HEX = r"^[0-9a-f]{64}\Z"
HEX_OR_NONE = r"^([0-9a-f]{64})?\Z"
MOST_PARTS = 100


class ConfirmedSerializer(serializers.Serializer):
    number = serializers.IntegerField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()


class UploadSerializer(RowSerializer):
    project = Visible(queryset=Project.objects.all())
    asset = Visible(queryset=Asset.objects.all(), required=False, allow_null=True)
    shot = Visible(queryset=Shot.objects.all(), required=False, allow_null=True)
    file_name = serializers.CharField(max_length=4096, trim_whitespace=False)
    folder = serializers.CharField(
        max_length=4096,
        required=False,
        allow_blank=True,
        help_text="Where it lies at home, such as A001/CLIP: a label of the new asset.",
    )
    size = serializers.IntegerField(min_value=0, max_value=5 * 1024**4)
    part_count = serializers.IntegerField(read_only=True)

    class Meta:
        model = Upload
        fields = [
            *[
                "id",
                "project",
                "asset",
                "shot",
                "file_name",
                "folder",
                "size",
                "part_size",
                "part_count",
            ],
            *["state", "version", "created_at"],
        ]
        read_only_fields = ["part_size", "state", "version"]

    def to_representation(self, upload: Upload) -> dict[str, Any]:
        told = super().to_representation(upload)
        return {**told, "file_name": upload.shown_name}


class UploadDetailSerializer(UploadSerializer):
    confirmed = serializers.SerializerMethodField()

    class Meta(UploadSerializer.Meta):
        fields = [*UploadSerializer.Meta.fields, "confirmed"]

    @extend_schema_field(ConfirmedSerializer(many=True))
    def get_confirmed(self, upload: Upload) -> list[dict[str, Any]]:
        return ConfirmedSerializer(upload.confirmed(), many=True).data


class AnnouncedSerializer(serializers.Serializer):
    number = serializers.IntegerField(min_value=1)
    size = serializers.IntegerField(min_value=1)
    sha256 = serializers.RegexField(HEX, help_text="64 hexadecimal digits.")


class StartSerializer(UploadSerializer):
    part_size = serializers.IntegerField(
        default=0,
        min_value=0,
        max_value=5 * 1024**3,
        help_text="In bytes: a wish. The answer tells what counts.",
    )
    fingerprint = serializers.RegexField(
        HEX_OR_NONE,
        default="",
        allow_blank=True,
        help_text="SHA-256 over the first and the last mebibyte: finds what is here already.",
    )

    parts = AnnouncedSerializer(
        many=True,
        default=list,
        max_length=MOST_PARTS,
        write_only=True,
        help_text="The first ones, in parts of the size that is wished for.",
    )

    class Meta(UploadSerializer.Meta):
        fields = [*UploadSerializer.Meta.fields, "fingerprint", "parts"]
        read_only_fields = ["state", "version"]


class AlikeSerializer(RowSerializer):
    name = serializers.CharField(source="asset.name")

    class Meta:
        model = Version
        fields = ["id", "asset", "name", "number", "part_size", "tree_sha256", "created_at"]


class SignedSerializer(serializers.Serializer):
    number = serializers.IntegerField()
    confirmed = serializers.BooleanField(help_text="Arrived before: do not send it again.")
    url = serializers.CharField(allow_null=True)
    method = serializers.CharField(allow_null=True)
    headers = serializers.DictField(child=serializers.CharField())


class SignedListSerializer(serializers.Serializer):
    parts = SignedSerializer(many=True)
    expires_in = serializers.IntegerField(help_text="Seconds.")


class StartedSerializer(UploadDetailSerializer):
    already = serializers.SerializerMethodField(
        help_text="Versions that may be this file; the same `tree_sha256` proves it."
    )

    signed = serializers.SerializerMethodField(
        help_text="For the parts that came along, where parts get the size that was wished for;"
        " else null, and when this answer is given again."
    )

    class Meta(UploadDetailSerializer.Meta):
        fields = [*UploadDetailSerializer.Meta.fields, "already", "signed"]

    @extend_schema_field(AlikeSerializer(many=True))
    def get_already(self, upload: Upload) -> list[dict[str, Any]]:
        seen = alike(upload, self.context["request"].user)
        return AlikeSerializer(seen, many=True).data

    @extend_schema_field(SignedListSerializer(allow_null=True))
    def get_signed(self, _upload: Upload) -> dict[str, Any] | None:
        return self.context["signed"]


class AnnounceSerializer(serializers.Serializer):
    parts = AnnouncedSerializer(many=True, max_length=MOST_PARTS, allow_empty=False)


class CompleteSerializer(serializers.Serializer):
    tree_sha256 = serializers.RegexField(
        HEX, help_text="SHA-256 over the parts' raw SHA-256 digests, in order."
    )


class LandedSerializer(serializers.Serializer):
    state = serializers.CharField()
    asset = serializers.DictField()
    version = serializers.DictField()


class UploadViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.DestroyModelMixin,
    viewsets.GenericViewSet,
):
    """My uploads. Nobody else can see, finish or cancel them."""

    gate = everything(Capability.UPLOAD)
    said_once = ("signed",)  # addresses are secrets, and grow old
    serializer_class = UploadSerializer
    queryset = Upload.objects.none()
    filterset_fields = ["state", "project"]

    def get_queryset(self) -> Any:
        return Upload.objects.visible_to(self.request.user).select_related("asset")

    def get_object(self) -> Upload:
        return find(self.get_queryset(), self.request, pk=self.kwargs["pk"])

    def get_serializer_class(self) -> Any:
        return UploadSerializer if self.action == "list" else UploadDetailSerializer

    @extend_schema(request=StartSerializer, responses={201: StartedSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Announce a file."""
        context: Any = self.get_serializer_context()
        serializer = StartSerializer(data=request.data, context=context)
        serializer.is_valid(raise_exception=True)
        data = serializer.validated_data
        project = find(Project, request, pk=data["project"].pk)
        one_project(data, project.pk)
        upload = start_upload(
            actor=request.user,
            project=project,
            file_name=data["file_name"],
            size=data["size"],
            asset=data.get("asset"),
            shot=data.get("shot"),
            part_size=data["part_size"],
            fingerprint=data["fingerprint"],
            folder=data.get("folder", ""),
        )
        context["signed"] = _signed_along(upload, data)
        return Response(StartedSerializer(upload, context=context).data, status=201)

    @extend_schema(request=AnnounceSerializer, responses=SignedListSerializer)
    @action(detail=True, methods=["post"])
    def parts(self, request: Request, pk: str) -> Response:
        """Announce parts with their checksums, and get an address for each."""
        upload = self.get_object()
        serializer = AnnounceSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return Response(_told(upload.sign(serializer.validated_data["parts"])))

    @extend_schema(request=CompleteSerializer, responses=LandedSerializer)
    @action(detail=True, methods=["post"])
    def complete(self, request: Request, pk: str) -> Response:
        """All parts have arrived: make the version. Again gives the same version."""
        upload = self.get_object()
        serializer = CompleteSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        version = upload.complete(**serializer.validated_data)
        asset = {"id": version.asset_id, "name": version.asset.name}
        return Response(
            {
                "state": "complete",
                "asset": {**asset, "url": f"/assets/{version.asset_id}/"},
                "version": {"id": version.pk, "number": version.number},
            }
        )

    def perform_destroy(self, upload: Upload) -> None:
        upload.abort()


def _signed_along(upload: Upload, data: dict[str, Any]) -> dict[str, Any] | None:
    """Addresses of the parts that came along; one of another file takes the announcement back."""
    if not data["parts"] or upload.part_size != data["part_size"]:
        return None
    try:
        return _told(upload.sign(data["parts"]))
    except PortalError:
        upload.abort()
        raise


def _signed(part: Any, signed: Any) -> dict[str, Any]:
    return {
        "number": part.number,
        "confirmed": signed is None,
        "url": signed and signed.url,
        "method": signed and "PUT",
        "headers": signed.headers if signed else {},
    }


def _told(signed: list[tuple]) -> dict[str, Any]:
    life = settings.UPLOAD_LINK_SECONDS
    return {"parts": [_signed(*row) for row in signed], "expires_in": life}
