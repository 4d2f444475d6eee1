"""Faces of single pictures made people of a shot, and false alarms left out."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from projects.media.faces.boxes import Box, Picture, cropped
from projects.media.faces.cascades import Face

CROWD = 12  # people of a shot that are told apart; more are a crowd
APART = 0.9  # of the box's size: how far a face moves from one sample to the next
GROWS = 1.6  # how much larger or smaller it becomes
AGAIN, ONCE = 2, 3  # votes that count where it is seen again, and where there is one picture
ALIKE = 12.0  # Lab units between the colours of two faces of which one may be a print


@dataclass
class Person:
    """Somebody in one shot: where in which frames (`places`: frame → box), how sure (0..1)."""

    places: dict[int, Box] = field(default_factory=dict)
    votes: list[int] = field(default_factory=list)
    sure: float = 0.0

    @property
    def last(self) -> Box:
        return self.places[max(self.places)]

    @property
    def size(self) -> float:
        return float(np.median([box.size for box in self.places.values()]))


def people_of(
    pictures: Sequence[tuple[int, Picture]], found: Sequence[Sequence[Face]]
) -> tuple[list[Person], bool]:
    """The people of a shot, largest first, and whether there were too many of them.

    `pictures` are (frame, H x W x 3 blue, green, red) in film order, `found` the faces in each.
    """
    people: list[Person] = []
    for (number, _picture), faces in zip(pictures, found, strict=True):
        _add(people, number, faces)
    kept = [person for person in people if _believed(person, len(pictures))]
    shown = dict(pictures)
    kept = [person for person in kept if not _printed(person, kept, shown)]
    kept.sort(key=lambda person: -person.size * len(person.places))
    for person in kept:
        share = len(person.places) / len(pictures)
        person.sure = round(min(1.0, sum(person.votes) / 3 / len(person.votes)) * share**0.5, 3)
    return kept[:CROWD], len(kept) > CROWD


def _add(people: list[Person], number: int, faces: Sequence[Face]) -> None:
    """Each face goes to the nearest person who is still without one in this picture."""
    for face in faces:
        free = [p for p in people if number not in p.places and _follows(p.last, face.box)]
        if free:
            person = min(free, key=lambda p: _distance(p.last, face.box))
        else:
            person = Person()
            people.append(person)
        person.places[number] = face.box
        person.votes.append(face.votes)


def _distance(one: Box, other: Box) -> float:
    return float(np.hypot(*np.subtract(one.centre, other.centre)))


def _follows(before: Box, box: Box) -> bool:
    larger, smaller = max(before.size, box.size), min(before.size, box.size)
    return larger <= GROWS * smaller and _distance(before, box) <= APART * larger


def _believed(person: Person, pictures: int) -> bool:
    """Seen again by cascades that agree; in very short shots three of them have to, once."""
    agreed = sum(votes >= AGAIN for votes in person.votes)
    return agreed >= 2 or (pictures < 3 and max(person.votes) >= ONCE)


def _printed(person: Person, people: Sequence[Person], shown: dict[int, Picture]) -> bool:
    """Whether it lies on somebody's chest and has not the colour of their skin: a print."""
    return any(
        _on_chest(person.places[number], other.places[number])
        and _unlike(shown[number], person.places[number], other.places[number])
        for other in people
        if other is not person
        for number in person.places.keys() & other.places.keys()
    )


def _on_chest(box: Box, head: Box) -> bool:
    across = abs(box.centre[0] - head.centre[0]) / head.width
    down = (box.centre[1] - head.centre[1]) / head.height
    return across < 1.2 and 0.6 < down < 4.0 and box.size < 2.5 * head.size


def _unlike(picture: Picture, one: Box, other: Box) -> bool:
    """By the two colour channels only: a face in the shade of a chin is a face."""
    colours = []
    for box in (one, other):
        inner = cropped(picture, box.part(0.25, 0.25, 0.5, 0.6))
        if not inner.size:
            return False
        lab = cv2.cvtColor(np.ascontiguousarray(inner), cv2.COLOR_BGR2LAB).reshape(-1, 3)
        colours.append(np.median(lab[:, 1:].astype(np.float32), 0))
    return float(np.hypot(*(colours[0] - colours[1]))) > ALIKE / 2
