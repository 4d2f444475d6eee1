"""What people say of how AI was used, and the pack that tells of all of it, as it was made."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.access import Role, TenantQuerySet
from portal.names import NameField
from projects.models.assets import Version
from projects.models.candidates import Candidate
from projects.models.hierarchy import Episode, Shot
from projects.models.jobs import ACTIVE, ProjectJob, State
from projects.models.projects import Project, ProjectRow


class Said(ProjectRow):
    """A person's word, written once; said anew it is a further row, and the newest stands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("portal.User", models.SET_NULL, null=True, related_name="+")
    person_name = models.CharField(_("said by"), max_length=150)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        abstract = True


class ResultUseQuerySet(TenantQuerySet):
    def standing(self) -> Self:
        """The newest word on each result in each shot."""
        newest = self.order_by("candidate_id", "shot_id", "-at", "-pk")
        return newest.distinct("candidate_id", "shot_id")


class ResultUse(Said):
    """What an approved result is used as: wherever it stands, or in one shot."""

    class As(models.TextChoices):
        FINAL = "final", _("in the final picture")
        LED_PLATE = "led_plate", _("plate for an LED volume")
        TEMPORARY = "temporary", _("temporary only")
        UNUSED = "unused", _("not used")

    project = models.ForeignKey(Project, models.CASCADE, related_name="result_uses")
    candidate = models.ForeignKey(
        Candidate, models.CASCADE, related_name="uses", verbose_name=_("result")
    )
    shot = models.ForeignKey(
        Shot, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("shot")
    )
    used_as = models.CharField(_("used as"), max_length=10, choices=As.choices)

    objects = ResultUseQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name, verbose_name_plural = _("use of a result"), _("uses of results")
        ordering = ["-at", "id"]
        indexes = [models.Index(fields=["candidate", "shot", "-at"], name="use_standing")]

    def __str__(self) -> str:
        return f"{self.candidate}: {self.get_used_as_display()}"

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        return super().visibility(actor) & Q(candidate__version__asset__deleted_at=None)


class WriterNotice(Said):
    """That a writer was given material which AI made, was told so, and whether they agreed."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="writer_notices")
    candidate = models.ForeignKey(
        Candidate, models.CASCADE, related_name="writer_notices", verbose_name=_("material")
    )
    writer = NameField(_("writer"), max_length=120)
    on = models.DateField(_("given on"))
    agreed = models.BooleanField(
        _("the writer was told that AI made it, and agreed to use it"), default=False
    )

    class Meta:
        verbose_name, verbose_name_plural = _("notice to a writer"), _("notices to writers")
        ordering = ["-on", "-at", "id"]

    def __str__(self) -> str:
        return f"{self.writer} · {self.on:%Y-%m-%d}"

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        return super().visibility(actor) & Q(candidate__version__asset__deleted_at=None)


class FinalCutQuerySet(TenantQuerySet):
    def standing(self) -> Self:
        """The newest of each episode, and of a film without episodes."""
        return self.order_by("episode_id", "-at", "-pk").distinct("episode_id")


class FinalCut(Said):
    """The edit that is the final one of an episode, or of the film: what shots are counted on."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="final_cuts")
    episode = models.ForeignKey(
        Episode,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("episode"),
    )
    version = models.ForeignKey(
        Version, models.CASCADE, related_name="+", verbose_name=_("edit list or timeline")
    )
    #: Files, clips and reels that it names; None where it could not be read.
    names = models.JSONField(null=True, default=None, editable=False)

    objects = FinalCutQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name, verbose_name_plural = _("final cut"), _("final cuts")
        ordering = ["-at", "id"]

    def __str__(self) -> str:
        return f"{self.episode or self.project}: {self.version}"

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        return super().visibility(actor) & Q(version__asset__deleted_at=None)


class DisclosurePack(ProjectJob):
    """Everything of a project about AI, as the rows said it when it was made; never changed."""

    kind = "disclosure"
    stage_words = {
        "cuts": _("reading the final cuts"),
        "rows": _("gathering what was done"),
        "seal": _("writing it down"),
        "draw": _("setting the paper"),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="disclosure_packs")
    number = models.PositiveIntegerField(_("number"), editable=False)
    person = models.ForeignKey("portal.User", models.SET_NULL, null=True, related_name="+")
    person_name = models.CharField(_("asked by"), max_length=150)
    content = models.JSONField(_("content"), default=dict, editable=False)
    sha256 = models.CharField(_("hash (SHA-256)"), max_length=64, blank=True, editable=False)
    #: Its paper, and with how many signatures it was drawn.
    storage_key = models.CharField(max_length=160, blank=True, default="", editable=False)
    drawn = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("disclosure pack"), _("disclosure packs")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="pack_number_once"),
            models.UniqueConstraint(
                fields=["project"], condition=Q(state__in=ACTIVE), name="pack_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return str(_("Disclosure pack %(number)s") % {"number": self.number})

    def get_absolute_url(self) -> str:
        return reverse("disclosure_pack", args=[self.pk])

    def write_down(self) -> None:
        """Its content, once: only whoever holds the lease can do it."""
        self._write(content=self.content, sha256=self.sha256)

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        """For producers, who answer for it."""
        return super().visibility(actor) & Q(studio__in=actor.studios_with({Role.PRODUCER}))

    @property
    def storage_prefix(self) -> str:
        """Where the papers of all its attempts lie."""
        return f"disclosures/{self.pk.hex}/"

    @property
    def is_there(self) -> bool:
        return self.state == State.READY


class PackSignature(Said):
    """A named person signs a pack as it stands: the one thing in it that is typed by hand."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    pack = models.ForeignKey(DisclosurePack, models.CASCADE, related_name="signatures")
    typed = NameField(_("your name, as you sign"), max_length=120)
    capacity = NameField(
        _("as whom"), max_length=120, help_text=_("Such as: producer, post-production supervisor.")
    )
    sha256 = models.CharField(_("hash of what was signed"), max_length=64, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("signature"), _("signatures")
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["pack", "person"], name="pack_signed_once")]

    def __str__(self) -> str:
        return f"{self.typed}, {self.capacity}"
