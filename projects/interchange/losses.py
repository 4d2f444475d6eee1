"""What a format cannot carry, said before the export runs."""

from projects.interchange.cutlist import CutList
from projects.interchange.edl import MOST_EVENTS, REEL_LENGTH, TITLE_LENGTH, reel
from projects.interchange.refusal import gettext_noop
from projects.interchange.timecode import RATES, day
from projects.interchange.timelines import of_cuts
from projects.interchange.timelines.carrying import unknown_format

FORMATS = ("edl", "otio", "csv", *of_cuts.FORMATS)
_CLOCKS = ("edl", "csv", "ale")

Loss = dict[str, str]


def losses(cutlist: CutList, format: str) -> list[Loss]:
    """What is lost when `cutlist` is written as one of `FORMATS`.

    Each loss is a dict of `code` and `detail`; where that is a phrase, also of its `words` and
    what fills them. Raises
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
        rate = f"{float(cutlist.rate):.3f}"
        return [_told("no_timecode", gettext_noop("no timecode at %(rate)s"), rate=rate)]
    last = max(end for _, end in cutlist.sources())
    if format != "ale":  # which has no record side
        last = max(last, cutlist.records()[-1][1])
    over = last > day(cutlist.rate, cutlist.drop_frame)
    return [_loss("past_midnight", "timecode runs over midnight")] if over else []


def _transitions(cutlist: CutList, format: str) -> list[Loss]:
    gradual = sum(shot.transition is not None for shot in cutlist.shots)
    if not gradual or format == "csv":
        return []
    marked = gettext_noop("%(n)s become a cut and a marker")
    told = {
        "edl": gettext_noop("%(n)s become a cut and a comment"),
        "ale": gettext_noop("%(n)s become a cut"),
    }
    return [_told("transitions_flattened", told.get(format, marked), n=gradual)]


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
        told = gettext_noop("%(events)s events need %(files)s files")
        found.append(_told("several_files", told, events=len(cutlist.shots), files=files))
    if reel(cutlist.reel) != cutlist.reel:
        shown = reel(cutlist.reel)
        told = gettext_noop("%(reel)s: %(most)s plain characters at most")
        found.append(_told("reel_changed", told, reel=shown, most=REEL_LENGTH))
    if len(cutlist.title) > TITLE_LENGTH:
        told = gettext_noop("after %(most)s characters")
        found.append(_told("title_cut", told, most=TITLE_LENGTH))
    return found


def _told(code: str, words: str, **facts: object) -> Loss:
    """With the words of its detail apart, so that they can be said in another language."""
    kept = {name: str(value) for name, value in facts.items()}
    return {**_loss(code, words % kept), "words": words, **kept}


def _loss(code: str, detail: str) -> Loss:
    return {"code": f"interchange:{code}", "detail": detail}
