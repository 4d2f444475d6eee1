"""A whole film: who is seen in which shot, and who of them is the same."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import cv2
import numpy as np

from projects.media import sharing
from projects.media.faces.appearance import REGIONS, Look, light_of, look
from projects.media.faces.boxes import Box, Picture, cropped
from projects.media.faces.comparing import unlikeness
from projects.media.faces.finding import MARKS, Finder
from projects.media.faces.following import follow
from projects.media.faces.gathering import Span, pictures_by_shot, spread
from projects.media.faces.grouping import group
from projects.media.faces.tracks import Person, people_of
from projects.media.pool import Pool, Tell
from projects.media.shots.pieces import held_by
from projects.media.shots.reading import Untrusted
from projects.media.shots.segments import Segment

EVEN = 6  # parts for each worker: with fewer, one has nothing to do at the end
LOOKED_AT = 6  # pictures of a shot
FOLLOWED = 240  # pictures of a shot in which something is marked, evenly spread
MOST = 1200  # people of all shots together that are compared
SHOWN = 420  # height in pixels of the picture of somebody
BLACK = 12  # of 255: a picture no part of which is brighter shows nothing
DARK, CROWDED, LOST, LEFT, UNREAD, TOO_MANY = (
    "dark", "crowd", "lost", "left", "unread", "too_many"
)  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """What a person has drawn: a face in frame `frame`, in parts of the picture (0..1)."""

    frame: int
    left: float
    top: float
    width: float
    height: float
    name: str = ""


@dataclass
class Seen:
    """Somebody in shot number `shot`. `shown` is a JPEG of frame `frame`."""

    shot: int
    person: Person
    by: str
    looks: list[Look]
    name: str = ""
    frame: int = 0
    shown: bytes = b""
    size: tuple[int, int] = (0, 0)
    character: int = 0


@dataclass
class Cast:
    """`people` in the order of shots; `told` are (what, shot, detail)."""

    people: list[Seen] = field(default_factory=list)
    told: list[tuple[str, int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Ways:
    """How to look: `finder` none when only marks count; `regions` and `faces` as consented."""

    finder: Finder | None
    regions: Sequence[str] = tuple(REGIONS)
    faces: bool = True


@dataclass(frozen=True)
class _Part:
    """Shots in a row, the first of them number `first`; without segments all of the film's."""

    path: Path
    segments: Sequence[Segment]
    first: int
    spans: Sequence[Span]
    marks: Sequence[Sequence[Mark]]
    ways: Ways


def find_cast(
    path: Path,
    spans: Sequence[Span],
    marks: Sequence[Sequence[Mark]],
    ways: Ways,
    tick: Tell = lambda share: None,
    segments: Sequence[Segment] = (),
    workers: int | None = None,
) -> Cast:
    """The people of each shot. `spans` in order, without overlap; `marks` for each of them.

    Where the film can be cut apart, into `segments`, its shots are looked at by several workers.
    Raises `Refused` (as `Pool` does), and what `tick` raises.
    """
    whole = _Part(path, (), 0, spans, marks, ways)
    cast = Cast()
    try:
        with Pool(workers) as pool:
            parts = _divided(replace(whole, segments=segments), EVEN * pool.workers)
            for found in pool.each(_found_in, parts, tick):
                cast.people += found.people
                cast.told += found.told
    except Untrusted:
        cast = _found_in(whole, tick)
    if len(cast.people) > MOST:
        cast.told.append((TOO_MANY, cast.people[MOST].shot, str(MOST)))
        del cast.people[MOST:]
    return cast


def _divided(whole: _Part, count: int) -> list[_Part]:
    """At most `count` parts of about as many shots; one, where the film cannot be cut apart."""
    each = max(1, -(-len(whole.spans) // count)) if whole.segments else max(1, len(whole.spans))
    return [
        replace(
            whole,
            segments=held_by(whole.segments, range(spans[0][0], spans[-1][1])),
            first=first,
            spans=spans,
            marks=whole.marks[first : first + each],
        )
        for first in range(0, len(whole.spans), each)
        if (spans := whole.spans[first : first + each])
    ]


def _found_in(part: _Part, tell: Tell) -> Cast:
    if not sharing.one_of_several():
        cv2.setNumThreads(-1)  # the shot breakdown has taken all but one away
    wanted = [_wanted(span, drawn) for span, drawn in zip(part.spans, part.marks, strict=True)]
    shots = pictures_by_shot(part.path, wanted, tell, part.segments)
    cast = Cast()
    for number, pictures in enumerate(shots):
        _look_at(cast, part.first + number, pictures, part.marks[number], part.ways)
        tell(min(1.0, (number + 1) / len(part.spans)))
    return cast


def tell_apart(cast: Cast, tick: Tell = lambda share: None) -> np.ndarray:
    """Gives everybody the number of their character; returns who is how unlike whom."""
    people = cast.people
    far = np.full((len(people), len(people)), np.nan)
    for one, here in enumerate(people):
        for other in range(one):
            far[one, other] = far[other, one] = unlikeness(here.looks, people[other].looks)
        tick((one + 1) / len(people))
    shots = np.array([seen.shot for seen in people])
    apart = shots[:, None] == shots[None, :]
    if people:
        found = group(far, apart, [seen.name for seen in people])
        for seen, character in zip(people, found, strict=True):
            seen.character = character
    return far


def _wanted(span: Span, marks: Sequence[Mark]) -> list[int]:
    if not marks:
        return spread(span, LOOKED_AT)
    return spread(span, FOLLOWED, [mark.frame for mark in marks])


def _look_at(
    cast: Cast,
    index: int,
    pictures: list[tuple[int, Picture]],
    marks: Sequence[Mark],
    ways: Ways,
) -> None:
    if not pictures:
        cast.told.append((UNREAD, index, ""))
        return
    if max(int(picture.max()) for _number, picture in pictures) < BLACK:
        cast.told.append((DARK, index, ""))
        return
    shown = dict(pictures)
    drawn = [_marked(cast, index, pictures, mark) for mark in marks]
    for mark, person in zip(marks, drawn, strict=True):
        _add(cast, index, person, MARKS, shown, ways, mark.name)
    if ways.finder is not None:
        few = _few(pictures)
        people, crowd = _found(few, ways.finder)
        if crowd:
            cast.told.append((CROWDED, index, ""))
        for person in people:
            if not any(_same_place(person, other) for other in drawn):
                _add(cast, index, person, ways.finder.by, shown, ways)


def _few(pictures: list[tuple[int, Picture]]) -> list[tuple[int, Picture]]:
    return [pictures[number] for number in spread((0, len(pictures)), LOOKED_AT)]


def _found(pictures: list[tuple[int, Picture]], finder: Finder) -> tuple[list[Person], bool]:
    """A second, longer search only where the quick one finds nobody."""
    people: list[Person] = []
    crowd = False
    for search in finder.searches:
        found = [finder.find(picture, search) for _number, picture in pictures]
        people, crowd = people_of(pictures, found)
        if people:
            break
    return people, crowd


def _marked(cast: Cast, index: int, pictures: list[tuple[int, Picture]], mark: Mark) -> Person:
    numbers = [number for number, _picture in pictures]
    start = min(range(len(numbers)), key=lambda n: abs(numbers[n] - mark.frame))
    height, width = pictures[start][1].shape[:2]
    box = Box(mark.left * width, mark.top * height, mark.width * width, mark.height * height)
    found = follow(pictures, start, box)
    cast.told += [(LOST, index, str(number)) for number in found.lost]
    cast.told += [(LEFT, index, str(number)) for number in found.left]
    share = len(found.places) / len(pictures)
    return Person(dict(sorted(found.places.items())), [3], round(share**0.5, 3))


def _same_place(person: Person, other: Person) -> bool:
    both = person.places.keys() & other.places.keys()
    return any(person.places[number].shared(other.places[number]) > 0.2 for number in both)


def _add(
    cast: Cast,
    index: int,
    person: Person,
    by: str,
    shown: dict[int, Picture],
    ways: Ways,
    name: str = "",
) -> None:
    numbers = list(person.places)
    chosen = [numbers[n] for n in spread((0, len(numbers)), LOOKED_AT)]
    looks = [_look(shown[number], person.places[number], ways) for number in chosen]
    best = chosen[len(chosen) // 2]
    height, width = shown[best].shape[:2]
    seen = Seen(index, person, by, looks, name, best, size=(width, height))
    seen.shown = _portrait(shown[best], person.places[best])
    cast.people.append(seen)


def _look(picture: Picture, box: Box, ways: Ways) -> Look:
    embedding = ways.finder.embedding(picture, box) if ways.faces and ways.finder else None
    return look(picture, box, light_of(picture), ways.regions, ways.faces, embedding)


def _portrait(picture: Picture, box: Box) -> bytes:
    """Head and shoulders, with a frame round the face."""
    drawn = picture.copy()
    corners = [round(side) for side in (box.left, box.top, box.width, box.height)]
    cv2.rectangle(drawn, corners, (255, 255, 255), 1)
    piece = cropped(drawn, box.part(-0.9, -0.5, 2.8, 3.5))
    piece = piece if piece.size else drawn
    size = (max(2, round(piece.shape[1] * SHOWN / piece.shape[0])), SHOWN)
    piece = cv2.resize(piece, size, interpolation=cv2.INTER_AREA)
    return cv2.imencode(".jpg", piece, [cv2.IMWRITE_JPEG_QUALITY, 85])[1].tobytes()
