"""What camera reports, grades and looks say of clips, where people look for it.

What logs say of a clip is kept on its asset (`Asset.log`), made anew from the sidecars of the
project whenever one of both has been examined, deleted or taken back.
"""

from typing import Any

from projects.file_names import asset_name
from projects.models import Asset, Project, Version
from projects.models.assets import Kind
from projects.sidecars import FIELDS, Clip, Sidecars, card_of, stem_of

CLIPS = (Kind.FILM, Kind.SEQUENCE, Kind.IMAGE, Kind.SOUND)
#: Entries on a sidecar's page; those that mean nothing here come first.
SHOWN = 200


def learn(version: Version) -> None:
    """After an examination, in its transaction, which has taken its turn before it began."""
    kind = version.asset.kind
    if kind not in (*CLIPS, Kind.EDITORIAL):
        return
    first = kind == Kind.EDITORIAL and version.number == 1
    if first and not _newest(version.project_id).filter(pk=version.pk).exists():
        return  # an edit list or such, which speaks of no clip
    tell(version.project_id, None if kind == Kind.EDITORIAL else version.asset_id)


def take_a_turn(project: Any) -> None:
    """Before any row is held: clips and sidecars that end or go at once wait for each other."""
    Project.objects.select_for_update(no_key=True).get(pk=project)


def tell(project: Any, asset: Any = None) -> None:
    """Write down anew what logs say: of one clip and its namesakes, or of all in the project."""
    sidecars = Sidecars()
    rows = _newest(project).values_list("asset_id", "asset__name", "asset__folder", "facts__log")
    for row in rows:
        sidecars.add(*row)
    clips = _clips(project)
    for clip in clips:
        sidecars.homes[clip.stem].add(clip.card)
    stems = {clip.stem for clip in clips if asset in (None, clip.asset.pk)}
    changed = []
    for clip in (clip for clip in clips if clip.stem in stems):
        told = sidecars.told_of(clip)
        if told != clip.asset.log:
            clip.asset.log = told
            changed.append(clip.asset)
    Asset.objects.bulk_update(changed, ["log"], batch_size=500)


def logged(version: Version) -> dict[str, Any]:
    """A sidecar's entries for its page, each with `heard`: whether a clip here is meant."""
    spoken: set[int] = set()
    told = Asset.objects.filter(project=version.project_id, deleted_at=None)
    meant = told.filter(log__contains={"from": [{"asset": str(version.asset_id)}]})
    for log in meant.values_list("log", flat=True):
        for source in log["from"]:
            if source["asset"] == str(version.asset_id):
                spoken |= set(source["lines"])
    empty = dict.fromkeys(("name", "file", "start", *FIELDS), "")
    entries = [
        {**empty, **entry, "heard": entry["line"] in spoken} for entry in version.facts["log"]
    ]
    entries.sort(key=lambda entry: entry["heard"])
    silent = sum(not entry["heard"] for entry in entries)
    return {"entries": entries[:SHOWN], "more": max(0, len(entries) - SHOWN), "silent": silent}


def _newest(project: Any) -> Any:
    """The newest version of each sidecar that is not deleted."""
    rows = Version.objects.filter(
        project=project, asset__kind=Kind.EDITORIAL, asset__deleted_at=None
    )
    newest = rows.order_by("asset_id", "-number").distinct("asset_id")
    return (
        Version.objects.filter(pk__in=newest.values("pk"))
        .exclude(facts__log=[])
        .filter(facts__has_key="log")
        .order_by("created_at", "pk")
    )


def _clips(project: Any) -> list[Clip]:
    rows = Asset.objects.filter(project=project, kind__in=CLIPS, deleted_at=None)
    newest = Version.objects.filter(asset__in=rows).order_by("asset_id", "-number")
    told = newest.distinct("asset_id").values_list("asset_id", "file_name", "facts__timecode")
    of = {pk: (name, start or "") for pk, name, start in told}
    return [
        Clip(row, stem_of(asset_name(name)), card_of(row.folder), start)
        for row in rows
        for name, start in [of.get(row.pk, (row.name, ""))]
    ]
