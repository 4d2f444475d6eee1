"""Script breakdown as the portal knows it: parameters, words, result files.

Inputs: one script (Fountain, FDX, or PDF with text), or several drafts of it, the oldest first.
The last is broken down; each is compared with the one before it.

`result.json`:
- `input`: `name`, `format`, `title`, `draft`, `pages`, `scenes`, `eighths` (of a page);
- `scenes`: in script order, each with `index` (from 1), `number`, `heading`, `int_ext`,
  `location`, `time`, `asides`, `light`, `strip` (colour), `page`, `eighths`, `length` ("1 3/8"),
  `line`, `omitted`, `synopsis`, `revised` (names of the revisions it bears marks of),
  `characters` (who speaks), `present` (who speaks or is named), `silent`,
  `speaking` (speeches, lines, words, dual, extensions by name) and `elements` (`kind`, `name`,
  `sure` 0..1, `sentence`, `line`);
- `characters`: `name`, `board` number, `scenes`, counts, `maybe_same` (names that may be the
  same person's), `first_words`;
- `locations`, `stripboard` (`script_order`, `shooting_order`);
- `story`: who wears, holds and suffers what (`kind`, `character`, `subject`, `sure`, `place`), and
  `continuity`: hints (`rule`, `character`, `subject`, `sure`, `first`, `then`), in story order;
- `revisions`: for each two drafts `before`, `after`, their colours, `counts` and `scenes`;
- `warnings`: `code` and its facts: `no_columns`, `zeros`, `old_encoding`, `nobody_speaks`,
  `spelled_in_pdf`, `numbers_twice`, `different_scripts`;
- `scripts`: by name of each input its `scenes` (`heading`, `int_ext`, `location`, `time`,
  `characters`) and speaking `characters`, for comparison with another reading.
"""

import json
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from projects.assist.contract import (
    Inputs,
    Outcome,
    OutputFile,
    Parameters,
    Progress,
    Tool,
    ToolInput,
    ToolRefused,
)
from projects.assist.scripts import revisions, sheets, tables, telling
from projects.assist.scripts.breakdown import Breakdown, break_down
from projects.interchange.pdf_pages import is_spelled
from projects.interchange.scripts.model import Script
from projects.interchange.scripts.reading import read_script
from projects.interchange.scripts.scenes import Scene, scenes_of

NAME, VERSION = "script_breakdown", "1.0"
READING, FINDING, COMPARING, WRITING = "reading", "finding", "comparing", "writing"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Revised = list[tuple[str, str, list[revisions.Change]]]


class ScriptBreakdownParameters(Parameters):
    """What the person may choose."""

    least_sure: float = Field(
        0.3,
        ge=0,
        le=1,
        title="Least sure",
        description="Props, stunts and other elements less sure than this are left out (no unit).",
    )
    pages_per_day: float = Field(
        0,
        ge=0,
        le=50,
        title="Pages a day",
        description="Divides the shooting order into days of so much; 0 does not (pages).",
    )
    sheets: bool = Field(
        True, title="Sheets as PDF", description="Draw breakdown sheets and the stripboard."
    )


def run(
    inputs: Sequence[ToolInput], parameters: Parameters, folder: Path, progress: Progress
) -> Sequence[Outcome]:
    """Break the first input down; tables, sheets and `result.json` are left in `folder`.

    Further inputs are the drafts before it, the newest of them first; each is compared with the
    one after it.

    Raises what `read_script` refuses, and `script:no_scenes`.
    """
    assert isinstance(parameters, ScriptBreakdownParameters)
    began = time.monotonic()
    inputs = inputs[::-1]  # from here on in the order in which they were written
    names = _names(inputs)
    drafts = [_read(item, n / len(inputs), progress) for n, item in enumerate(inputs)]
    found = break_down(
        *drafts[-1],
        least=parameters.least_sure,
        pages_a_day=parameters.pages_per_day,
        told=lambda share: progress(FINDING, 0.2 + 0.3 * share),
    )
    progress(COMPARING, 0.5)
    revised = _compared(names, drafts)
    result = _result(names, drafts, found, revised)
    result["seconds"] = {"analysis": round(time.monotonic() - began, 3)}
    progress(WRITING, 0.6)
    files = _write(found, revised, folder, names[-1], parameters.sheets, progress)
    result["seconds"]["all"] = round(time.monotonic() - began, 3)
    result, told = _storable(result), folder / "result.json"
    told.write_text(json.dumps(result, indent=1, ensure_ascii=False), encoding="utf-8")
    files.append(OutputFile(told, "result", "application/json"))
    progress(WRITING, 1.0)
    return [Outcome(result, files, kind="script")]


def _storable(value: Any) -> Any:
    """Without what neither UTF-8 nor a database takes: halves of a pair, and NUL."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode().replace("\0", "")
    if isinstance(value, dict):
        return {_storable(name): _storable(item) for name, item in value.items()}
    return [_storable(item) for item in value] if isinstance(value, list | tuple) else value


def _names(inputs: Sequence[ToolInput]) -> list[str]:
    """As their owner named them; a name that comes again has its place behind it."""
    names: list[str] = []
    for number, item in enumerate(inputs, 1):
        names.append(f"{item.name} ({number})" if item.name in names else item.name)
    return names


def _read(item: ToolInput, share: float, progress: Progress) -> tuple[Script, list[Scene]]:
    progress(READING, 0.2 * share)
    script = read_script(item.path)
    scenes = scenes_of(script)
    if not scenes:
        raise ToolRefused("script:no_scenes", item.name)
    return script, scenes


def _compared(names: Sequence[str], drafts: Sequence[tuple[Script, list[Scene]]]) -> Revised:
    pairs = zip(range(len(drafts)), range(1, len(drafts)), strict=False)
    return [(names[a], names[b], revisions.compare(drafts[a][1], drafts[b][1])) for a, b in pairs]


def _result(
    names: Sequence[str],
    drafts: Sequence[tuple[Script, list[Scene]]],
    found: Breakdown,
    revised: Revised,
) -> dict[str, Any]:
    script = found.script
    about = {"name": names[-1], "format": script.format, "title": script.title}
    counts = {"pages": found.pages, "scenes": sum(not s.omitted for s in found.scenes)}
    counts["eighths"] = sum(scene.length for scene in found.scenes if not scene.omitted)
    return {
        "tool": NAME,
        "version": VERSION,
        "input": {**about, "draft": script.draft, **counts},
        **telling.told(found),
        "revisions": _revisions(drafts, revised),
        "warnings": _warnings(found, revised),
        "scripts": {
            name: telling.scored(scenes) for name, (_s, scenes) in zip(names, drafts, strict=True)
        },
    }


def _revisions(
    drafts: Sequence[tuple[Script, list[Scene]]], revised: Revised
) -> list[dict[str, Any]]:
    """The colour is what the draft says of itself, or the next in the usual order."""
    number = revisions.told_colour(drafts[0][0].draft) or 0
    rows = []
    for (before, after, changes), (script, _scenes) in zip(revised, drafts[1:], strict=True):
        was, said = revisions.colour(number), revisions.told_colour(script.draft)
        number = number + 1 if said is None or said <= number else said
        colours = {"colour_before": was, "colour": revisions.colour(number)}
        rows.append({"before": before, "after": after, **colours, **telling.changes(changes)})
    return rows


def _warnings(found: Breakdown, revised: Revised) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [{"code": code, **facts} for code, facts in found.script.warnings]
    if not found.characters:
        rows.append({"code": "nobody_speaks"})
    if any(is_spelled(scene.heading.text) for scene in found.scenes) or any(
        is_spelled(name) for name in found.characters
    ):
        rows.append({"code": "spelled_in_pdf"})
    numbers = Counter(scene.heading.number for scene in found.scenes if scene.heading.number)
    twice = [number for number, count in numbers.items() if count > 1]
    if twice:
        rows.append({"code": "numbers_twice", "numbers": twice})
    for before, after, changes in revised:
        paired = sum(change.before is not None and change.after is not None for change in changes)
        if paired * 5 < len(changes):
            rows.append({"code": "different_scripts", "before": before, "after": after})
    return rows


def _write(
    found: Breakdown, revised: Revised, folder: Path, name: str, drawn: bool, progress: Progress
) -> list[OutputFile]:
    made = tables.tables(found, revised)
    files = [
        OutputFile(path, "table", "text/csv", index)
        for index, path in enumerate(tables.write_csv(made, folder))
    ]
    progress(WRITING, 0.7)
    book = folder / "breakdown.xlsx"
    tables.write_xlsx(made, book)
    files.append(OutputFile(book, "workbook", XLSX))
    progress(WRITING, 0.85)
    papers = {"sheets": sheets.sheets, "stripboard": sheets.stripboard} if drawn else {}
    for role, draw in papers.items():
        path = folder / f"{role}.pdf"
        path.write_bytes(draw(found, name))
        files.append(OutputFile(path, role, "application/pdf"))
    return files


TOOL = Tool(
    name=NAME,
    version=VERSION,
    title=_("Script breakdown"),
    purpose=_("Lists the scenes, people and things a script asks for, and watches its continuity."),
    method=_(
        "Scenes, names and dialogue are told by how a script is set: by the marks of Fountain, "
        "the styles of Final Draft, or the columns of a PDF. Props, vehicles, extras, effects and "
        "stunts are found by lists of English words, each with its sentence and how sure it is; "
        "what no list has, and what is only implied, is missed. Continuity is compared by rules "
        "in story order, and gives hints to look at, never findings. Lengths are counted in lines "
        "where the file does not tell them. Trust it less with scripts that keep no usual form, "
        "in other languages, and where he or she could be two people."
    ),
    serves="pre_production",
    accepts=frozenset({"script"}),
    most_inputs=12,
    inputs=Inputs(
        title=_("Drafts"),
        hint=_(
            "This draft is broken down. It is compared with the drafts before it that you tick, "
            "and each of those with the one before; their order is that of their uploads."
        ),
        few="",
        other=_("Compare with"),
        least=1,
        begins=True,
        first=_("Break down"),
        drafts=True,
    ),
    parameters=ScriptBreakdownParameters,
    stages={
        READING: _("Reading the script"),
        FINDING: _("Finding people and things"),
        COMPARING: _("Comparing drafts"),
        WRITING: _("Writing tables and sheets"),
    },
    run=run,
)
