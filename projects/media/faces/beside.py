"""How unlike the person of one picture is to those of others: the measure of whole films, for a
few pictures. No description of anybody outlives the call."""

from collections.abc import Sequence

from projects.media.faces.appearance import REGIONS, Look, light_of, look
from projects.media.faces.boxes import Box, Picture
from projects.media.faces.comparing import unlikeness
from projects.media.faces.finding import Finder


def beside_first(pictures: Sequence[Picture], finder: Finder) -> list[float | None]:
    """For each picture after the first: below `grouping.BORDER` it may be the same person as in the
    first; None where there is nobody, or nothing to compare. Of several people the largest counts.

    Pictures are H x W x 3 (blue, green, red).
    """
    looks = [_look(picture, finder) for picture in pictures]
    return [_apart(looks[0], other) for other in looks[1:]]


def _look(picture: Picture, finder: Finder) -> Look | None:
    box = _largest(picture, finder)
    if box is None:
        return None
    own = finder.embedding(picture, box)
    return look(picture, box, light_of(picture), tuple(REGIONS), True, own)


def _largest(picture: Picture, finder: Finder) -> Box | None:
    for search in finder.searches:
        if found := finder.find(picture, search):
            return max((face.box for face in found), key=lambda box: box.width * box.height)
    return None


def _apart(one: Look | None, other: Look | None) -> float | None:
    if one is None or other is None:
        return None
    found = unlikeness([one], [other])
    return round(found, 3) if found == found else None  # NaN is not itself
