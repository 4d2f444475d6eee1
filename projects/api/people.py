"""Performers, characters, personal links and consultations of a project over the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.access import Capability, demand, find
from portal.api.idempotency import idempotent
from portal.api.permissions import everything
from portal.api.rows import RowSerializer
from portal.names import plain_name
from projects.api.serializers import Visible
from projects.api.work import ReadOnly
from projects.casting import FORMS, keep
from projects.consent_forms import checked
from projects.models import Character, CreatorConsultation, Performer, PerformerLink, Project
from projects.models.characters import link_for

MANAGE = Capability.MANAGE


class PerformerSerializer(RowSerializer):
    """`email` is told to producers only. A minor needs a guardian."""

    project = Visible(queryset=Project.objects.all())
    name = serializers.CharField(max_length=120, validators=[plain_name])

    class Meta:
        model = Performer
        fields = ["id", "project", "name", "representative", "email", "minor", "guardian"]
        fields += ["created_at"]
        validators: list[Any] = []  # asked by the form, with its sentence

    def to_representation(self, instance: Performer) -> dict[str, Any]:
        told = super().to_representation(instance)
        if not self.context["request"].user.can(MANAGE, instance.studio_id):
            told["email"] = ""
        return told


class CharacterSerializer(RowSerializer):
    """A double, or the same one younger, is a character of its own."""

    project = Visible(queryset=Project.objects.all())
    name = serializers.CharField(max_length=120, validators=[plain_name])
    performer = Visible(queryset=Performer.objects.all(), required=False, allow_null=True)

    class Meta:
        model = Character
        fields = ["id", "project", "name", "script_name", "performer", "created_at"]
        validators: list[Any] = []


class ConsultationSerializer(RowSerializer):
    """That whoever created the original was asked, and what they said."""

    project = Visible(queryset=Project.objects.all())

    class Meta:
        model = CreatorConsultation
        fields = ["id", "project", "creator", "on", "how", "said"]
        fields += ["recorded_by_name", "created_at"]
        read_only_fields = ["recorded_by_name"]


class Kept(ReadOnly):
    """Rows of a project that a producer adds by a form of `projects.casting`."""

    gate = {"default": Capability.SEE, "create": MANAGE}
    related = ("project__studio",)
    filterset_fields = ["project"]
    http_method_names = ["get", "post"]
    kind = ""

    @idempotent
    def create(self, request: Request) -> Response:
        data = self._sent(request)
        project = find(Project.objects.select_related("studio"), request, pk=data["project"].pk)
        form = checked(FORMS[self.kind](data, project=project))
        made = keep(self.kind, form, actor=request.user)
        return Response(self.get_serializer(made).data, status=201)

    def _sent(self, request: Request, row: Any = None) -> dict[str, Any]:
        """As forms take it: a reference as an id. Of a `row`, what was not sent stays."""
        serializer = self.get_serializer(row, data=request.data, partial=row is not None)
        serializer.is_valid(raise_exception=True)
        names = FORMS[self.kind].base_fields
        kept = {name: getattr(row, name) for name in names} if row is not None else {}
        data = {**kept, **serializer.validated_data}
        return {k: getattr(v, "pk", v) if k != "project" else v for k, v in data.items()}


class Changed(Kept):
    """Rows that are changed as well; a row stays in its project."""

    gate = {**Kept.gate, "partial_update": MANAGE}
    http_method_names = ["get", "post", "patch"]

    def partial_update(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        data = self._sent(request, row)
        form = checked(FORMS[self.kind](data, project=row.project, instance=row))
        return Response(self.get_serializer(keep(self.kind, form, actor=request.user)).data)


class PerformerViewSet(Changed):
    """People whose likeness is in a project."""

    serializer_class = PerformerSerializer
    queryset = Performer.objects.none()
    kind = "performer"


class CharacterViewSet(Changed):
    """Who is in the story, and who plays them."""

    serializer_class = CharacterSerializer
    queryset = Character.objects.none()
    filterset_fields = ["project", "performer"]
    kind = "character"


class ConsultationViewSet(Kept):
    """What the creator of the original said; recorded once."""

    serializer_class = ConsultationSerializer
    queryset = CreatorConsultation.objects.none()
    kind = "consultation"


_OF_ITSELF = ("made_by_name", "created_at", "revoked_at", "opened_count", "last_opened_at")


class PersonalLinkSerializer(RowSerializer):
    performer = Visible(queryset=Performer.objects.all())

    class Meta:
        model = PerformerLink
        fields = ["id", "project", "performer", *_OF_ITSELF]
        read_only_fields = ["project", *_OF_ITSELF]
        validators: list[Any] = []  # an open one ends when another is made


class NewPersonalLinkSerializer(PersonalLinkSerializer):
    """The address stands in this answer alone."""

    mail = serializers.BooleanField(
        default=False, write_only=True, help_text="To the performer's address, where one is known."
    )
    link = serializers.CharField(read_only=True)

    class Meta(PersonalLinkSerializer.Meta):
        fields = [*PersonalLinkSerializer.Meta.fields, "mail", "link"]


class PersonalLinkViewSet(mixins.DestroyModelMixin, ReadOnly):
    """By these performers look in without an account. DELETE ends one: its row stays."""

    gate = everything(MANAGE)
    serializer_class = PersonalLinkSerializer
    queryset = PerformerLink.objects.none()
    related = ("performer__project__studio",)
    filterset_fields = ["project", "performer"]
    http_method_names = ["get", "post", "delete"]

    @extend_schema(request=NewPersonalLinkSerializer, responses={201: NewPersonalLinkSerializer})
    def create(self, request: Request) -> Response:
        """An older link of the performer ends. No idempotency key here: a secret is never kept,
        so it cannot be told again."""
        serializer = NewPersonalLinkSerializer(data=request.data, context={"request": request})
        serializer.is_valid(raise_exception=True)
        data = serializer.validated_data
        rows = Performer.objects.select_related("project__studio")
        performer = find(rows, request, pk=data["performer"].pk)
        demand(request.user, MANAGE, performer.studio_id)
        row, address = link_for(actor=request.user, performer=performer, mailed=data["mail"])
        return Response({**self.get_serializer(row).data, "link": address}, status=201)

    def perform_destroy(self, link: PerformerLink) -> None:
        link.revoke(actor=self.request.user)
