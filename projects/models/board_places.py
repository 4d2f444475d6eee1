"""The places of pictures on the board of a request, as its people see them: numbered from 1."""

from collections.abc import Iterable
from operator import attrgetter, itemgetter
from typing import Any

from projects.media.likeness import groups
from projects.models.candidates import Candidate
from projects.models.trash import stands_withdrawn

#: As many as one board holds; of more the earliest.
MOST = 2000


def on_board(rows: Any, request_id: Any) -> Any:
    """Of these candidates, in the order of the film. What stands on a withdrawn consent is not
    among them.
    """
    rows = rows.filter(kind=Candidate.Kind.PICTURE, run__request=request_id)
    return rows.exclude(stands_withdrawn("pk")).order_by("plate", "plate_frame", "pk")


def together(rows: Iterable[Candidate]) -> list[Candidate]:
    """Look-alikes beside each other; each gets `group`, the number of its group from 1."""
    ordered = list(rows)
    for row, number in zip(ordered, _groups(row.likeness for row in ordered), strict=True):
        row.group = number  # type: ignore[attr-defined]
    return sorted(ordered, key=attrgetter("group"))


def _groups(likenesses: Iterable[str]) -> list[int]:
    """The group of each, numbered from 1 in the order of their first pictures."""
    firsts = groups(list(likenesses))
    numbers = {first: n for n, first in enumerate(dict.fromkeys(firsts), 1)}
    return [numbers[first] for first in firsts]


def place_of(request: Any, candidate: Candidate) -> int:
    """Its number on the board; looked up once for all that is signed together."""
    if not hasattr(request, "places"):
        rows = on_board(Candidate.objects.all(), request.pk).values_list("pk", "likeness")[:MOST]
        alike = _groups(likeness for _pk, likeness in rows)
        ordered = sorted(zip(alike, rows, strict=True), key=itemgetter(0))
        request.places = {pk: place for place, (_group, (pk, _)) in enumerate(ordered, 1)}
    return int(request.places.get(candidate.pk, candidate.number))
