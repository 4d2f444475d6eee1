"""What stands on a consent, and what follows when it is withdrawn or taken over by another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.errors import PortalError
from portal.models import AuditEvent
from projects import telling
from projects.consent_words import lacking
from projects.disclosure import naming
from projects.models import (
    Candidate,
    Consent,
    Decision,
    Derivation,
    FinalCut,
    Likeness,
    Performer,
    Playlist,
    Receipt,
    Reliance,
    Run,
    Shot,
    State,
    Version,
)
from projects.models.jobs import ACTIVE
from projects.models.lineage import Node
from projects.models.projects import Project

#: So many names of each kind are told; the rest is counted.
NAMES = 100
#: Candidates that are cuts: an edit is made of them.
CUTS = (Candidate.Kind.CUT, Candidate.Kind.SELECTS, Candidate.Kind.CHANGES)


@dataclass(frozen=True)
class Touched:
    """What stands on a consent: counts, and names with the address of each (at most `NAMES`)."""

    versions: int = 0
    candidates: int = 0
    approved: int = 0
    runs: int = 0
    cuts: int = 0
    shots: int = 0
    playlists: int = 0
    names: Mapping[str, list[tuple[str, str]]] = field(default_factory=dict)

    @property
    def things(self) -> int:
        return self.versions + self.candidates

    @property
    def counts(self) -> dict[str, int]:
        kinds = ("versions", "candidates", "approved", "runs", "cuts", "shots", "playlists")
        return {kind: getattr(self, kind) for kind in kinds}


def touched(consent: Consent) -> Touched:
    """What would be withdrawn with it, or was; the cuts that change by name."""
    rows = Reliance.objects.filter(consent=consent)
    nodes = dict(rows.values_list("kind").annotate(Count("pk")).order_by())
    versions = rows.filter(kind=Node.VERSION).values("node")
    candidates = rows.filter(kind=Node.CANDIDATE).values("node")
    here = {"project": consent.project_id}
    cuts = Candidate.objects.filter(**here, pk__in=candidates, kind__in=CUTS)
    cuts = cuts.select_related("run__request", "version__asset").defer("result")
    final = naming.changed(consent.project, versions, candidates)
    shots = Shot.objects.filter(**here, version__in=versions)
    playlists = Playlist.objects.filter(**here, items__version__in=versions).distinct()
    films = Version.objects.filter(**here, pk__in=versions).select_related("asset")
    return Touched(
        versions=nodes.get("version", 0),
        candidates=nodes.get("candidate", 0),
        approved=_approved(candidates),
        runs=open_runs(consent).count(),
        cuts=cuts.count() + len(final),
        shots=shots.count(),
        playlists=playlists.count(),
        names={
            "versions": [
                (f"{v.asset} v{v.number}", f"/assets/{v.asset_id}/?version={v.number}")
                for v in films.order_by("asset__name", "number")[:NAMES]
            ],
            "cuts": [
                *map(_final_cut, final),
                *(
                    (f"{c.run} · {c.version.asset}", c.get_absolute_url())
                    for c in cuts.order_by("created_at", "pk")[:NAMES]
                ),
            ],
            "shots": [(str(s), "") for s in shots.order_by("code", "pk")[:NAMES]],
            "playlists": [
                (p.name, p.get_absolute_url()) for p in playlists.order_by("name", "pk")[:NAMES]
            ],
        },
    )


def _final_cut(found: tuple[FinalCut, bool]) -> tuple[str, str]:
    cut, known = found
    name = f"{cut.episode} · {cut.version.file_name}" if cut.episode else cut.version.file_name
    told = _("final cut {name}") if known else _("final cut {name}, which could not be read")
    address = f"/assets/{cut.version.asset_id}/?version={cut.version.number}"
    return told.format(name=name), address


def _approved(candidates: Any) -> int:
    """How many of them a person has approved, by the decision in force."""
    newest = Decision.objects.filter(candidate__in=candidates).order_by(
        "candidate_id", "-at", "-pk"
    )
    verdicts = newest.distinct("candidate_id").values_list("verdict", flat=True)
    return sum(verdict == Decision.Verdict.APPROVED for verdict in verdicts)


def open_runs(consent: Consent) -> Any:
    """Runs under way that stand on it: sent under it, working on what stands on it, or sending
    or measuring the likeness of its performer.
    """
    versions = Reliance.objects.filter(consent=consent, kind=Node.VERSION).values("node")
    seen = Likeness.objects.filter(performer=consent.performer_id).values("version")
    receipts = Receipt.objects.filter(project=consent.project_id, run__state__in=ACTIVE)
    sent = receipts.filter(consents__contains=[str(consent.pk)]).values("run")
    uses = ~Q(provider="local") | Q(request__parameters__consent_vouched=True)
    mine = Q(pk__in=sent) | Q(request__versions__in=versions)
    mine |= uses & Q(request__versions__in=seen)
    rows = Run.objects.filter(project=consent.project_id, state__in=ACTIVE)
    return rows.filter(pk__in=rows.filter(mine).order_by().values("pk").distinct())


@transaction.atomic
def revoke(*, consent: Consent, actor: Any, name: str, why: str) -> Touched:
    """Withdraw it, now and for good: all that stands on it is in quarantine with this transaction.

    `actor` is None where the performer did it by the personal link; `name` is who it was. Gives
    what was touched. Raises `consent:revoked` where somebody was faster.
    """
    said = {"revoked_at": timezone.now(), "revoked_by_name": name, "revoked_why": why.strip()}
    if not Consent.objects.filter(pk=consent.pk, revoked_at=None).update(**said):
        raise PortalError("consent:revoked", number=consent.number)
    consent.__dict__.update(said)
    found = touched(consent)
    stop_runs(consent, actor)
    note(consent, actor, "consent:revoked", by=name, why=said["revoked_why"], count=found.things)
    telling.consent_revoked(consent, found.things)
    return found


@transaction.atomic
def replace(*, consent: Consent, by: Consent, actor: Any) -> None:
    """A named person says that a further consent covers what was made under a withdrawn one.

    What stood on it stands on the new one from now on, and opens again. Raises
    `consent:no_replacement` with the clauses that are narrower.
    """
    held = Consent.objects.select_for_update().select_related("performer").get(pk=consent.pk)
    if held.revoked_at is None or held.replaced_by_id:
        raise PortalError("consent:not_withdrawn", number=held.number)
    if narrow := lacking(by, held):
        raise PortalError(
            "consent:no_replacement", number=by.number, clause=", ".join(map(str, narrow))
        )
    said = {"replaced_by": by, "replaced_at": timezone.now(), "replaced_by_name": str(actor)}
    Consent.objects.filter(pk=held.pk).update(**said)
    edges = Derivation.objects.filter(source=held.pk).values_list("made_kind", "made")
    derive(held.project, *(((Node.CONSENT, by.pk), made) for made in edges))
    note(held, actor, "consent:replaced", by=by.number)


def stop_runs(consent: Consent, actor: Any) -> None:
    """What is under way on its strength ends; a job at a provider is stopped there."""
    for run in open_runs(consent).select_related("request__project__studio"):
        if run.close(State.CANCELLED):
            run.request.note(actor, "run:cancelled")


@transaction.atomic
def hold(*, consent: Consent, actor: Any, on: bool) -> None:
    """While a strike lasts nothing new is made under it, and runs under way end; what is there
    stays.
    """
    rows = Consent.objects.filter(pk=consent.pk, revoked_at=None).exclude(strike_hold=on)
    if rows.update(strike_hold=on):
        if on:
            stop_runs(consent, actor)
        note(consent, actor, "consent:held" if on else "consent:released")


@transaction.atomic
def record(*, actor: Any, performer: Performer, fields: Mapping[str, Any]) -> Consent:
    """Write a signed consent under the next number of its project."""
    project = Project.objects.select_for_update().get(pk=performer.project_id)
    last = Consent.objects.filter(project=project).aggregate(last=Max("number"))["last"] or 0
    made = Consent.objects.create(
        **fields,
        project=project,
        performer=performer,
        number=last + 1,
        minor=performer.minor,
        guardian=performer.guardian,
        recorded_by=actor,
        recorded_by_name=str(actor),
    )
    note(made, actor, "consent:recorded", until=f"{made.ends:%Y-%m-%d}")
    return made


def derive(project: Project, *edges: tuple[tuple[str, Any], tuple[str, Any]]) -> None:
    """Write down what was made of what: ((kind, id) of the source, (kind, id) of what was made)."""
    Derivation.objects.bulk_create(
        (
            Derivation(
                studio_id=project.studio_id,
                project=project,
                source_kind=source[0],
                source=source[1],
                made_kind=made[0],
                made=made[1],
            )
            for source, made in edges
        ),
        ignore_conflicts=True,
    )


@transaction.atomic
def say_who(*, actor: Any, version: Version, seen: Mapping[Performer, Consent | None]) -> None:
    """A person's word on who is seen in `version`; nobody where `seen` is empty.

    A performer's consent is the one under which the picture was made. Said anew it replaces what
    was said, but takes nothing back from a withdrawn consent (`consent:withdrawn`).
    """
    Version.objects.select_for_update().get(pk=version.pk)
    before = {row.consent for row in version.likenesses.select_related("consent__performer")}
    gone = {c for c in before if c is not None} - {c for c in seen.values() if c}
    for consent in gone:
        if consent.revoked_at and not consent.replaced_by_id:
            raise PortalError("consent:revoked", number=consent.number)
        Derivation.objects.filter(source=consent.pk, made=version.pk).delete()
    version.likenesses.all().delete()
    said = {"project": version.project, "said_by": actor, "said_by_name": str(actor)}
    for performer, under in seen.items():
        version.likenesses.create(performer=performer, consent=under, **said)
    if not seen:
        version.likenesses.create(**said)
    under_these = (consent for consent in seen.values() if consent)
    edges = (((Node.CONSENT, c.pk), (Node.VERSION, version.pk)) for c in under_these)
    derive(version.project, *edges)
    for consent in gone:
        _rely_again(consent)
    names = ", ".join(performer.name for performer in seen) or "—"
    facts = {"name": version.file_name, "version": version.number, "people": names}
    AuditEvent.record(
        actor, "likeness:said", version.project.studio, project=version.project.name, **facts
    )


def _rely_again(consent: Consent) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select projects_rely_again(%s)", [consent.pk])


def note(consent: Consent, actor: Any, verb: str, **facts: Any) -> None:
    named = {"number": consent.number, "performer": consent.performer.name}
    named["project"] = consent.project.name
    AuditEvent.record(actor, verb, consent.project.studio, **named, **facts)
