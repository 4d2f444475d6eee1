"""The work's rows as JSON."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from portal.api.rows import RowSerializer
from portal.errors import PortalError
from portal.models import Membership
from projects import ordering
from projects.api.palette import TargetSerializer
from projects.models import (
    Asset,
    AssistRequest,
    Candidate,
    Decision,
    Episode,
    Project,
    ProjectGrant,
    Rendition,
    Run,
    Scene,
    Shot,
    Version,
)
from projects.taking import takeable


class Visible(serializers.PrimaryKeyRelatedField):
    """A reference to a row the person may see; any other id "does not exist"."""

    def get_queryset(self) -> Any:
        return super().get_queryset().visible_to(self.context["request"].user)


# A comment, since the words of a class become those of the API.
# A change writes what was sent and nothing else: the rest may have changed meanwhile.
class Partly(RowSerializer):
    def update(self, instance: Any, validated_data: dict[str, Any]) -> Any:
        rows = type(instance).objects.filter(pk=instance.pk)
        if validated_data and not rows.update(**validated_data):
            raise PortalError("not_found")
        for name, value in validated_data.items():
            setattr(instance, name, value)
        return instance


class ProjectSerializer(Partly):
    studio = serializers.UUIDField(source="studio_id")
    rate = serializers.SerializerMethodField(help_text="Frames per second, an exact fraction.")

    class Meta:
        model = Project
        fields = [
            *["id", "studio", "name", "code", "description", "rate_label", "rate", "drop_frame"],
            *["watermark", "allow_downloads", "created_at"],
            *["strike_since", "strike_by_name", "strike_why"],
        ]
        read_only_fields = ["drop_frame", "strike_since", "strike_by_name", "strike_why"]

    def get_rate(self, project: Project) -> str:
        return f"{project.rate.numerator}/{project.rate.denominator}"


class GrantSerializer(RowSerializer):
    project = Visible(queryset=Project.objects.all())
    membership = Visible(queryset=Membership.objects.all())

    class Meta:
        model = ProjectGrant
        fields = ["id", "project", "membership", "created_at"]


class EpisodeSerializer(RowSerializer):
    project = Visible(queryset=Project.objects.all())

    class Meta:
        model = Episode
        fields = ["id", "project", "code", "name", "created_at"]


class SceneSerializer(RowSerializer):
    project = Visible(queryset=Project.objects.all())
    episode = Visible(queryset=Episode.objects.all(), allow_null=True, required=False)

    class Meta:
        model = Scene
        fields = ["id", "project", "episode", "code", "name", "script", "created_at"]
        read_only_fields = ["script"]
        validators = []  # would make `episode` required; `save_once` gives the sentence


class ShotSerializer(RowSerializer):
    project = Visible(queryset=Project.objects.all())
    scene = Visible(queryset=Scene.objects.all(), allow_null=True, required=False)
    version = Visible(queryset=Version.objects.all(), allow_null=True, required=False)

    class Meta:
        model = Shot
        fields = [
            *["id", "project", "scene", "code", "name", "version", "cut_in", "cut_out"],
            "created_at",
        ]
        validators = []  # would make `scene` required; `save_once` gives the sentence

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        """Both frames or none, in order; a PATCH counts together with what is stored."""
        first, end = (
            data.get(name, getattr(self.instance, name, None)) for name in ("cut_in", "cut_out")
        )
        if (first is None) != (end is None) or (first is not None and end <= first):
            raise serializers.ValidationError(
                {"cut_out": [_("A shot ends after its first frame.")]}
            )
        return data


class RenditionSerializer(RowSerializer):
    url = serializers.SerializerMethodField()

    class Meta:
        model = Rendition
        fields = ["id", "role", "index", "media_type", "size", "facts", "url"]

    def get_url(self, rendition: Rendition) -> str:
        return f"/media/renditions/{rendition.pk}/"


class VersionSerializer(RowSerializer):
    job = serializers.SerializerMethodField()
    renditions = serializers.SerializerMethodField()

    class Meta:
        model = Version
        fields = [
            *["id", "asset", "project", "number", "file_name", "size", "tree_sha256", "part_size"],
            *["frames", "rate_num", "rate_den", "facts", "source_type", "created_at", "job"],
            "renditions",
        ]

    @extend_schema_field(RenditionSerializer(many=True))
    def get_renditions(self, version: Version) -> list[Any]:
        """Without further copies, which are asked for: some are one person's own."""
        rows = [row for row in version.renditions.all() if row.role != "copy"]
        return RenditionSerializer(rows, many=True).data

    def get_job(self, version: Version) -> dict[str, Any] | None:
        ingest = getattr(version, "ingest", None)
        return ingest.event() if ingest else None


class AssetSerializer(Partly):
    shot = Visible(queryset=Shot.objects.all(), allow_null=True, required=False)

    class Meta:
        model = Asset
        fields = ["id", "project", "shot", "name", "kind", "folder", "log", "created_at"]
        read_only_fields = ["project", "kind", "folder", "log"]


class RunSerializer(RowSerializer):
    job = serializers.SerializerMethodField()
    before = serializers.SerializerMethodField()
    waits_for = serializers.SerializerMethodField()

    class Meta:
        model = Run
        fields = [
            *["id", "request", "project", "provider", "model", "state", "attempt", "queued_at"],
            *["started_at", "finished_at", "usage", "cost", "currency", "job"],
            *["before", "waits_for"],
        ]

    def get_before(self, run: Run) -> int | None:
        """How many runs of the studio begin before it; null unless it is queued."""
        self._tell(run)
        return getattr(run, "before", None)

    def get_waits_for(self, run: Run) -> str | None:
        """What it waits for, in words; null unless it is queued."""
        self._tell(run)
        return getattr(run, "waits_for", None)

    def _tell(self, run: Run) -> None:
        if not hasattr(run, "before"):
            ordering.tell([run], viewer=self.context["request"].user)

    def get_job(self, run: Run) -> dict[str, Any]:
        return run.event()


class RequestSerializer(RowSerializer):
    versions = Visible(queryset=Version.objects.all(), many=True)
    parameters = serializers.DictField(required=False, default=dict)
    runs = serializers.PrimaryKeyRelatedField(many=True, read_only=True)
    to = TargetSerializer(
        many=True,
        write_only=True,
        required=False,
        default=list,
        max_length=20,
        help_text="Who is to do it; several to compare. For a tool of the engine nobody.",
    )
    blind = serializers.BooleanField(
        write_only=True, default=False, help_text="Decide without knowing who made what."
    )
    work_item = serializers.UUIDField(
        write_only=True,
        required=False,
        allow_null=True,
        help_text="Measured work that it is for; null for none. Left out, the timer or shot says.",
    )

    class Meta:
        model = AssistRequest
        fields = ["id", "project", "tool", "parameters", "versions", "state", "created_at", "runs"]
        fields += ["to", "blind", "work_item"]
        read_only_fields = ["project", "state"]


class AdoptSerializer(serializers.Serializer):
    scene = serializers.UUIDField(required=False, allow_null=True)


class AdoptedSerializer(serializers.Serializer):
    shots = serializers.IntegerField(help_text="How many the cut has in the project now.")


class DecisionSerializer(RowSerializer):
    """`seen` is the decision in force when you looked, null for none; refused if another stands."""

    revision = serializers.IntegerField(source="revision.number", min_value=0)
    seen = serializers.UUIDField(write_only=True, required=False, allow_null=True)
    looked = serializers.IntegerField(
        write_only=True,
        required=False,
        allow_null=True,
        min_value=0,
        help_text="Seconds that you looked at it before; at most as long as it has been there.",
    )

    class Meta:
        model = Decision
        fields = ["id", "candidate", "revision", "verdict", "reason", "why", "person_name", "at"]
        fields += ["seen", "looked"]
        read_only_fields = ["candidate", "person_name", "at"]


class ListedCandidateSerializer(RowSerializer):
    """Without `result`, which holds thousands of shots: the single one has it."""

    decision = serializers.SerializerMethodField()

    class Meta:
        model = Candidate
        fields = ["id", "run", "project", "version", "number", "kind", "width", "height"]
        fields += ["likeness", "plate", "plate_frame", "source_type", "created_at", "decision"]

    def get_decision(self, candidate: Candidate) -> dict[str, Any] | None:
        """The one in force, of the rows the view fetched for the whole page."""
        rows = candidate.decisions.all()
        decision = max(rows, key=lambda row: (row.at, row.pk), default=None)
        return DecisionSerializer(decision).data if decision else None


class TakeableSerializer(serializers.Serializer):
    name = serializers.CharField(help_text="For `exports/NAME/`.")
    label = serializers.CharField()
    file_name = serializers.CharField()
    media_type = serializers.CharField(source="row.media_type")
    size = serializers.IntegerField(source="row.size", help_text="Bytes.")


class CandidateSerializer(ListedCandidateSerializer):
    files = serializers.SerializerMethodField(
        help_text="Of what is no cut and no picture: what can be taken away once it is approved, "
        "of conversions at once."
    )

    class Meta(ListedCandidateSerializer.Meta):
        fields = [*ListedCandidateSerializer.Meta.fields, "result", "files"]

    @extend_schema_field(TakeableSerializer(many=True))
    def get_files(self, candidate: Candidate) -> list[Any]:
        return TakeableSerializer(takeable(candidate), many=True).data
