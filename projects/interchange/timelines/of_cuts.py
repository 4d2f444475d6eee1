"""A cut of the portal in the formats of Final Cut, Premiere, Resolve and Avid."""

from projects.interchange.cutlist import CutList, Shot
from projects.interchange.timelines.laid import VIDEO, Item, Laid, Mark, Track
from projects.interchange.timelines.losses import losses
from projects.interchange.timelines.writing import write

#: As the portal calls them, and what they are called here.
FORMATS = {"fcpxml": "fcpxml", "xml": "fcp7", "ale": "ale"}


def laid_of(cutlist: CutList) -> Laid:
    """The cut in whole frames. Transitions are in the picture already: they become markers."""
    items = tuple(
        Item(
            record - (cutlist.record_start or 0),
            end - record,
            source,
            name=shot.name,
            media=cutlist.source_name,
            reel=cutlist.reel,
            note=shot.note,
            marks=_marks(shot),
        )
        for shot, (source, _out), (record, end) in zip(
            cutlist.shots, cutlist.sources(), cutlist.records(), strict=True
        )
    )
    tracks = (Track(VIDEO, items),)
    start = cutlist.record_start or 0
    return Laid(cutlist.title, cutlist.rate, tracks, start, cutlist.drop_frame)


def _marks(shot: Shot) -> tuple[Mark, ...]:
    change = shot.transition
    if change is None:
        return ()
    # Before the clip's first frame no editing system shows a marker of it.
    begin = max(change.start, shot.start)
    return (Mark(begin - shot.start, max(1, change.end - begin), change.kind),)


def write_cut(cutlist: CutList, format: str) -> str:
    """The text of one of `FORMATS`. Raises `ExportRefused` as its writer does."""
    (file,) = write(laid_of(cutlist), FORMATS[format])
    return file.content.decode()


def lost(cutlist: CutList, format: str) -> dict[str, int]:
    """Codes of `timelines.losses`, and how many."""
    return {loss.code: loss.count for loss in losses(laid_of(cutlist), FORMATS[format])}
