"""Words, rows and files of a cut comparison."""

import csv
import io
import re
from contextlib import suppress
from pathlib import Path, PurePath
from typing import Any

from projects.assist.contract import OutputFile
from projects.interchange.cells import harmless
from projects.interchange.changes_otio import Clip, Media, write_changes
from projects.interchange.cutlist import CutList, Shot
from projects.interchange.edl import MOST_EVENTS, parts, write_edl
from projects.interchange.refusal import ExportRefused

COLUMNS = ["film", "shot", "start", "end", "change", "told", "head", "tail", "unseen"]
COLUMNS += ["earlier_start", "earlier_end", "confidence", "exact"]
#: What a clip says otherwise, or what is of use beside the pictures alone.
_APART = ("start", "end", "change", "picture", "look", "alike", "at")
_LABELS = {
    "moved": "moved",
    "split": "split from an earlier shot",
    "joined": "joined from earlier shots",
    "repeated": "shown again",
    "new": "new",
    "unsure": "not recognised",
    "lost": "lost",
}

Row = dict[str, Any]


def sentence(row: Row) -> str:
    """What was done to a shot, in words; nothing for one that was kept."""
    said = [_LABELS[word] for word in row["changes"] if word in _LABELS]
    if row["change"] == "retimed":
        return f"played at {row['speed']:.0%} of its speed"
    for side in ("head", "tail"):
        count = row.get(side, 0)
        if count:
            verb = "trimmed by" if count > 0 else "extended by"
            about = "" if row["exact"] else "about "
            frames = "frame" if abs(count) == 1 else "frames"
            said.append(f"{side} {verb} {about}{abs(count)} {frames}")
    return ", ".join(said)


def write_lists(folder: Path, result: Row, earlier: Media, later: Media) -> list[OutputFile]:
    """`changes.otio`, `changes.csv` and, as far as clocks count at the rate, `changes.edl`."""
    texts = {
        "changes.otio": _otio(result, earlier, later),
        "changes.csv": write_table(result),
    }
    texts |= _edls(result, later)
    for stale in folder.glob("changes*.edl"):  # of a comparison before, in the same folder
        if re.fullmatch(r"changes(_\d+)?\.edl", stale.name):
            stale.unlink()
    made: list[OutputFile] = []
    for name, text in texts.items():
        path, role = folder / name, PurePath(name).suffix[1:]
        path.write_text(text, encoding="utf-8", newline="")
        made.append(OutputFile(path, role, "text/plain", sum(one.role == role for one in made)))
    return made


def _otio(result: Row, earlier: Media, later: Media) -> str:
    cut = [_clip(row, "Shot") for row in result["shots"]]
    lost = [_clip(row, "Lost") for row in result["earlier_shots"] if not row["shown_in"]]
    title = f"{later.name}: what was changed"
    return write_changes(title, earlier, later, cut, lost)


def _clip(row: Row, word: str) -> Clip:
    facts = {k: v for k, v in row.items() if k not in _APART}
    name = f"{word} {row['index'] + 1:03}"
    span = row["start"], row["end"]
    return Clip(*span, name, row["change"], row["told"], facts, at=row.get("at", 0))


def _edls(result: Row, later: Media) -> dict[str, str]:
    """The later cut as events with what was done as comments; in several lists past 999."""
    rows = [
        Shot(row["start"], row["end"], f"Shot {row['index'] + 1:03}", note=row["told"].upper())
        for row in result["shots"]
    ]
    with suppress(ExportRefused):
        whole = CutList("WHAT WAS CHANGED", later.name, _stem(later.name), later.rate, tuple(rows))
        pieces = parts(whole)
        many = len(rows) > MOST_EVENTS
        return {
            f"changes{f'_{n}' if many else ''}.edl": write_edl(piece)
            for n, piece in enumerate(pieces, 1)
        }
    return {}


def _stem(name: str) -> str:
    return Path(name).stem or name


def write_table(result: Row) -> str:
    """A row a shot of the later film, then those of the earlier that are gone; CSV."""
    text = io.StringIO(newline="")
    text.write("\ufeff")  # spreadsheets take it for UTF-8 only with the mark
    writer = csv.DictWriter(text, COLUMNS, restval="", extrasaction="ignore")
    writer.writeheader()
    gone = [row for row in result["earlier_shots"] if not row["shown_in"]]
    for film, rows in (("later", result["shots"]), ("earlier", gone)):
        for row in rows:
            writer.writerow(_cells(film, row))
    return text.getvalue()


def _cells(film: str, row: Row) -> Row:
    told = {"film": film, "shot": row["index"] + 1, **row}
    if sources := row.get("earlier"):
        told |= {"earlier_start": sources[0]["start"], "earlier_end": sources[-1]["end"]}
    return {key: harmless(value) for key, value in told.items()}
