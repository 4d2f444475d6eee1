"""A named person's word on a candidate. Undone only by a further decision."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.errors import PortalError
from portal.languages.spoken import keeping
from portal.live import publish
from portal.models import AuditEvent
from projects import telling
from projects.consenting import must_be_free
from projects.models.board_places import place_of
from projects.models.candidates import SIGNED, Candidate, Revision
from projects.models.jobs import ACTIVE
from projects.models.projects import Project, ProjectRow
from projects.models.requests import AssistRequest
from projects.models.trash import shows_deleted


class Decision(ProjectRow):
    class Verdict(models.TextChoices):
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("rejected")
        CHANGES = "changes", _("changes requested")
        REOPENED = "reopened", _("reopened")

    class Why(models.TextChoices):
        """Why a picture is rejected; the first five have a key each."""

        SOFT = "soft", _("soft or out of focus")
        EXPOSURE = "exposure", _("wrongly exposed")
        CONTINUITY = "continuity", _("breaks continuity")
        FACE = "face", _("face or performance")
        ARTEFACT = "artefact", _("artefact or fault")
        DUPLICATE = "duplicate", _("another one of its group was kept")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="decisions")
    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="decisions")
    revision = models.ForeignKey(Revision, models.RESTRICT, related_name="decisions")
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices)
    reason = models.TextField(_("reason"), blank=True, max_length=2000)
    why = models.CharField(_("kind of reason"), max_length=12, choices=Why.choices, blank=True)
    person = models.ForeignKey("portal.User", models.PROTECT, related_name="decisions")
    person_name = models.CharField(_("signed by"), max_length=150)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("decision"), _("decisions")
        ordering = ["-at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verdict="approved") | ~models.Q(reason=""),
                name="decision_says_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} · {self.person_name}"

    def follow(self, standing: "Decision") -> None:
        """Later than the one before, whose server's clock was ahead: the newest one is in force."""
        self.at = standing.at + timedelta(microseconds=1)
        Decision.objects.filter(pk=self.pk).update(at=self.at)

    @classmethod
    def visibility(cls, actor: Any) -> models.Q:
        here = super().visibility(actor) & models.Q(candidate__version__asset__deleted_at=None)
        return here & ~shows_deleted("candidate__")


#: Verdicts of each kind of candidate.
_VERDICTS = {
    Candidate.Kind.CUT: ("approved", "rejected", "changes"),
    Candidate.Kind.PICTURE: ("approved", "rejected", "reopened"),
    Candidate.Kind.SCRIPT: ("approved", "rejected"),
    Candidate.Kind.PLATE: ("approved", "rejected", "reopened"),
    Candidate.Kind.MATCH: ("approved", "rejected", "reopened"),
    Candidate.Kind.SELECTS: ("approved", "rejected", "reopened"),
    Candidate.Kind.CHANGES: ("approved", "rejected", "reopened"),
    Candidate.Kind.FOUND: ("approved", "rejected", "reopened"),
    Candidate.Kind.CAST: ("approved", "rejected", "reopened"),
    Candidate.Kind.TRACK: ("approved", "rejected", "reopened"),
    Candidate.Kind.EDITORIAL: (),
    Candidate.Kind.ENRICHED: ("approved", "rejected", "reopened"),
    Candidate.Kind.DESCRIBED: ("approved", "rejected", "reopened"),
    Candidate.Kind.CLIP: ("approved", "rejected", "reopened"),
    Candidate.Kind.COMPARED: ("approved", "rejected", "reopened"),
}
#: Sent as one is signed, with `decision` and the seconds `looked`, by whoever told them.
looked_at = Signal()
#: What somebody did, for "… this 3 s ago".
_DID = {
    Decision.Verdict.APPROVED: _("approved"),
    Decision.Verdict.REJECTED: _("rejected"),
    Decision.Verdict.CHANGES: _("requested changes to"),
    Decision.Verdict.REOPENED: _("reopened"),
}


def standing_verdict() -> models.Subquery:
    """For annotating candidates: the verdict in force, or None."""
    newest = Decision.objects.filter(candidate=models.OuterRef("pk")).order_by("-at", "-pk")
    return models.Subquery(newest.values("verdict")[:1])


@dataclass(frozen=True)
class Word:
    """What a person says of a candidate, before it is signed.

    `seen` is the id of the decision that stood when they looked, None for none: it is signed only
    if that still stands. `looked`: seconds that it was in sight before.
    """

    verdict: str
    reason: str = ""
    why: str = ""
    seen: Any = None
    looked: int | None = None


@transaction.atomic
def decide(
    *,
    actor: Any,
    candidate: Candidate,
    revision: int,
    verdict: str,
    reason: str = "",
    why: str = "",
    seen: Any = None,
    looked: int | None = None,
) -> Decision:
    """Sign. What is signed is the revision the person saw, and it must be the latest; so must the
    decision be that they saw.
    """
    request = candidate.hold()
    made = _sign(request, actor, candidate, revision, Word(verdict, reason, why, seen, looked))
    _settle(request, [made])
    return made


@transaction.atomic
def decide_together(
    *, actor: Any, request: AssistRequest, words: Sequence[tuple[Candidate, Word]]
) -> list[Decision]:
    """Sign a word on each picture, each a decision of its own; all of them or none."""
    held = AssistRequest.objects.select_for_update().get(pk=request.pk)
    for candidate, _word in words:
        candidate.must_be(Candidate.Kind.PICTURE)
    made = [_sign(held, actor, candidate, 0, word) for candidate, word in words]
    _settle(held, made)
    return made


def _sign(
    request: AssistRequest, actor: Any, candidate: Candidate, revision: int, word: Word
) -> Decision:
    """The request is locked by whoever calls."""
    if request.state == AssistRequest.State.WITHDRAWN:
        raise PortalError("request:closed")
    verdicts = _VERDICTS[Candidate.Kind(candidate.kind)]
    if not verdicts:
        raise PortalError("decision:none", kind=candidate.get_kind_display())
    if word.verdict not in verdicts:
        raise PortalError("decision:verdict", kind=candidate.get_kind_display())
    latest = candidate.latest
    if latest.number != revision:
        raise PortalError("revision:stale", name=latest.author)
    standing = candidate.decision
    must_be_seen(candidate, standing, word.seen)
    if word.verdict == Decision.Verdict.APPROVED:
        must_be_free(candidate, candidate.version)
    reason = _reason(word)
    if standing and (standing.verdict, standing.revision_id) == (word.verdict, latest.pk):
        raise PortalError("decision:same", name=standing.person_name)
    if word.verdict == Decision.Verdict.REOPENED and standing is None:
        raise PortalError("decision:nothing")
    decision = Decision.objects.create(
        project=candidate.project,
        candidate=candidate,
        revision=latest,
        verdict=word.verdict,
        reason=reason,
        why=word.why if word.verdict == Decision.Verdict.REJECTED else "",
        person=actor,
        person_name=str(actor),
    )
    if standing and decision.at <= standing.at:
        decision.follow(standing)
    AuditEvent.record(
        actor, f"decision:{word.verdict}", candidate.project.studio, **_facts(request, decision)
    )
    telling.decided(decision)
    if word.looked is not None:
        looked_at.send(Decision, decision=decision, looked=word.looked)
    return decision


def _reason(word: Word) -> str:
    """In the person's words, or in those of the key they pressed."""
    reason = word.reason.strip()
    if word.verdict == Decision.Verdict.REOPENED:
        return reason or _t("Taken back")
    if word.verdict == Decision.Verdict.REJECTED and word.why and not reason:
        return str(Decision.Why(word.why).label)
    if word.verdict != Decision.Verdict.APPROVED and not reason:
        raise PortalError("decision:reason", fields={"reason": [str(_("Say why in a few words."))]})
    return reason


def must_be_seen(candidate: Candidate, standing: Decision | None, seen: Any) -> None:
    """Somebody who does not say what they saw has seen no decision: a further one makes no new
    revision, and the revision alone would let a page from before it overturn it unseen.
    """
    if standing is None and seen is not None:
        raise PortalError("decision:unknown")
    if standing is not None and str(seen) != str(standing.pk):
        did = str(_DID[Decision.Verdict(standing.verdict)])
        raise PortalError(
            "decision:stale",
            fields={"candidate": [str(candidate.pk)]},
            name=standing.person_name,
            did=did,
            ago=_ago(standing.at),
        )


def _ago(at: datetime) -> str:
    seconds = max(0, int((timezone.now() - at).total_seconds()))
    if seconds < 60:
        return _t("%(n)s s") % {"n": seconds}
    if seconds < 3600:
        return _t("%(n)s min") % {"n": seconds // 60}
    if seconds < 2 * 86400:
        return _t("%(n)s h") % {"n": seconds // 3600}
    return _t("%(n)s days") % {"n": seconds // 86400}


def _facts(request: AssistRequest, decision: Decision) -> dict[str, Any]:
    candidate = decision.candidate
    facts: dict[str, Any] = {"work": request, "revision": decision.revision.number}
    if candidate.kind == Candidate.Kind.PICTURE:
        with keeping():
            told = {"work": request, "n": place_of(request, candidate)}
            facts["work"] = _t("%(work)s, picture %(n)s") % told
        facts["id"] = str(candidate.pk)
    return {**facts, "project": candidate.project.name}


def _settle(request: AssistRequest, made: Sequence[Decision]) -> None:
    """A cut or files by one approval, or when each is put aside; pictures when each is decided, and
    no further one comes.
    """
    last = made[-1]
    if last.candidate.kind != Candidate.Kind.PICTURE:
        is_open = last.verdict not in SIGNED or _another_awaits(request, last)
    else:
        is_open = request.runs.filter(state__in=ACTIVE).exists() or undecided(request).exists()
    tell_board(request.pk, [decision.candidate_id for decision in made])
    before, request.state = request.state, request.State.OPEN if is_open else request.State.DECIDED
    request.save(update_fields=["state"])
    if before == request.state:
        return
    telling.awaited(request, is_open)
    if last.candidate.kind == Candidate.Kind.PICTURE and not is_open:
        telling.board_decided(request, last)


def _another_awaits(request: AssistRequest, last: Decision) -> bool:
    """One of several providers' results was put aside, and others are there or on their way."""
    if last.verdict != Decision.Verdict.REJECTED:
        return False
    return undecided(request).exists() or request.runs.filter(state__in=ACTIVE).exists()


def undecided(request: AssistRequest) -> models.QuerySet:
    """What all its runs offered, without a verdict in force."""
    rows = Candidate.objects.filter(run__request=request)
    rows = rows.annotate(verdict=standing_verdict())
    return rows.filter(models.Q(verdict=None) | ~models.Q(verdict__in=SIGNED))


def tell_board(request_id: Any, candidates: Sequence[Any] = ()) -> None:
    """Whoever has the board or a candidate open asks for the decisions anew; the frame tells only
    of which.
    """
    ids = [str(pk) for pk in candidates]
    news = {"type": "decisions", "request": str(request_id), "candidates": ids}
    transaction.on_commit(lambda: publish([f"request.{request_id}"], news))
