"""The cut list as a table for spreadsheets."""

import csv
import io

from projects.interchange.cells import harmless
from projects.interchange.cutlist import CutList
from projects.interchange.timecode import RATES, day, to_timecode

COLUMNS = (
    "shot",
    "name",
    "source_in",
    "source_out",
    "record_in",
    "record_out",
    "start_frame",
    "end_frame",
    "length",
    "transition",
    "note",
)
# Excel takes a file for UTF-8 only with the mark; everything else skips over it.
_MARK = "\ufeff"


def write_csv(cutlist: CutList) -> str:
    """CSV with a header row, starting with the byte order mark; lines end in CR LF.

    Frames count from the source's first picture, the end is exclusive. Timecodes run over
    midnight as clocks do and stay empty at rates that have none.
    """
    text = io.StringIO(newline="")
    text.write(_MARK)
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    places = zip(cutlist.shots, cutlist.sources(), cutlist.records(), strict=True)
    for number, (shot, source, record) in enumerate(places, 1):
        clocks = [_clock(frame, cutlist) for frame in (*source, *record)]
        change = shot.transition.kind if shot.transition else "cut" if number > 1 else ""
        frames = [shot.start, shot.end_exclusive, shot.length]
        writer.writerow(
            [number, harmless(shot.name), *clocks, *frames, harmless(change), harmless(shot.note)]
        )
    return text.getvalue()


def _clock(frame: int, cutlist: CutList) -> str:
    if cutlist.rate not in RATES:
        return ""
    within = frame % day(cutlist.rate, cutlist.drop_frame)
    return to_timecode(within, cutlist.rate, cutlist.drop_frame)
