"""The signed master: approved work as it leaves, with the decision in its credentials."""

import tempfile
from pathlib import Path, PurePath
from typing import Any

from django.db import transaction

from portal.access import Role
from portal.storage import files
from projects import origin
from projects.media.credentials.signing import BESIDE, PARENT, Claim, Signed, Source, sign
from projects.models import Candidate, Decision, Rendition
from projects.seals import seal

ROLE = "master"
_ACTION = "lastmile.approved"


@transaction.atomic
def master_of(row: Rendition, decision: Decision) -> Rendition:
    """The file of an approved candidate with its decision signed into it; a rendition of its own.

    What was made stays as it is. The earlier credentials are the parent of the new ones. A file
    that shows nothing is its own master. Raises `Refused` `origin:…`.
    """
    if not origin.shows(row.media_type):
        return row
    of_candidate: Any = row.candidate_id
    candidate = Candidate.objects.select_for_update(of=("self",)).get(pk=of_candidate)
    made = candidate.renditions.filter(role=ROLE)
    of_it = {"facts__of": str(row.pk), "facts__decision": str(decision.pk)}
    if found := made.filter(**of_it).first():
        found.candidate = row.candidate
        return found
    return _made(row, decision, made.count())


def _made(row: Rendition, decision: Decision, index: int) -> Rendition:
    key = _key(row, decision)
    with files.local(row.storage_key) as source, tempfile.TemporaryDirectory() as folder:
        # Named as the file itself: its manifest may have to lie beside it.
        target = Path(folder) / PurePath(key).name
        put = _signed(row, decision, source, target)
        carried = "beside" if put.beside else "inside"
        known = {"source_type": _type(row), "carried": carried}
        facts = {**row.facts, "of": str(row.pk), "decision": str(decision.pk), "origin": known}
        if put.beside:
            of_it: Any = row.candidate
            beside = of_it.renditions.filter(role=origin.ROLE).count()
            _keep(row, put.beside, f"{key}{BESIDE}", origin.ROLE, origin.MEDIA_TYPE, beside, {})
        return _keep(row, target, key, ROLE, row.media_type, index, facts)


def _keep(
    row: Rendition, path: Path, key: str, role: str, media_type: str, index: int, facts: Any
) -> Rendition:
    files.put(key, path, media_type, kms_key=row.studio.kms_key)
    return Rendition.objects.create(
        studio=row.studio,
        project=row.project,
        candidate=row.candidate,
        role=role,
        index=index,
        media_type=media_type,
        storage_key=key,
        size=path.stat().st_size,
        facts=facts,
    )


def _signed(row: Rendition, decision: Decision, source: Path, target: Path) -> Signed:
    run = row.candidate.run  # type: ignore[union-attr]
    facts = origin.facts_of(run, run.request.inputs)
    claim = Claim(
        _type(row),
        run.request.tool,
        run.request.definition.version,
        {**facts, "decision": told(decision)},
        action=_ACTION,
    )
    one = Source(f"of-{row.pk.hex}", "Before it was approved", relation=PARENT)
    parent = origin.with_credentials(source, one) or [one]
    return sign(source, target, claim, parent, seal())


def _type(row: Rendition) -> str:
    """Of work that was made before the portal signed anything, the tool says it."""
    candidate: Any = row.candidate
    known = row.facts.get("origin", {}).get("source_type") or candidate.source_type
    return known or origin.source_type(candidate.run, row.role, candidate.run.request.inputs)


def told(decision: Decision) -> dict[str, Any]:
    """Who approved: by name where the project lets names go along, otherwise by their role."""
    project = decision.project
    role = decision.person.roles.get(project.studio_id)
    by = decision.person_name if project.credit_names else str(Role(role).label if role else "")
    return {
        "id": str(decision.pk),
        "verdict": decision.verdict,
        "when": decision.at.isoformat(timespec="seconds"),
        "by": by or "A named person",
    }


def _key(row: Rendition, decision: Decision) -> str:
    run = row.candidate.run  # type: ignore[union-attr]
    name = f"{row.role}-{row.index}{PurePath(row.storage_key).suffix}"
    return f"{run.storage_prefix}masters/{row.candidate_id.hex}/{decision.pk.hex}/{name}"  # type: ignore[union-attr]
