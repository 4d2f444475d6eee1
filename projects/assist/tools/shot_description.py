"""Shots in words: a key frame of each goes to a provider, a description of each comes back.

`result.json`: `model`, `input` (`name`, `rate`, `shots`: of the whole film), `from_shot`, `shots`:
`index` (from 0, of the film), `start`, `end`, `frame`, `description`, `tags`, `size`, `people`
(None: not said), `setting`, `place`; `dropped`: why → how many.
"""

import csv
import io
import json
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, NamedTuple

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

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
from projects.assist.received import checked, lines, plain
from projects.interchange.cells import harmless
from projects.media.chosen_frames import is_still
from projects.media.frames import NoPicture, Unreadable
from projects.media.shots.breakdown import break_down

NAME, VERSION = "shot_description", "1.0"
WIDE = 768  # pixels of the longer side: enough to tell what is seen
TAGS, TAG, WORDS, SETTING = 12, 40, 600, 120  # how many; characters
CROWD = 1000
SIZES = (
    *("extreme long", "long", "full", "medium long", "medium", "medium close-up", "close-up"),
    *("extreme close-up", "insert", "unclear"),
)
Size = Literal[
    "extreme long",
    "long",
    "full",
    "medium long",
    "medium",
    "medium close-up",
    "close-up",
    "extreme close-up",
    "insert",
    "unclear",
]
_COLUMNS = ("shot", "start", "end", "size", "place", "people", "setting", "description", "tags")


class ShotDescriptionParameters(Parameters):
    """What the person may choose."""

    from_shot: int = Field(
        1,
        ge=1,
        le=100_000,
        title="From shot",
        description="The first one that is described; the film begins with 1.",
    )
    most: int = Field(
        40,
        ge=1,
        le=60,
        title="Shots at most",
        description="One picture of each is sent; ask again from a later shot for the rest.",
    )


class Described(BaseModel):
    """One picture. `picture` is its number, `people` how many are seen, `setting` where it is in
    a few words, `tags` single words by which somebody would look for it."""

    picture: int
    description: str
    tags: list[str]
    size: Size
    people: int
    setting: str
    place: Literal["interior", "exterior", "unclear"]


class Descriptions(BaseModel):
    pictures: list[Described]


class Key(NamedTuple):
    """A shot of the film, counted from 0, and the frame that stands for it."""

    number: int
    start: int
    end: int
    frame: int


class _Chosen(NamedTuple):
    keys: list[Key]
    shots: int
    rate: Fraction
    shown: list[sent.Shown]


def compose(
    inputs: Sequence[ToolInput], parameters: Parameters, folder: Path, progress: Progress
) -> Work:
    """A small picture of each shot. Raises `palette:no_shot`, `tool:…`."""
    assert isinstance(parameters, ShotDescriptionParameters)
    chosen = _choose(inputs[0], parameters, folder, progress)
    pictures = tuple(one.attached("picture", "input 1") for one in chosen.shown)
    return Work(Need.VISION, _instructions(len(pictures)), "", pictures, answer=Descriptions)


def _instructions(count: int) -> str:
    said = [
        f"Each of the {count} pictures is a frame of one shot of a film, in order, numbered from "
        "1. Describe each on its own, for an editor who looks for a shot: one or two sentences on "
        "who and what is seen, what happens, from where; no names of people, no guesses about who "
        "they are, their health, belief, origin or feelings beyond what a face plainly shows.",
        "size: how large people or things are in the frame. people: how many are seen. place: "
        "interior or exterior. setting: where, in a few words. tags: up to 12 single words.",
        sent.DATA_ONLY,
    ]
    return " ".join(said)


def _choose(
    item: ToolInput, parameters: ShotDescriptionParameters, folder: Path, progress: Progress
) -> _Chosen:
    """Found anew wherever it is asked: whoever concludes may not be who composed."""
    shots, rate = _shots(item, folder, progress)
    first = parameters.from_shot - 1
    part = list(enumerate(shots))[first : first + parameters.most]
    if not part:
        raise ToolRefused("palette:no_shot", f"{parameters.from_shot}", "from_shot")
    keys = [Key(n, shot[0], shot[1], (shot[2] + shot[3]) // 2) for n, shot in part]
    wanted = [key.frame for key in keys]
    shown = sent.frames(item, wanted, folder, "shot", WIDE, some=True)
    progress(sent.COMPOSING, 0.3)
    there = {one.number for one in shown}
    return _Chosen([key for key in keys if key.frame in there], len(shots), rate, shown)


def _shots(
    item: ToolInput, folder: Path, progress: Progress
) -> tuple[list[tuple[int, int, int, int]], Fraction]:
    """Start, end, and what is clean of each; of a picture the picture."""
    if is_still(item.path):
        return [(0, 1, 0, 1)], Fraction(24)
    try:
        with TemporaryDirectory(prefix="finding_", dir=folder) as apart:
            broken = break_down(
                item.path,
                Path(apart),
                width=64,
                progress=lambda _s, share: progress(sent.COMPOSING, 0.25 * share),
            )
    except NoPicture as error:
        raise ToolRefused("tool:no_picture", item.name) from error
    except Unreadable as error:
        raise ToolRefused("tool:unreadable", item.name) from error
    return [(shot.start, shot.end, *shot.clean) for shot in broken.shots], broken.film.rate


def conclude(
    answer: Answer, inputs: Sequence[ToolInput], parameters: Parameters, folder: Path
) -> Sequence[Outcome]:
    """One candidate with a row for each shot. Raises `remote:malformed`."""
    assert isinstance(parameters, ShotDescriptionParameters)
    told = checked(Descriptions, answer)
    chosen = _choose(inputs[0], parameters, folder, lambda stage, share: None)
    rows, dropped = _believed(told.pictures, chosen.keys)
    result = {
        "tool": NAME,
        "version": VERSION,
        "model": plain(answer.model, 120),
        "input": {
            "name": inputs[0].name,
            "rate": f"{chosen.rate.numerator}/{chosen.rate.denominator}",
            "shots": chosen.shots,
        },
        "from_shot": parameters.from_shot,
        "shots": rows,
        "dropped": dropped,
    }
    pictures = [
        OutputFile(one.path, "large", sent.JPEG, key.number)
        for key, one in zip(chosen.keys, chosen.shown, strict=True)
    ]
    return [Outcome(result, [*_files(result, folder), *pictures], kind="described")]


def _believed(
    told: Sequence[Described], keys: Sequence[Key]
) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """A row for each shot that was sent, with the first description of it."""
    dropped: dict[str, int] = {}
    by: dict[int, Described] = {}
    for one in told[: 10 * len(keys) + 100]:
        why = _wrong(one, by, len(keys))
        if why:
            dropped[why] = dropped.get(why, 0) + 1
        else:
            by[one.picture] = one
    return [_row(key, by.get(at)) for at, key in enumerate(keys, 1)], dropped


def _wrong(one: Described, by: dict[int, Described], count: int) -> str:
    if not 1 <= one.picture <= count:
        return "unknown_shot"
    if one.picture in by:
        return "twice"
    return "" if plain(one.description, WORDS) else "no_words"


def _row(key: Key, told: Described | None) -> dict[str, Any]:
    row: dict[str, Any] = {"index": key.number, "start": key.start, "end": key.end}
    row["frame"] = key.frame
    if told is None:
        said: dict[str, Any] = {"description": "", "tags": [], "size": "unclear", "people": None}
        return row | said | {"setting": "", "place": "unclear"}
    return row | {
        "description": plain(told.description, WORDS),
        "tags": [tag.lower() for tag in lines(told.tags, TAGS, TAG)],
        "size": told.size,
        "people": told.people if 0 <= told.people <= CROWD else None,
        "setting": plain(told.setting, SETTING),
        "place": told.place,
    }


def _files(result: dict[str, Any], folder: Path) -> list[OutputFile]:
    table, numbers = folder / "described.csv", folder / "result.json"
    text = io.StringIO(newline="")
    text.write("\ufeff")  # spreadsheets take it for UTF-8 only with the mark
    writer = csv.DictWriter(text, _COLUMNS, restval="", extrasaction="ignore")
    writer.writeheader()
    for row in result["shots"]:
        flat = row | {"shot": row["index"] + 1, "tags": ", ".join(row["tags"])}
        writer.writerow({key: harmless(value) for key, value in flat.items()})
    table.write_text(text.getvalue(), encoding="utf-8", newline="")
    numbers.write_text(json.dumps(result, indent=1, ensure_ascii=False), encoding="utf-8")
    return [
        OutputFile(table, "csv", "text/csv"),
        OutputFile(numbers, "numbers", "application/json"),
    ]


TOOL = Tool(
    name=NAME,
    version=VERSION,
    title=_("Shot description"),
    purpose=_("Says in words what each shot shows, so that you can search for it."),
    method=_(
        "The shots are found here. One frame of each, small and without its file's name, goes to "
        "a provider's model that looks at pictures; it says what is seen, how large, how many "
        "people and where. One frame is not the shot: what happens before and after it is not "
        "known. Counts of people are rough, and a description may name what is not there. Nobody "
        "is told by name."
    ),
    serves="editing",
    accepts=frozenset({"film", "sequence", "image"}),
    parameters=ShotDescriptionParameters,
    stages=sent.STAGES,
    needs=Need.VISION,
    compose=compose,
    conclude=conclude,
)
