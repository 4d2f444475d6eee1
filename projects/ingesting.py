"""What the worker does with a new version: recognise, measure, make it viewable."""

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from portal.storage import files
from projects.media.poster import poster
from projects.media.probe import probe
from projects.media.proxy import proxy
from projects.media.recognise import recognise
from projects.media.refusal import Refused
from projects.media.strip import strip
from projects.media.waveform import waveform
from projects.models import Asset, Ingest, Rendition, State, Version
from projects.storing import storing


@dataclass(frozen=True)
class Made:
    """A file made for looking at a version, on its way into the storage."""

    role: str
    path: Path
    media_type: str
    facts: dict[str, Any]


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
        kind = recognise(source, version.file_name)
        job.progress("probe", 0.02)
        facts = probe(source, kind)
        made = _make(job, kind, source, facts, Path(folder))
        job.progress("store", 0.97)
        _store(job, version, kind, facts, made)


def _make(job: Ingest, kind: str, source: Path, facts: Any, folder: Path) -> list[Made]:
    makers: dict[str, Callable[..., list[Made]]] = {
        "film": _film,
        "image": _image,
        "sound": _sound,
    }
    return makers[kind](job, source, facts, folder) if kind in makers else []


def _film(job: Ingest, source: Path, facts: Any, folder: Path) -> list[Made]:
    """The strip is cut from the viewing copy: its key frames are near and cheap."""
    job.progress("pictures", 0.05)
    made = _poster(source, facts, folder)
    if facts.audio:
        made.append(_waveform(source, facts, folder))
    job.progress("proxy", 0.1)
    copy = folder / "proxy.mp4"
    timing = proxy(
        source, facts, copy, progress=lambda done: job.progress("proxy", 0.1 + 0.8 * done)
    )
    if times := timing.pop("frame_times", None):
        made.append(_json("times", {"frame_times": times}, folder))
    job.progress("pictures", 0.92)
    tiles = strip(copy, probe(copy, "film"), folder / "strip.jpg")
    made.append(Made("strip", folder / "strip.jpg", "image/jpeg", tiles))
    return [*made, Made("proxy", copy, "video/mp4", timing)]


def _image(job: Ingest, source: Path, facts: Any, folder: Path) -> list[Made]:
    job.progress("pictures", 0.3)
    return _poster(source, facts, folder)


def _sound(job: Ingest, source: Path, facts: Any, folder: Path) -> list[Made]:
    job.progress("proxy", 0.1)
    proxy(
        source,
        facts,
        folder / "proxy.m4a",
        progress=lambda done: job.progress("proxy", 0.1 + 0.8 * done),
    )
    return [
        _waveform(source, facts, folder),
        Made("proxy", folder / "proxy.m4a", "audio/mp4", {}),
    ]


def _poster(source: Path, facts: Any, folder: Path) -> list[Made]:
    """A picture too large to be drawn is taken in all the same, without a poster."""
    try:
        poster(source, facts, folder / "poster.jpg")
    except Refused as refused:
        if refused.code != "media:no_preview":
            raise
        return []
    return [Made("poster", folder / "poster.jpg", "image/jpeg", {})]


def _waveform(source: Path, facts: Any, folder: Path) -> Made:
    return _json("waveform", waveform(source, facts), folder)


def _json(role: str, content: dict[str, Any], folder: Path) -> Made:
    path = folder / f"{role}.json"
    path.write_text(json.dumps(content))
    return Made(role, path, "application/json", {})


def _store(job: Ingest, version: Version, kind: str, facts: Any, made: list[Made]) -> None:
    """Files first, under keys of this attempt; then rows and READY in one transaction."""
    with storing(job) as put:
        for item in made:
            put(_key(job, item), item.path, item.media_type)
        _keep(job, version, kind, facts, made)


@transaction.atomic
def _keep(job: Ingest, version: Version, kind: str, facts: Any, made: list[Made]) -> None:
    _note_facts(version, kind, facts, made)  # first: who is told of READY hears the kind
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
                "size": item.path.stat().st_size,
                "facts": item.facts,
            },
        )


def _key(job: Ingest, item: Made) -> str:
    return f"{job.storage_prefix}{job.attempt}/{item.path.name}"


def _note_facts(version: Version, kind: str, facts: Any, made: list[Made]) -> None:
    """The frames that were really there when the viewing copy was made count."""
    counted = next((item.facts.get("frames") for item in made if item.role == "proxy"), None)
    frames, rate = counted or facts.frames, facts.rate
    Version.objects.filter(pk=version.pk).update(
        facts={**facts.as_dict(), "frames": frames},
        frames=frames,
        rate_num=rate.numerator if rate else None,
        rate_den=rate.denominator if rate else None,
    )
    Asset.objects.filter(pk=version.asset_id).update(kind=kind)
    version.asset.kind = kind  # what is told of it afterwards says so too
