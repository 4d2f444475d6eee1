"""The events of a film as a table for spreadsheets."""

import csv
import io

from projects.interchange.cells import harmless
from projects.interchange.timecode import RATES, day, to_timecode
from projects.interchange.timelines.laid import AUDIO, Laid

COLUMNS = (
    *("track", "event", "name", "reel", "media"),
    *("source_in", "source_out", "record_in", "record_out"),
    *("source_frame", "source_end_frame", "record_frame", "record_end_frame", "frames"),
    *("speed", "enabled", "note"),
)
_MARK = "\ufeff"  # Excel takes a file for UTF-8 only with it


def rows(laid: Laid) -> list[dict[str, object]]:
    """Every event of every track; frames count from 00:00:00:00, ends are exclusive.

    Timecodes run over midnight as clocks do and are empty at rates that have none.
    """
    found = []
    counts: dict[str, int] = {}
    for track in laid.tracks:
        if not track.items:
            continue
        letter = "A" if track.kind == AUDIO else "V"
        counts[letter] = counts.get(letter, 0) + 1
        for number, item in enumerate(track.items, 1):
            record = (laid.start + item.start, laid.start + item.end)
            frames = (item.source, item.source_end, *record)
            cells = [f"{letter}{counts[letter]}", number, item.name, item.reel, item.media]
            cells += [_clock(frame, laid) for frame in frames]
            cells += [*frames, item.length, str(item.speed), item.enabled, item.note]
            found.append(dict(zip(COLUMNS, cells, strict=True)))
    return found


def _clock(frame: int, laid: Laid) -> str:
    if laid.rate not in RATES:
        return ""
    within = frame % day(laid.rate, laid.drop_frame)
    return to_timecode(within, laid.rate, laid.drop_frame)


def write_csv(laid: Laid) -> str:
    """CSV with a header row, starting with the byte order mark; lines end in CR LF."""
    text = io.StringIO(newline="")
    text.write(_MARK)
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in rows(laid):
        writer.writerow(
            [harmless(cell) if isinstance(cell, str) else cell for cell in row.values()]
        )
    return text.getvalue()
