"""What a format cannot carry, said before the export runs."""

from projects.interchange.cutlist import CutList
from projects.interchange.edl import MOST_EVENTS, REEL_LENGTH, TITLE_LENGTH, reel
from projects.interchange.timecode import RATES, day
from projects.interchange.timelines import of_cuts
from projects.interchange.timelines.carrying import unknown_format

FORMATS = ("edl", "otio", "csv", *of_cuts.FORMATS)
_CLOCKS = ("edl", "csv", "ale")

Loss = dict[str, str]


def losses(cutlist: CutList, format: str) -> list[Loss]:
    """What is lost when `cutlist` is written as one of `FORMATS`.

    Each loss is a dict of `code` and `detail`. Raises
    `ExportRefused("interchange:unknown_format")`.
    """
    if format not in FORMATS:
        raise unknown_format(format)
    found = [*_time(cutlist, format), *_transitions(cutlist, format)]
    if format in of_cuts.FORMATS:
        return found + _of_timeline(cutlist, format)
    return found + (_edl(cutlist) if format == "edl" else [])


def _time(cutlist: CutList, format: str) -> list[Loss]:
    if format not in _CLOCKS:
        return []
    if cutlist.rate not in RATES:
        return [_loss("no_timecode", f"no timecode at {float(cutlist.rate):.3f}")]
    last = max(end for _, end in cutlist.sources())
    if format != "ale":  # which has no record side
        last = max(last, cutlist.records()[-1][1])
    over = last > day(cutlist.rate, cutlist.drop_frame)
    return [_loss("past_midnight", "timecode runs over midnight")] if over else []


def _transitions(cutlist: CutList, format: str) -> list[Loss]:
    gradual = sum(shot.transition is not None for shot in cutlist.shots)
    if not gradual or format == "csv":
        return []
    told = {"edl": " and a comment", "ale": ""}.get(format, " and a marker")
    return [_loss("transitions_flattened", f"{gradual} become a cut{told}")]


def _of_timeline(cutlist: CutList, format: str) -> list[Loss]:
    """An Avid log is a list of clips; what else these formats change are signs in names."""
    codes = of_cuts.lost(cutlist, format)
    found = [_loss("log", "places in the cut, and its title")] if format == "ale" else []
    names = sum(codes.get(code, 0) for code in ("clip_names", "notes", "reels", "media"))
    return found + ([_loss("names_changed", f"{names}")] if names else [])


def _edl(cutlist: CutList) -> list[Loss]:
    found = []
    if len(cutlist.shots) > MOST_EVENTS:
        files = -(-len(cutlist.shots) // MOST_EVENTS)
        found.append(_loss("several_files", f"{len(cutlist.shots)} events need {files} files"))
    if reel(cutlist.reel) != cutlist.reel:
        shown = reel(cutlist.reel)
        found.append(_loss("reel_changed", f"{shown}: {REEL_LENGTH} plain characters at most"))
    if len(cutlist.title) > TITLE_LENGTH:
        found.append(_loss("title_cut", f"after {TITLE_LENGTH} characters"))
    return found


def _loss(code: str, detail: str) -> Loss:
    return {"code": f"interchange:{code}", "detail": detail}
