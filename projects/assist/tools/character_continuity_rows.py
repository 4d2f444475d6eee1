"""What the result tells of shots and characters, and the pictures beside it."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from projects.assist.contract import OutputFile
from projects.media.faces.casting import (
    CROWDED,
    DARK,
    LEFT,
    LOST,
    TOO_MANY,
    UNREAD,
    Cast,
    Seen,
)
from projects.media.faces.drift import beside, drifts, hero_of
from projects.media.faces.gathering import Span

MOST_PICTURES = 200  # of drift; what is told beyond that has no picture
SAID = {
    DARK: "it is black: nobody was looked for",
    CROWDED: "there are more people than can be told apart: the largest faces were taken",
    LOST: "a mark was lost here and not followed farther, at frame",
    LEFT: "a mark leaves the picture, at frame",
    UNREAD: "none of its frames can be read",
    TOO_MANY: "there are too many people from here on; so many were compared:",
}


def labels_of(cast: Cast) -> dict[int, str]:
    """The names given with marks; else `Character 1`, `Character 2` and so on."""
    given = {seen.character: seen.name for seen in cast.people if seen.name}
    taken, number = set(given.values()), 0
    for seen in cast.people:
        while seen.character not in given:
            number += 1
            if f"Character {number}" not in taken:
                given[seen.character] = f"Character {number}"
    return given


def shot_rows(cast: Cast, spans: Sequence[Span]) -> list[dict[str, Any]]:
    labels = labels_of(cast)
    rows: list[dict[str, Any]] = [
        {"index": index, "start": start, "end": end, "characters": [], "people": []}
        for index, (start, end) in enumerate(spans)
    ]
    for seen in cast.people:
        label = labels[seen.character]
        rows[seen.shot]["characters"].append(label)
        rows[seen.shot]["people"].append(
            {"character": label, "by": seen.by, "sure": seen.person.sure, "boxes": _boxes(seen)}
        )
    return rows


def character_rows(
    cast: Cast, far: np.ndarray, folder: Path
) -> tuple[list[dict[str, Any]], list[OutputFile]]:
    """One row a character, and a picture of both frames wherever drift is noticed."""
    labels, rows, files = labels_of(cast), [], list[OutputFile]()
    for character in dict.fromkeys(seen.character for seen in cast.people):
        members = [n for n, seen in enumerate(cast.people) if seen.character == character]
        hero = cast.people[hero_of(members, far)]
        found = []
        for member in members:
            seen = cast.people[member]
            if seen is not hero:
                found.append(_drift(hero, seen, folder, files))
        rows.append(
            {
                "character": labels[character],
                "shots": [cast.people[member].shot for member in members],
                "hero": {"shot": hero.shot, "frame": hero.frame},
                "drift": found,
            }
        )
    return rows, files


def warnings_of(cast: Cast, spans: Sequence[Span], *, unsearched: bool) -> list[dict[str, str]]:
    told = []
    for what, shot, detail in cast.told:
        start, end = spans[shot]
        said = f"shot {shot} ({start}-{end}): {SAID[what]} {detail}".rstrip()
        told.append({"code": f"faces:{what}", "detail": said})
    if unsearched:
        said = "nobody vouched for a consent: no face was looked for, clothes alone were compared"
        told.append({"code": "faces:not_searched", "detail": said})
    if not cast.people:
        told.append({"code": "faces:nobody", "detail": "nobody was found in any shot"})
    return told


def _drift(hero: Seen, seen: Seen, folder: Path, files: list[OutputFile]) -> dict[str, Any]:
    regions = drifts(seen, hero)
    row: dict[str, Any] = {
        "shot": seen.shot,
        "frame": seen.frame,
        "noticed": any(region.noticed for region in regions),
        "regions": [asdict(region) for region in regions],
        "beside": None,
        "look": None,
    }
    if row["noticed"] and len(files) < MOST_PICTURES:
        (folder / "drift").mkdir(exist_ok=True)
        path = folder / "drift" / f"{len(files):04d}_shot_{hero.shot:04d}_shot_{seen.shot:04d}.jpg"
        path.write_bytes(beside(hero, seen))
        row |= {"beside": str(path.relative_to(folder)), "look": len(files)}
        files.append(OutputFile(path, "large", "image/jpeg", len(files)))
    return row


def _boxes(seen: Seen) -> dict[str, list[float]]:
    width, height = seen.size
    return {
        str(frame): [
            round(box.left / width, 4),
            round(box.top / height, 4),
            round(box.width / width, 4),
            round(box.height / height, 4),
        ]
        for frame, box in seen.person.places.items()
    }
