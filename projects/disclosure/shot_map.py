"""Which shots of the final cuts AI had a part in: shot by shot with timecodes, and counted."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.errors import PortalError
from portal.storage import files
from projects import editorial_words
from projects.disclosure import classes
from projects.disclosure.finding import Found, Media
from projects.disclosure.links import row, version_url
from projects.interchange.timelines.laid import CLIP, GENERATOR, NESTED
from projects.interchange.timelines.shown_apart import shots_apart
from projects.models import FinalCut, Project, ResultUse

Line = dict[str, Any]


def standing_uses(project: Project) -> list[ResultUse]:
    """The newest word on each result in each shot."""
    rows = ResultUse.objects.filter(project=project).standing()
    return list(rows.select_related("shot", "candidate__version__asset", "candidate__run__request"))


def final_cuts(project: Project) -> list[FinalCut]:
    """The one that stands of each episode, in their order; without any, that of the film."""
    rows = FinalCut.objects.filter(project=project).standing()
    found = [
        cut
        for cut in rows.select_related("episode", "version__asset", "project")
        if cut.version.asset.deleted_at is None  # one before it does not become final again
    ]
    # A cut of the whole film and those of its episodes would count the same shots twice.
    of_episodes = [cut for cut in found if cut.episode]
    return sorted(of_episodes or found, key=lambda cut: cut.episode.code if cut.episode else "")


def mapped(project: Project, media: Media, waiting: Callable[[], None]) -> list[Line]:
    """Of each final cut its facts, its `shots` and its `counts`."""
    uses = standing_uses(project)
    return [_cut(cut, media, uses, waiting) for cut in final_cuts(project)]


def _cut(cut: FinalCut, media: Media, uses: list[ResultUse], waiting: Callable[[], None]) -> Line:
    version, project = cut.version, cut.project
    with files.local(version.storage_key) as path:
        read = shots_apart(path, project.rate, waiting)
    if read["films"] > 1:
        raise PortalError("use:several_films", name=version.file_name, films=read["films"])
    shots = [_shot(shot, media, uses) for shot in read["shots"]]
    rate = Fraction(read["rate"])
    seen = sum(shot["end"] - shot["start"] for shot in shots)
    return {
        "episode": str(cut.episode or ""),
        "file": version.file_name,
        "sha256": version.tree_sha256,
        "said_by": cut.person_name,
        "at": cut.at.isoformat(timespec="seconds"),
        "rate": read["rate"],
        "frames": read["frames"],
        "seconds": _seconds(seen, rate),
        "remarks": [*_read_as(read)],
        "counts": counted(shots, rate),
        "shots": shots,
        "row": row(cut, at=version_url(version)),
    }


def _read_as(read: Line) -> Iterator[str]:
    """What whoever signs has to know of how the file was read."""
    if read["rate_assumed"]:
        yield _t("The file says no rate; that of the project was taken: %(rate)s.") % read
    rows = [{"code": code, "count": count, "detail": ""} for code, count in read["warnings"]]
    yield from (row["text"] for row in editorial_words.warnings(rows))


def counted(shots: Iterable[Line], rate: Fraction) -> list[Line]:
    """Shots and seconds of each class; they add up to all of them."""
    numbers, frames = Counter[str](), Counter[str]()
    for shot in shots:
        numbers[shot["class"]] += 1
        frames[shot["class"]] += shot["end"] - shot["start"]
    return [
        {
            "class": name,
            "shots": numbers[name],
            "frames": frames[name],
            "seconds": _seconds(frames[name], rate),
        }
        for name in classes.CLASSES
    ]


def _seconds(frames: int, rate: Fraction) -> float:
    return round(float(frames / rate), 2)


def _shot(shot: Line, media: Media, uses: list[ResultUse]) -> Line:
    parts: list[str] = []
    evidence: list[Line] = []
    known: dict[Any, Any] = {}
    shown: set[Any] = set()
    titles = False
    for layer in shot["layers"]:
        if layer["kind"] == GENERATOR:
            titles = True
            continue
        found = media.find(layer) if layer["kind"] == CLIP else Found()
        parts.append(_part(found))
        evidence += _evidence(layer, found)
        known |= {one.pk: one for one in media.shots(layer, found)}
        shown |= {candidate.pk for candidate in found.results}
    here = [use for use in uses if use.shot_id in known]
    for use in here:
        evidence.append(_said(use))
        if use.used_as == ResultUse.As.FINAL:
            parts.append(classes.of_result(use.candidate))
    said = {use.used_as for use in here}
    return {
        "number": shot["number"],
        "name": next((layer["name"] for layer in shot["layers"] if layer["name"]), ""),
        "shots": [_known(one) for one in known.values()],
        "start": shot["start"],
        "end": shot["end"],
        "tc_in": shot["tc_in"],
        "tc_out": shot["tc_out"],
        "class": classes.of_shot(parts, said, titles=titles),
        "remarks": [
            *_remarks(parts, evidence, _put_off(uses, shown, known)),
            *(["nested"] if any(layer["kind"] == NESTED for layer in shot["layers"]) else []),
        ],
        "evidence": evidence,
    }


def _known(shot: Any) -> Line:
    return {"code": str(shot), "row": row(shot, at=f"/projects/{shot.project_id}/structure/")}


def _part(found: Found) -> str:
    """Of namesakes the one that says most of AI counts."""
    own = [classes.of_version(version) for version in found.versions]
    return classes.worst([*own, *map(classes.of_result, found.results)])


def _evidence(layer: Line, found: Found) -> list[Line]:
    told = {"track": layer["track"], "clip": layer["name"], "media": layer["media"]}
    if not found:
        return [{**told, "by": "", "is": "", "class": classes.UNKNOWN, "row": None}]
    lines = [
        {
            **told,
            "by": found.by,
            "is": f"{version.file_name}, v{version.number}",
            "class": classes.of_version(version),
            "row": row(version, at=version_url(version)),
        }
        for version in found.versions
    ]
    return lines + [
        {
            **told,
            "by": found.by,
            "is": f"{candidate.run} {candidate.number}",
            "class": classes.of_result(candidate),
            "row": row(candidate),
        }
        for candidate in found.results
    ]


def _said(use: ResultUse) -> Line:
    return {
        "by": "said",
        "is": f"{use.candidate.run} {use.candidate.number}",
        "used_as": use.used_as,
        "said_by": use.person_name,
        "class": classes.of_result(use.candidate),
        "row": row(use, at=use.candidate),
    }


def _put_off(uses: list[ResultUse], shown: set[Any], known: Any) -> bool:
    """Whether a result that is said to be temporary, or not used, lies in the final cut itself."""
    off = (ResultUse.As.TEMPORARY, ResultUse.As.UNUSED)
    return any(
        use.used_as in off
        and use.candidate_id in shown
        and (use.shot_id is None or use.shot_id in known)
        for use in uses
    )


def _remarks(parts: list[str], evidence: list[Line], put_off: bool) -> list[str]:
    """What somebody should look at before they sign."""
    remarks = ["said_temporary"] if put_off else []
    if classes.UNKNOWN in parts and len(set(parts)) > 1:
        remarks.append("part_unknown")
    if sum(one["by"] not in ("", "said") for one in evidence) > len(parts):
        remarks.append("namesakes")
    return remarks


REMARKS = {
    "said_temporary": _("A result that was said to be temporary, or not used, lies in this shot."),
    "part_unknown": _("A part of the shot is not known here."),
    "nested": _("A nested sequence is one shot here: what lies within it is not counted."),
    "namesakes": _("Several things of the project have the name that the cut gives."),
}
