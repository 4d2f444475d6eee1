"""Character continuity as the portal knows it: parameters, consent, words and result."""

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

from projects.assist.contract import (
    Outcome,
    OutputFile,
    Parameters,
    Progress,
    Tool,
    ToolInput,
    ToolRefused,
)
from projects.assist.tools.character_continuity_rows import (
    character_rows,
    shot_rows,
    warnings_of,
)
from projects.assist.tools.character_continuity_words import (
    by_shot,
    marks_of,
    spans_of,
    written_marks,
)
from projects.media.faces.casting import Cast, Mark, Ways, find_cast, tell_apart
from projects.media.faces.finding import MARKS, MODELS, Finder, finder
from projects.media.faces.gathering import Span, shown_size
from projects.media.faces.models import models_folder
from projects.media.frames import NoPicture, Unreadable
from projects.media.shots.breakdown import break_down
from projects.media.shots.segments import Segment

NAME, VERSION = "character_continuity", "1.0"
FINDING, LOOKING, COMPARING = "finding", "looking", "comparing"


class CharacterContinuityParameters(Parameters):
    """What the person may choose."""

    consent_vouched: bool = Field(
        False,
        title="Consent",
        description="You vouch that the people who are seen allow their faces to be compared.",
    )
    vouched_by: str = Field(
        "",
        max_length=300,
        title="Vouched by",
        description="Who vouches; the portal writes it.",
        json_schema_extra={"readOnly": True},
    )
    vouched_at: str = Field(
        "",
        max_length=40,
        title="Vouched at",
        description="When that was (ISO 8601); the portal writes it.",
        json_schema_extra={"readOnly": True},
    )
    shots: str = Field(
        "",
        max_length=400_000,
        title="Shots",
        description="First frame and end of each, such as 0-120,120-260; empty: they are found "
        "(frames).",
    )
    marks: str = Field(
        "",
        max_length=400_000,
        title="Marks",
        description="A JSON list of faces you have marked, once a shot: frame or shot, x, y, "
        "width, height (pixels, or parts of the picture), and a character if you name them.",
    )
    find: bool = Field(
        True, title="Find faces", description="Beside the marks; without marks always."
    )


class CharacterContinuityResult(BaseModel):
    """`result.json`. Frames count from 0, ends are exclusive, boxes are parts of the picture.

    `faces_by` tells how people came in: `cascades`, `models` (YuNet and SFace), `marks`, or two of
    them. `compared` are the parts of people that were compared. `consent` holds `vouched`: whether
    somebody vouched for it, `by`: who, or through what, and `at`: when, where that is known.
    `shots`: `index`, `start`, `end`, `characters` (labels, or the names given with marks) and
    `people`: of each the `character`, `by`, `sure` (0..1), and `boxes`, [left, top, width,
    height] of the face by frame. `characters`: `character`, its `shots`, the `hero` (the shot
    most like all others) and `drift`: of each other shot the regions, as
    `projects.media.faces.drift` counts them, with `noticed`, and where something was the
    picture `beside` of both frames, which is number `look` of the files to be looked at. `files`
    has the shots by the name of the film, as `score_faces.py` reads them.
    """

    tool: str
    version: str
    faces_by: str
    compared: list[str]
    consent: dict[str, Any]
    shots: list[dict[str, Any]]
    characters: list[dict[str, Any]]
    files: dict[str, Any]
    warnings: list[dict[str, str]]


def run(
    inputs: Sequence[ToolInput], parameters: Parameters, folder: Path, progress: Progress
) -> Sequence[Outcome]:
    """Find who is who in the first input; `result.json` and pictures are left in `folder`.

    Raises `ToolRefused` (`faces:…`, `tool:…`). No description of a face is written anywhere.
    """
    assert isinstance(parameters, CharacterContinuityParameters)
    film = inputs[0]
    beforehand(parameters, film.name)
    try:
        size = shown_size(film.path)
        found = _Found(spans_of(parameters.shots))
        if not found.spans:
            found = _found_spans(film.path, folder, progress)
        spans = found.spans
        marks = marks_of(parameters.marks, spans, size)
        ways = _ways(parameters.consent_vouched, parameters.find or not any(marks))
        cast = find_cast(
            film.path,
            spans,
            marks,
            ways,
            lambda share: progress(LOOKING, 0.4 + 0.5 * share),
            found.segments,
        )
    except NoPicture as error:
        raise ToolRefused("tool:no_picture", film.name) from error
    except Unreadable as error:
        raise ToolRefused("tool:unreadable", film.name) from error
    far = tell_apart(cast, lambda share: progress(COMPARING, 0.9 + 0.1 * share))
    unsearched = parameters.find and not parameters.consent_vouched
    told = found.unread + warnings_of(cast, spans, unsearched=unsearched)
    return [_outcome(film, folder, cast, spans, marks, ways, far, told, _consent(parameters))]


def beforehand(parameters: CharacterContinuityParameters, name: str) -> None:
    """Raises `faces:bad_shots`, `faces:bad_marks`, or `faces:no_consent` about the film `name`."""
    spans, written = spans_of(parameters.shots), written_marks(parameters.marks)
    if not written and not parameters.consent_vouched:
        raise ToolRefused("faces:no_consent", name, "consent_vouched")
    if spans:
        by_shot(written, spans)


def _consent(parameters: CharacterContinuityParameters) -> dict[str, Any]:
    if not parameters.consent_vouched:
        return {"vouched": False, "by": "", "at": ""}
    by = parameters.vouched_by or "the parameter consent_vouched"
    return {"vouched": True, "by": by, "at": parameters.vouched_at}


class _Found(NamedTuple):
    """What is clean of each shot, what was unreadable, and where the film may be cut apart: only
    a film that was decoded whole before is known to add up.
    """

    spans: list[Span]
    unread: list[dict[str, str]] = []
    segments: Sequence[Segment] = ()


def _found_spans(path: Path, folder: Path, progress: Progress) -> _Found:
    """The shots, without their transitions: nobody is looked for in a dissolve."""
    # In a folder of its own: `folder` may hold the thumbnails of a shot breakdown.
    with TemporaryDirectory(prefix="finding_", dir=folder) as apart:
        broken = break_down(
            path, Path(apart), width=64, progress=lambda _s, x: progress(FINDING, 0.4 * x)
        )
    spans = [shot.clean for shot in broken.shots]
    return _Found(spans, list(broken.warnings), broken.segments)


def _ways(vouched: bool, find: bool) -> Ways:
    """Without consent: clothes, as they are no part of anybody's body; nothing is searched."""
    if not vouched:
        return Ways(None, ("wardrobe",), faces=False)
    return Ways(finder(models_folder()) if find else None)


def _compared(ways: Ways) -> list[str]:
    if not ways.faces:
        return list(ways.regions)
    by_model = ways.finder is not None and ways.finder.by == MODELS
    return [*ways.regions, "face", *(["embedding"] if by_model else [])]


def _faces_by(finder_used: Finder | None, marks: Sequence[Sequence[Mark]]) -> str:
    ways = [MARKS] if any(marks) else []
    return "+".join(ways + ([finder_used.by] if finder_used else []))


def _outcome(
    film: ToolInput,
    folder: Path,
    cast: Cast,
    spans: Sequence[Span],
    marks: Sequence[Sequence[Mark]],
    ways: Ways,
    far: Any,
    told: list[dict[str, str]],
    consent: dict[str, Any],
) -> Outcome:
    characters, files = character_rows(cast, far, folder)
    shots = shot_rows(cast, spans)
    scored = [{name: row[name] for name in ("start", "end", "characters")} for row in shots]
    result = CharacterContinuityResult(
        tool=NAME,
        version=VERSION,
        faces_by=_faces_by(ways.finder, marks),
        compared=_compared(ways),
        consent=consent,
        shots=shots,
        characters=characters,
        files={film.name: {"shots": scored}},
        warnings=told,
    ).model_dump()
    numbers = folder / "result.json"
    numbers.write_text(json.dumps(result, indent=1, ensure_ascii=False))
    files.append(OutputFile(numbers, "numbers", "application/json"))
    return Outcome(result, files, kind="cast")


TOOL = Tool(
    name=NAME,
    version=VERSION,
    title=_("Character continuity"),
    purpose=_("Tells which shots show the same person, and what of them changes in between."),
    method=_(
        "Faces are found with OpenCV's cascades, or with YuNet and SFace where the operator has "
        "installed them; or you mark them once a shot, and each mark is followed. Face, hair, "
        "skin and clothes are compared with the colour of the light taken away; what is alike "
        "becomes one character, and what differs from its hero shot is told. No face is "
        "compared unless somebody vouches for the consent, and no description of one is kept. "
        "It does not know who anybody is. Do not trust it with faces that are small, turned "
        "away or in very different light, with twins, masks and crowds."
    ),
    serves="continuity",
    accepts=frozenset({"film"}),
    parameters=CharacterContinuityParameters,
    stages={
        FINDING: _("Finding the shots"),
        LOOKING: _("Looking at the people in each shot"),
        COMPARING: _("Comparing them"),
    },
    run=run,
    beforehand=beforehand,
    vouched="consent_vouched",
)
