"""What people do with disclosure packs: say how results are used, ask for a pack, sign it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from portal.errors import PortalError
from portal.models import AuditEvent
from projects.disclosure import classes
from projects.disclosure.drawing import draw, draw_soon
from projects.disclosure.gathering import gathered, hashed
from projects.disclosure.naming import named_by
from projects.disclosure.writers import KINDS
from projects.interchange.refusal import ExportRefused
from projects.models import (
    Candidate,
    Decision,
    DisclosurePack,
    Episode,
    FinalCut,
    PackSignature,
    Project,
    ResultUse,
    Shot,
    State,
    Version,
    WriterNotice,
)
from projects.models.assets import Kind


@transaction.atomic
def say_use(
    *, actor: Any, candidate: Candidate, used_as: str, shots: Sequence[Shot] = ()
) -> list[ResultUse]:
    """A named person says what an approved result is used as: in these shots, or wherever it is.

    Raises `use:not_approved`, `use:no_ai`, and `not_found` for a shot of another project.
    """
    candidate.hold()
    decision = candidate.decision
    if decision is None or decision.verdict != Decision.Verdict.APPROVED:
        raise PortalError("use:not_approved")
    if classes.of_result(candidate) == classes.NONE:
        raise PortalError("use:no_ai")
    if any(shot.project_id != candidate.project_id for shot in shots):
        raise PortalError("not_found")
    said = [
        ResultUse.objects.create(
            candidate=candidate, shot=shot, used_as=used_as, **_by(actor, candidate)
        )
        for shot in shots or (None,)
    ]
    _note(actor, "disclosure:use", candidate.project, work=str(candidate.run), used_as=used_as)
    return said


@transaction.atomic
def tell_writer(
    *, actor: Any, candidate: Candidate, writer: str, on: date, agreed: bool
) -> WriterNotice:
    """Note that a writer was given AI material. Raises `use:no_script` for anything else."""
    if candidate.kind not in KINDS:
        raise PortalError("use:no_script")
    made = WriterNotice.objects.create(
        candidate=candidate, writer=writer, on=on, agreed=agreed, **_by(actor, candidate)
    )
    _note(actor, "disclosure:writer", candidate.project, work=str(candidate.run), writer=writer)
    return made


@transaction.atomic
def choose_final(
    *, actor: Any, project: Project, version: Version, episode: Episode | None
) -> FinalCut:
    """This edit is the final cut from now on. Raises `use:no_edit` for what is no edit list."""
    mine = version.project_id == project.pk and (
        episode is None or episode.project_id == project.pk
    )
    if not mine:
        raise PortalError("not_found")
    if version.asset.kind != Kind.EDITORIAL:
        raise PortalError("use:no_edit", name=version.file_name)
    made = FinalCut.objects.create(
        version=version, episode=episode, names=named_by(version), **_by(actor, version)
    )
    _note(actor, "disclosure:final", project, name=version.file_name, version=version.number)
    return made


def ask(*, actor: Any, project: Project) -> DisclosurePack:
    """One at a time for each project; the worker hears of it after the commit. Raises
    `pack:active`.
    """
    try:
        with transaction.atomic():
            Project.objects.select_for_update().get(pk=project.pk)
            rows = DisclosurePack.objects.filter(project=project)
            last = rows.aggregate(last=Max("number"))["last"] or 0
            pack = DisclosurePack.objects.create(
                project=project, number=last + 1, person=actor, person_name=str(actor)
            )
            _note(actor, "disclosure:asked", project, number=pack.number)
            pack.send()
    except IntegrityError:
        raise PortalError("pack:active") from None
    return pack


def work_on_pack(pack: DisclosurePack) -> None:
    """What the worker does: everything is read, and written down once."""
    try:
        content = gathered(pack.project, pack.progress)
    except ExportRefused as refused:
        raise PortalError(refused.code, **refused.facts) from None
    pack.progress("seal", 0.9)
    pack.content, pack.sha256 = content, hashed(content)
    pack.write_down()
    pack.progress("draw", 0.92)
    draw(pack)
    pack.finish(State.READY)


@transaction.atomic
def sign(
    *, actor: Any, pack: DisclosurePack, sha256: str, typed: str, capacity: str
) -> PackSignature:
    """A named person signs what they saw. Raises `pack:not_there`, `pack:other` where that is not
    what the pack holds, `pack:signed`.
    """
    held = DisclosurePack.objects.select_for_update(of=("self",)).get(pk=pack.pk)
    must_be_whole(held)
    if sha256 != held.sha256:
        raise PortalError("pack:other")
    if held.signatures.filter(person=actor).exists():
        raise PortalError("pack:signed")
    made = PackSignature.objects.create(
        pack=held, typed=typed, capacity=capacity, sha256=held.sha256, **_by(actor, held)
    )
    draw_soon(held)
    _note(actor, "disclosure:signed", held.project, number=held.number, sha256=held.sha256)
    return made


def must_be_whole(pack: DisclosurePack) -> DisclosurePack:
    """Ready, and unchanged since: the content is hashed anew. Raises `pack:not_there`,
    `pack:changed`.
    """
    if not pack.is_there:
        raise PortalError("pack:not_there")
    if hashed(pack.content) != pack.sha256:
        raise PortalError("pack:changed")
    return pack


def _by(actor: Any, row: Any) -> dict[str, Any]:
    return {"project": row.project, "person": actor, "person_name": str(actor)}


def _note(actor: Any, verb: str, project: Project, **facts: Any) -> None:
    AuditEvent.record(actor, verb, project.studio, project=project.name, **facts)
