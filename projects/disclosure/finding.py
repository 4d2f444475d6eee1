"""Which rows of the project a clip of somebody's edit stands for.

An edit names files, clips and reels, and no ids. What is found is told with how it was found, so
that whoever signs can look; what is not found is told as not found.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from projects.disclosure import classes
from projects.exporting import PICTURE, picture_name
from projects.models import Candidate, Decision, Project, Shot, Version
from projects.models.assets import Kind
from projects.showing import start_frame
from projects.taking import takeable

#: How a clip was recognised, the surest first.
FILE, CLIP, REEL = "file", "clip", "reel"
_PARTS = re.compile(r"[^0-9a-z]+")
#: Kinds of assets that a cut shows: a log or a sound of the same name is no picture.
_SEEN = (Kind.FILM, Kind.SEQUENCE, Kind.IMAGE)
#: Kinds of results whose files a cut may show.
_SHOWING = (Candidate.Kind.PICTURE, Candidate.Kind.CLIP, *classes.CHANGED_HERE)
#: A shot's code has at most so many parts ("LMP_EP1_010_0040").
_LONGEST_CODE = 6
_SHORTEST_CODE = 3


@dataclass
class Found:
    """Versions and results a clip may stand for (one, as a rule), and how they were found."""

    versions: list[Version] = field(default_factory=list)
    results: list[Candidate] = field(default_factory=list)
    by: str = ""

    def __bool__(self) -> bool:
        return bool(self.versions or self.results)


class Media:
    """Everything of a project that an edit may name."""

    def __init__(self, project: Project) -> None:
        self.versions: dict[str, list[Version]] = defaultdict(list)
        self.results: dict[str, list[Candidate]] = defaultdict(list)
        self.codes: dict[str, list[Shot]] = defaultdict(list)
        self.places: dict[Any, list[Shot]] = defaultdict(list)
        rows = Version.objects.filter(project=project, asset__deleted_at=None)
        rows = rows.filter(asset__kind__in=_SEEN).select_related("asset__shot", "project", "ingest")
        for version in rows.order_by("asset", "-number"):
            self.versions[stem(version.file_name)].append(version)
        for candidate in results_of(project):
            for name in set(names_of(candidate)):
                self.results[stem(name)].append(candidate)
        for shot in project.shots.select_related("scene__episode"):
            self.codes[_joined(shot.code)].append(shot)
            if shot.version_id and shot.cut_in is not None:
                self.places[shot.version_id].append(shot)

    def find(self, layer: dict[str, Any]) -> Found:
        """By the file's name, else by the clip's, else by the reel's."""
        for by, name in ((FILE, layer["media"]), (CLIP, layer["name"]), (REEL, layer["reel"])):
            key = stem(name)
            found = Found(self.versions.get(key, []), self.results.get(key, []), by)
            if key and found:
                return found
        return Found()

    def shots(self, layer: dict[str, Any], found: Found) -> list[Shot]:
        """Shots of the portal that the clip shows: by the frames of its film, by what its asset was
        filed under, or by the code that stands in its name.
        """
        shown = max(self._shown(layer, found), key=lambda pair: pair[0], default=(0, None))[1]
        if shown:
            return [shown]
        own = [version.asset.shot for version in found.versions if version.asset.shot]
        return own or self._named(layer["name"]) or self._named(stem(layer["media"]))

    def _shown(self, layer: dict[str, Any], found: Found) -> Iterator[tuple[int, Shot]]:
        """(frames that both share, shot)."""
        for version in found.versions:
            for shot in self.places.get(version.pk, []):
                if (shared := _shared(shot, layer, version)) > 0:
                    yield shared, shot

    def _named(self, name: str) -> list[Shot]:
        """A code that two shots have says of neither that it is meant."""
        parts = [part for part in _PARTS.split(name.lower()) if part]
        for length in range(min(_LONGEST_CODE, len(parts)), 0, -1):
            for at in range(len(parts) - length + 1):
                code = "_".join(parts[at : at + length])
                found = self.codes.get(code, []) if len(code) >= _SHORTEST_CODE else []
                if len(found) == 1:
                    return found
        return []


def stem(name: str) -> str:
    """Of a file's address or a clip's name: without folder, ending and case."""
    last = PurePosixPath(unquote(name).replace("\\", "/")).name
    plain = last.rsplit(".", 1)[0] if "." in last[-6:] else last
    return plain.strip().casefold()


def _joined(code: str) -> str:
    return "_".join(part for part in _PARTS.split(code.lower()) if part)


def results_of(project: Project) -> Any:
    """What shows something, and has left: only what was approved does."""
    approved = Decision.objects.filter(project=project, verdict=Decision.Verdict.APPROVED)
    rows = Candidate.objects.filter(project=project, pk__in=approved.values("candidate"))
    rows = rows.filter(kind__in=_SHOWING, version__asset__deleted_at=None)
    rows = rows.select_related("version__asset", "version__project", "run__request")
    return rows.prefetch_related("renditions")


def names_of(candidate: Candidate) -> Iterator[str]:
    """Names under which its files leave."""
    if candidate.kind == Candidate.Kind.PICTURE:
        for row in candidate.renditions.all():
            if row.role == PICTURE:
                row.candidate = candidate
                yield picture_name(row)
    for file in takeable(candidate):
        yield file.file_name


def _shared(shot: Shot, layer: dict[str, Any], version: Version) -> int:
    """An edit counts the source by its own clock, which begins at its timecode or at 0."""
    begin, end = shot.cut_in or 0, shot.cut_out or 0
    zeros = {0, start_frame(version)}
    return max(
        min(end, layer["source_end"] - zero) - max(begin, layer["source"] - zero) for zero in zeros
    )
