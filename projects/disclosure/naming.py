"""What a final cut names, and which final cuts change when something of theirs is withdrawn."""

from collections.abc import Iterable
from typing import Any

from portal.storage import files
from projects.disclosure.finding import names_of, results_of, stem
from projects.interchange.refusal import ExportRefused
from projects.interchange.timelines.shown_apart import shots_apart
from projects.models import FinalCut, Project, Version

_NAMED = ("media", "name", "reel")


def named_by(version: Version) -> list[str] | None:
    """Files, clips and reels of the edit, as `stem` writes them; None where it cannot be read.

    Read when it is chosen, so that a withdrawal need not read edits before it is told.
    """
    try:
        with files.local(version.storage_key) as path:
            read = shots_apart(path, version.project.rate)
    except (ExportRefused, OSError):
        return None
    layers = (layer for shot in read["shots"] for layer in shot["layers"])
    return sorted({stem(layer[name]) for layer in layers for name in _NAMED if layer[name]})


def changed(project: Project, versions: Any, candidates: Any) -> list[tuple[FinalCut, bool]]:
    """Standing final cuts that name one of these (querysets of ids), each with whether that is
    known: of an edit that could not be read it is not.
    """
    cuts = list(FinalCut.objects.filter(project=project).standing().select_related(*_SHOWN))
    if not cuts:
        return []
    gone = {*_stems(project, versions, candidates)}
    return [
        (cut, cut.names is not None) for cut in cuts if cut.names is None or gone & {*cut.names}
    ]


_SHOWN = ("version__asset", "episode", "project")


def _stems(project: Project, versions: Any, candidates: Any) -> Iterable[str]:
    names = Version.objects.filter(project=project, pk__in=versions)
    yield from map(stem, names.values_list("file_name", flat=True))
    for candidate in results_of(project).filter(pk__in=candidates):
        yield from map(stem, names_of(candidate))
