"""What the worker does with a new version: have it examined in a child, keep what that made."""

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.db import transaction

from portal.storage import files
from projects import origin, piecework
from projects.carrying import carry_on
from projects.handing_out import clear
from projects.logs import learn, take_a_turn
from projects.media.examining import Made
from projects.media.facts import Facts
from projects.models import Asset, Ingest, Rendition, State, Version
from projects.models.assets import Kind
from projects.storing import storing


def work_on_ingest(job: Ingest) -> None:
    """Leaves renditions and facts; raises Refused with the reason."""
    version = job.version
    with (
        files.local(version.storage_key) as source,
        tempfile.TemporaryDirectory(prefix="last-mile-ingest-") as folder,
    ):
        job.progress("recognise", 0.0)
        if not source.exists():
            raise FileNotFoundError(version.storage_key)
        pieces = piecework.pieces_of(job, source, Path(folder))
        found = _examined(job, source, folder, pieces)
        made = [Made(**item) for item in found["made"]]
        made += _of_origin(job, source, found, Path(folder))
        signed = [_signed(job, item, Path(folder)) for item in made]
        job.progress("store", 0.97)
        _store(job, found, signed, Path(folder))
    clear(job.kind, job.pk)
    for copy in version.copies.all():
        copy.drop()  # made from what was there before


def _examined(job: Ingest, source: Path, folder: str, pieces: list[str]) -> dict[str, Any]:
    """Of a long film the viewing copy is there in pieces, and with it most of the work."""
    before = piecework.SHARE if pieces else 0.0

    def heard(stage: str, share: float) -> None:
        job.progress(stage, before + (1 - before) * share)

    of_project = job.version.project.rate
    rate = f"{of_project.numerator}/{of_project.denominator}"
    asked = {"source": str(source), "name": job.version.file_name, "folder": folder}
    asked |= {"rate": rate, "look": job.version.asset.look}
    return piecework.apart(job, "examine", {**asked, "pieces": pieces}, heard)


def _of_origin(job: Ingest, source: Path, found: dict[str, Any], folder: Path) -> list[Made]:
    """What a picture or film says of its origin goes into `found`; what it brought is kept."""
    version = job.version
    version.asset.kind = found["kind"]
    if found["kind"] not in (Kind.FILM, Kind.IMAGE):
        return []
    found["origin"], packed = origin.take_in(version, source, folder)
    version.facts = {**version.facts, "origin": found["origin"]}  # copies are told by it
    return [Made(origin.ROLE, packed.name, "application/json")] if packed else []


def _signed(job: Ingest, item: Made, folder: Path) -> Made:
    """Whatever shows the file carries where it comes from."""
    if not origin.shows(item.media_type):
        return item
    brought = folder / f"{origin.ROLE}.json"
    known = origin.sign_copy(job.version, folder / item.file, "viewing_copy", brought)
    return replace(item, facts={**item.facts, "origin": known})


def _store(job: Ingest, found: dict[str, Any], made: list[Made], folder: Path) -> None:
    """Files first, under keys of this attempt; then rows and READY in one transaction."""
    sizes = {item.file: (folder / item.file).stat().st_size for item in made}
    with storing(job) as put:
        for item in made:
            put(_key(job, item), folder / item.file, item.media_type)
        _keep(job, found, made, sizes)


@transaction.atomic
def _keep(job: Ingest, found: dict[str, Any], made: list[Made], sizes: dict[str, int]) -> None:
    version = job.version
    take_a_turn(version.project_id)
    _note_facts(version, found, made)  # first: who is told of READY hears the kind
    job.finish(State.READY)
    for item in made:
        Rendition.objects.update_or_create(
            version=version,
            candidate=None,
            role=item.role,
            index=0,
            defaults={
                "project": version.project,
                "media_type": item.media_type,
                "storage_key": _key(job, item),
                "size": sizes[item.file],
                "facts": item.facts,
            },
        )
    learn(version)
    carry_on(version)


def _key(job: Ingest, item: Made) -> str:
    return f"{job.storage_prefix}{job.attempt}/{item.file}"


def _note_facts(version: Version, found: dict[str, Any], made: list[Made]) -> None:
    """The frames that were really there when the viewing copy was made count."""
    kind, facts = found["kind"], Facts.from_dict(found["facts"])
    known = {"origin": found["origin"]} if "origin" in found else {}
    counted = next((item.facts.get("frames") for item in made if item.role == "proxy"), None)
    frames, rate = counted or facts.frames, facts.rate
    Version.objects.filter(pk=version.pk).update(
        facts={**facts.as_dict(), "frames": frames, **known},
        source_type=found.get("origin", {}).get("source_type", ""),
        frames=frames,
        rate_num=rate.numerator if rate else None,
        rate_den=rate.denominator if rate else None,
    )
    Asset.objects.filter(pk=version.asset_id).update(kind=kind)
    version.asset.kind = kind  # what is told of it afterwards says so too
