"""Footage and papers: an asset and its immutable versions."""

import uuid
from fractions import Fraction
from typing import Any

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.languages.spoken import keeping
from portal.models import AuditEvent
from portal.names import NameField
from projects import telling
from projects.interchange.timecode import drops
from projects.media.looks import LOOKS
from projects.models.hierarchy import Shot
from projects.models.jobs import State
from projects.models.projects import Project, ProjectRow
from projects.models.trash import Trashable, stands_withdrawn
from projects.source_words import Labelled


class Kind(models.TextChoices):
    UNKNOWN = "", _("without a kind")
    FILM = "film", _("film")
    SEQUENCE = "sequence", _("image sequence")
    IMAGE = "image", _("image")
    SOUND = "sound", _("sound")
    SCRIPT = "script", _("script")
    EDITORIAL = "editorial", _("editorial file")


LOOK_CHOICES = [("", _("as the file says")), *((name, look.title) for name, look in LOOKS.items())]

#: Kinds whose viewing copy is a film.
MOVING = (Kind.FILM, Kind.SEQUENCE)

#: In the place of a name, where a row tells of a file that somebody deleted.
DELETED = _("a deleted file")


class Asset(Trashable, ProjectRow):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="assets")
    shot = models.ForeignKey(Shot, models.SET_NULL, null=True, blank=True, related_name="assets")
    name = NameField(_("name"), max_length=255)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, blank=True, default="")
    #: How the camera writes light, where a person said so: see `projects.media.looks`.
    look = models.CharField(
        _("shown as"), max_length=16, choices=LOOK_CHOICES, blank=True, default=""
    )
    folder = models.CharField(_("folder"), max_length=255, blank=True, default="")
    #: What camera reports say of it: scene, take, reel, grade. Filled by `projects.logs`.
    log = models.JSONField(_("from the logs"), default=dict, blank=True, editable=False)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("asset"), _("assets")
        ordering = ["-created_at", "id"]
        indexes = [
            models.Index(fields=["project", "-created_at", "id"]),
            models.Index(fields=["project", "kind", "-created_at", "id"], name="asset_of_kind"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def visibility(cls, actor: Any) -> models.Q:
        return super().visibility(actor) & models.Q(deleted_at=None)

    @transaction.atomic
    def take_back(self, *, actor: Any) -> None:
        """What was being examined or carried is so again; requests stay withdrawn."""
        self._take_a_turn()
        super().take_back(actor=actor)
        for version in self.versions.select_related("ingest", "project"):
            ingest = getattr(version, "ingest", None)
            if ingest and ingest.state == "CANCELLED":
                ingest.again()
            for carrying in version.carryings.filter(state="CANCELLED"):
                carrying.again()
        self._tell_clips()

    def _take_a_turn(self) -> None:
        from projects.logs import take_a_turn

        if self.kind == Kind.EDITORIAL:
            take_a_turn(self.project_id)

    def _tell_clips(self) -> None:
        """A sidecar that goes or comes back changes what is known of clips."""
        from projects.logs import tell

        if self.kind == Kind.EDITORIAL:
            tell(self.project_id)

    @classmethod
    def in_trash(cls, actor: Any) -> Any:
        """What still can come back, and what is just being removed; the latest first."""
        rows = cls.objects.filter(super().visibility(actor), deleted_at__isnull=False)
        return rows.filter(files_removed_at=None).order_by("-deleted_at", "pk")

    @property
    def shown_name(self) -> str:
        return self.name if self.deleted_at is None else str(DELETED)

    @transaction.atomic
    def look_as(self, look: str, *, actor: Any) -> None:
        """Show it by this look from now on: everything made to look at it is made again."""
        if look == self.look or self.kind not in MOVING:
            return
        self.look = look
        self.save(update_fields=["look"])
        for version in self.versions.select_related("ingest", "project"):
            version.ingest.afresh()
            for copy in version.copies.all():
                copy.drop()
        with keeping():
            shown = self.get_look_display()
        facts = {"asset": self.name, "project": self.project.name, "look": shown}
        AuditEvent.record(actor, "asset:look", self.project.studio, **facts)

    @transaction.atomic
    def delete_by(self, actor: Any) -> None:
        """Into the trash: hidden at once; later `tidy` removes the stored objects and the rows."""
        self._take_a_turn()
        self.throw_away()
        for version in self.versions.select_related("ingest"):
            if ingest := getattr(version, "ingest", None):
                ingest.close("CANCELLED")
            for copy in version.copies.all():
                copy.close(State.CANCELLED)
            under_way: Any = version.carryings.filter(state__in=["QUEUED", "RUNNING"])
            for carrying in under_way:
                carrying.close("CANCELLED")
            # Held, so that what is just being decided counts as decided.
            for request in version.requests.filter(state="open").select_for_update(of=("self",)):
                request.withdraw(actor=actor)
        self._tell_clips()
        telling.deleted(self)
        facts = {"asset": self.name, "project": self.project.name}
        AuditEvent.record(actor, "asset:deleted", self.project.studio, **facts)


class Version(Labelled, ProjectRow):
    """An original as it arrived. Nothing but `ingest`'s findings is ever written again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="versions")
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    file_name = models.CharField(_("file"), max_length=255)
    size = models.BigIntegerField(_("size (bytes)"))
    tree_sha256 = models.CharField(max_length=64)
    part_size = models.BigIntegerField()
    fingerprint = models.CharField(max_length=64, blank=True, default="")
    storage_key = models.CharField(max_length=120, unique=True)
    uploaded_by = models.ForeignKey("portal.User", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    facts = models.JSONField(_("what the file is"), default=dict, blank=True)
    frames = models.PositiveBigIntegerField(_("frames"), null=True)
    rate_num = models.PositiveIntegerField(null=True)
    rate_den = models.PositiveIntegerField(null=True)
    #: What its own credentials say it is (`media.credentials.types`); empty where they say nothing.
    source_type = models.CharField(_("digital source type"), max_length=60, blank=True, default="")

    class Meta:
        verbose_name, verbose_name_plural = _("version"), _("versions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["asset", "number"], name="version_number_once"),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="version_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.asset} v{self.number}"

    @classmethod
    def visibility(cls, actor: Any) -> models.Q:
        return super().visibility(actor) & models.Q(asset__deleted_at=None)

    @classmethod
    def guest_visibility(cls, guest: Any) -> models.Q:
        """Those of the playlist that was shared, but for what stands on a withdrawn consent."""
        shared = models.Q(playlist_items__playlist=guest.link.playlist_id)
        return shared & models.Q(asset__deleted_at=None) & ~stands_withdrawn("pk")

    @property
    def shown_name(self) -> str:
        """The file's name, for rows that outlive it: runs, requests, examinations."""
        return self.file_name if self.asset.deleted_at is None else str(DELETED)

    @property
    def rate(self) -> Fraction | None:
        return Fraction(self.rate_num, self.rate_den) if self.rate_num and self.rate_den else None

    @property
    def seconds(self) -> float:
        """How long it runs; 0 for what is no film."""
        return float((self.frames or 0) / self.rate) if self.rate else 0.0

    @property
    def drop_frame(self) -> bool:
        """As the file's own timecode says; else as the project writes it at this rate."""
        start = self.facts.get("timecode") or ""
        if start and self.rate:
            return drops(start, self.rate)
        return self.project.drop_frame and self.rate == self.project.rate

    @property
    def poster_url(self) -> str:
        return self.url_of("poster")

    @property
    def sound_url(self) -> str:
        return self.url_of("proxy") if self.asset.kind == Kind.SOUND else ""

    def url_of(self, role: str, at: str = "rendition") -> str:
        """Where its file for this role is asked for: by people, or (`at`) by guests."""
        row = self.rendition(role)
        return reverse(at, args=[row.pk]) if row else ""

    @property
    def length_text(self) -> str:
        """Minutes and seconds of a film; nothing for what has no length."""
        if not self.frames or not self.rate:
            return ""
        minutes, seconds = divmod(round(self.frames / self.rate), 60)
        return f"{minutes}:{seconds:02}"

    @property
    def sub_text(self) -> str:
        size = f"{self.facts['width']}×{self.facts['height']}" if self.facts.get("width") else ""
        rate = f"{float(self.rate):.5g} fps" if self.rate else ""
        return " · ".join(filter(None, [f"v{self.number}", size, rate, self.ai_word]))

    @property
    def workable_key(self) -> str:
        """Where a tool finds what it works on: of a sequence the viewing copy, frame for frame."""
        copy = self.rendition("proxy") if self.facts.get("sequence") else None
        return copy.storage_key if copy else self.storage_key

    def rendition(self, role: str) -> "Any | None":
        return next((row for row in self.renditions.all() if row.role == role), None)
