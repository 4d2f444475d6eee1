"""A script broken down by the portal's rules, with what a provider's model adds to it.

`result.json`: `label` (what it is and is not), `input`, `model`, `scenes`: `index`, `number`,
`heading`, `page`, `length`, `sent`, `seconds` (on the screen, estimated), `known` (elements that
the rules found: `kind`, `name`, `sentence`, `sure`) and `added` (`kind`, `name`, `quote`, `note`,
`sure`, `known`: whether the rules have it too); `dropped`: why → how many.
"""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from projects.assist import sent
from projects.assist.contract import (
    Outcome,
    OutputFile,
    Parameters,
    Progress,
    Tool,
    ToolInput,
    ToolRefused,
)
from projects.assist.palette import Answer, Need, Work
from projects.assist.received import checked, plain
from projects.assist.script_apart import length
from projects.assist.script_parts import Part, parts
from projects.assist.scripts import telling
from projects.assist.scripts.breakdown import break_down
from projects.assist.tools.script_enriched_forms import KINDS, Enriched, believed
from projects.interchange.cells import harmless
from projects.interchange.scripts.reading import read_script
from projects.interchange.scripts.scenes import scenes_of

NAME, VERSION = "script_enriched", "1.0"
MOST_TEXT = 150_000  # characters in one request: about 100 pages
#: In every file: what the writers' agreement asks to be told.
LABEL = "AI material. Not literary material and not source material."
_COLUMNS = ("label", "scene", "heading", "kind", "name", "quote", "note", "sure", "from")


class ScriptEnrichedParameters(Parameters):
    """What the person may choose."""

    scenes: str = Field(
        "",
        max_length=600,
        title="Scenes",
        description="Numbers as the script has them, such as 4, 7-9: the words of these are sent. "
        "Empty: the words of all scenes are sent.",
        json_schema_extra={"up_front": True},
    )


def looks_in(parameters: Any, item: ToolInput) -> None:
    """Raises `palette:no_scene`, `script:no_scenes` where a scene is named that is not there."""
    if parameters.scenes.strip():
        length(item, parameters.scenes, "scenes")


def compose(
    inputs: Sequence[ToolInput], parameters: Parameters, folder: Path, progress: Progress
) -> Work:
    """The words of the scenes that are named. Raises `palette:…`, `script:…`."""
    assert isinstance(parameters, ScriptEnrichedParameters)
    progress(sent.COMPOSING, 0.1)
    chosen = parts(inputs[0], parameters.scenes)
    text = "\n\n".join(f"=== scene {part.scene.index} ===\n{part.text}" for part in chosen)
    if len(text) > MOST_TEXT:
        raise ToolRefused("palette:too_much_text", f"{len(text)}", "scenes")
    progress(sent.COMPOSING, 0.2)
    return Work(Need.TEXT, _instructions(), sent.fenced(text, "script"), answer=Enriched)


def _instructions() -> str:
    return " ".join(
        [
            "You break a film script down for its production. For each scene, by the number after "
            '"=== scene", list what has to be there or done:',
            f"each element is of one of the kinds {', '.join(KINDS)}.",
            "A mood is how the scene feels; a risk is what could go wrong between shots or scenes: "
            "wounds, wet clothes, a candle that burns down, a drink that empties.",
            "quote: the words of that scene that it follows from, copied letter by letter, at most "
            "20 words. What has no such words is left out; it is dropped if the quote is not "
            "found.",
            "name: a few words. note: one sentence on what follows for the production, or empty.",
            "sure: 0 to 1. seconds: how long the scene may play on the screen.",
            "Do not retell, judge or rewrite the script.",
            sent.DATA_ONLY,
        ]
    )


def conclude(
    answer: Answer, inputs: Sequence[ToolInput], parameters: Parameters, folder: Path
) -> Sequence[Outcome]:
    """One candidate: the rules' breakdown and what is believed of the model's. Raises
    `remote:malformed`."""
    assert isinstance(parameters, ScriptEnrichedParameters)
    told = checked(Enriched, answer)
    chosen = parts(inputs[0], parameters.scenes)
    found, dropped = believed(told.scenes, chosen)
    result = {
        "tool": NAME,
        "version": VERSION,
        "label": LABEL,
        "model": plain(answer.model, 120),
        "input": {"name": inputs[0].name, "scenes": len(chosen)},
        "scenes": _scenes(inputs[0], chosen, found),
        "dropped": dropped,
    }
    return [Outcome(result, _files(result, folder), kind="enriched")]


def _scenes(
    item: ToolInput, chosen: Sequence[Part], found: dict[int, dict[str, Any]]
) -> list[dict[str, Any]]:
    script = read_script(item.path)
    known = telling.told(break_down(script, scenes_of(script)))["scenes"]
    sent_ones = {part.scene.index for part in chosen}
    rows = []
    for scene in known:
        if scene["omitted"]:
            continue
        own = found.get(scene["index"], {"seconds": None, "added": []})
        names = {(one["kind"], one["name"].casefold()) for one in scene["elements"]}
        row = {name: scene[name] for name in ("index", "number", "heading", "page", "length")}
        row |= {"sent": scene["index"] in sent_ones, "seconds": own["seconds"]}
        row["known"] = [
            {name: one[name] for name in ("kind", "name", "sentence", "sure")}
            for one in scene["elements"]
        ]
        row["added"] = [
            {name: value for name, value in one.items() if name != "at"}
            | {"known": (one["kind"], one["name"].casefold()) in names}
            for one in own["added"]
        ]
        rows.append(row)
    return rows


def _files(result: dict[str, Any], folder: Path) -> list[OutputFile]:
    table, numbers = folder / "enriched.csv", folder / "result.json"
    text = io.StringIO(newline="")
    text.write("\ufeff")  # spreadsheets take it for UTF-8 only with the mark
    writer = csv.DictWriter(text, _COLUMNS, restval="")
    writer.writeheader()
    for row in _rows(result):
        writer.writerow({key: harmless(value) for key, value in row.items()})
    table.write_text(text.getvalue(), encoding="utf-8", newline="")
    numbers.write_text(json.dumps(result, indent=1, ensure_ascii=False), encoding="utf-8")
    return [
        OutputFile(table, "csv", "text/csv"),
        OutputFile(numbers, "numbers", "application/json"),
    ]


def _rows(result: dict[str, Any]) -> list[dict[str, Any]]:
    """What the model added and what the rules found, each saying which it is."""
    rows: list[dict[str, Any]] = []
    for scene in result["scenes"]:
        place = {"scene": scene["number"], "heading": scene["heading"]}
        for one in scene["added"]:
            said = {key: one[key] for key in ("kind", "name", "quote", "note", "sure")}
            rows.append({"label": LABEL, **place, **said, "from": "AI"})
        for one in scene["known"]:
            said = {key: one[key] for key in ("kind", "name", "sure")}
            rows.append({**place, **said, "quote": one["sentence"], "from": "rules"})
    return rows


TOOL = Tool(
    name=NAME,
    version=VERSION,
    title=_("Script breakdown, enriched"),
    purpose=_("Adds to a script's breakdown what only reading it tells: needs, mood, risks."),
    method=_(
        "The portal's own rules break the script down; a provider's model reads the scenes that "
        "are sent and adds props, wardrobe, effects, stunts, moods and risks to continuity. Each "
        "of its additions quotes words of the script, and what cannot be found there word for "
        "word is dropped and counted. A quote that is found does not make the conclusion right: "
        "read both. Times on the screen are guesses. All of it is AI material and no literary "
        "material, and says so in every file."
    ),
    serves="pre_production",
    accepts=frozenset({"script"}),
    parameters=ScriptEnrichedParameters,
    stages=sent.STAGES,
    needs=Need.TEXT,
    looks_in=looks_in,
    compose=compose,
    conclude=conclude,
)
