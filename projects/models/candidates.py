"""What a run offers (a cut, a picture, a script, files), and a person's corrections."""

import uuid
from typing import Any

from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.errors import PortalError
from projects.assist import cutting, stringing
from projects.models.assets import Version
from projects.models.projects import Project, ProjectRow
from projects.models.requests import AssistRequest
from projects.models.runs import Run
from projects.models.trash import shows_deleted
from projects.source_words import Labelled

#: Verdicts that settle a candidate, as long as no further decision follows.
SIGNED = ("approved", "rejected")


class Candidate(Labelled, ProjectRow):
    class Kind(models.TextChoices):
        CUT = "cut", _("cut")
        PICTURE = "picture", _("picture")
        SCRIPT = "script", _("script breakdown")
        #: Its files, looked at on a page of its own and decided together.
        PLATE = "plate", _("clean plate")
        MATCH = "match", _("shot match")
        SELECTS = "selects", _("selects")
        CHANGES = "changes", _("cut comparison")
        FOUND = "found", _("shots found")
        CAST = "cast", _("character continuity")
        TRACK = "track", _("track")
        #: Another format of a cut the studio brought: nothing in it is to be decided.
        EDITORIAL = "editorial", _("conversion")
        #: By a provider: a script with additions, shots in words, a film, two pictures compared.
        ENRICHED = "enriched", _("enriched breakdown")
        DESCRIBED = "described", _("shots described")
        CLIP = "clip", _("film made")
        COMPARED = "compared", _("pictures compared")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="candidates")
    run = models.ForeignKey(Run, models.CASCADE, related_name="candidates")
    version = models.ForeignKey(Version, models.CASCADE, related_name="candidates")
    number = models.PositiveIntegerField(_("candidate"))
    result = models.JSONField(_("result"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.CUT)
    #: Of a picture: its size in pixels, what it shows (`media.likeness`), its plate.
    width = models.PositiveIntegerField(_("width"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True)
    likeness = models.CharField(max_length=16, blank=True, default="")
    plate = models.ForeignKey(
        Version, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("plate")
    )
    plate_frame = models.PositiveBigIntegerField(_("frame of the plate"), null=True, blank=True)
    #: What its pictures and films are (`media.credentials.types`); empty where it has none.
    source_type = models.CharField(_("digital source type"), max_length=60, blank=True, default="")
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    #: What somebody wrote of it and could not sign (`projects.unsigned`); its page sets it.
    unsigned: Any = None

    class Meta:
        verbose_name, verbose_name_plural = _("candidate"), _("candidates")
        ordering = ["run", "number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="candidate_number_once"),
            models.CheckConstraint(
                condition=~models.Q(kind="picture")
                | models.Q(width__gt=0, height__gt=0, likeness__regex=r"^[0-9a-f]{16}$"),
                name="candidate_picture_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run} {self.number}"

    @classmethod
    def visibility(cls, actor: Any) -> models.Q:
        """Not where the film was deleted, nor any other that it shows."""
        here = super().visibility(actor) & models.Q(version__asset__deleted_at=None)
        return here & ~shows_deleted()

    def get_absolute_url(self) -> str:
        if self.kind == self.Kind.PICTURE:
            return f"{reverse('triage', args=[self.run.request_id])}#{self.pk}"
        return reverse("candidate", args=[self.pk])

    @property
    def latest(self) -> "Revision":
        return self.revisions.select_related("made_by").latest("number")

    @property
    def decision(self) -> Any:
        """The decision in force: the newest. None while it awaits a person."""
        return self.decisions.select_related("person", "revision").order_by("-at", "-pk").first()

    @property
    def signed(self) -> bool:
        """Approved or rejected; a request for changes opens a cut again, undoing a picture."""
        decision = self.decision
        return decision is not None and decision.verdict in SIGNED

    def must_be(self, kind: str) -> None:
        """Raises `candidate:picture`, `candidate:cut` or `candidate:files`: what it is instead."""
        if self.kind != kind:
            if self.kind not in (self.Kind.CUT, self.Kind.PICTURE):
                raise PortalError("candidate:files", kind=self.get_kind_display())
            picture = self.kind == self.Kind.PICTURE
            raise PortalError("candidate:picture" if picture else "candidate:cut")

    def hold(self) -> AssistRequest:
        """Lock the request: a decision and an edit of one cut never cross."""
        return AssistRequest.objects.select_for_update().get(pk=self.run.request_id)

    @transaction.atomic
    def revise(self, *, actor: Any, base: int, edit: dict[str, Any]) -> "Revision":
        """Apply one edit to revision `base`; stale when somebody was faster.

        Of a cut its shots are edited; of selects the takes of the string-out are chosen.
        """
        if self.kind != self.Kind.SELECTS:
            self.must_be(self.Kind.CUT)
        self.hold()
        latest = self.latest
        if self.signed:
            raise PortalError("revision:signed")
        if base > latest.number:
            raise PortalError("revision:edit", detail=_t("there is no such revision"))
        if latest.number != base:
            raise PortalError("revision:stale", name=latest.author)
        cut, summary = self._edited(latest, edit)
        try:
            with transaction.atomic():
                return self.revisions.create(
                    project=self.project,
                    number=base + 1,
                    cut=cut,
                    summary=summary,
                    made_by=actor,
                )
        except IntegrityError:
            raise PortalError("revision:stale", name=self.latest.author) from None

    def _edited(self, latest: "Revision", edit: dict[str, Any]) -> tuple[list, str]:
        if edit.get("op") == "restore":
            older = self.revisions.filter(number=edit.get("revision", -1)).first()
            if older is None:
                raise PortalError("revision:edit", detail=_t("there is no such revision"))
            return older.cut, _t("Went back to revision %(number)s") % {"number": older.number}
        if self.kind == self.Kind.SELECTS:
            return self._chosen(edit)
        try:
            return cutting.apply(latest.cut, edit)
        except cutting.BadEdit as error:
            raise PortalError("revision:edit", detail=str(error)) from None

    def _chosen(self, edit: dict[str, Any]) -> tuple[list, str]:
        """Takes of the string-out in order; the summary names them as far as there is room."""
        if edit.get("op") != "choose":
            raise PortalError("revision:edit", detail=_t("of selects, takes are chosen"))
        names, whole = edit.get("takes", []), bool(edit.get("whole"))
        try:
            choice = stringing.choose(self.result["takes"], names, whole=whole)
        except stringing.BadChoice as error:
            raise PortalError("revision:edit", detail=str(error)) from None
        said = _t("Whole takes: %(names)s") if whole else _t("Takes without dead air: %(names)s")
        summary = said % {"names": ", ".join(names)}
        return choice, summary if len(summary) <= 200 else f"{summary[:199]}…"

    def choice(self, revision: "Revision") -> list[dict[str, Any]]:
        """Of selects: the takes of the string-out as a person chose them, or as the tool did."""
        return revision.cut or stringing.proposed(self.result)


class Revision(ProjectRow):
    """The cut as it stood after one edit. Number 0 is what the run offered.

    Of selects, `cut` is a choice of takes (`projects.assist.stringing`); empty where nobody chose.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(_("revision"))
    cut = models.JSONField()
    summary = models.CharField(_("change"), max_length=200, blank=True)
    made_by = models.ForeignKey("portal.User", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("revision"), _("revisions")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "number"], name="revision_number_once")
        ]

    def __str__(self) -> str:
        return f"r{self.number}"

    @classmethod
    def visibility(cls, actor: Any) -> models.Q:
        here = super().visibility(actor) & models.Q(candidate__version__asset__deleted_at=None)
        return here & ~shows_deleted("candidate__")

    @property
    def author(self) -> str:
        return str(self.made_by) if self.made_by else _t("the tool")
