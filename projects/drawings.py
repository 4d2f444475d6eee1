"""What somebody drew on a picture: arrows, boxes and lines by hand, in parts of the picture.

A drawing is a list of shapes, each a dict of `kind`, `colour` and `points`: pairs of numbers from
0 to 1, across and down from the top left corner. An arrow and a box have two points (the arrow
ends at its second), a line by hand has at least two. It is kept as it is shown, never as an image.
"""

from typing import Any

from django.utils.translation import gettext as _

from portal.errors import PortalError

KINDS = ("arrow", "box", "pen")
COLOURS = ("amber", "red", "green", "blue", "white")
SHAPES_AT_MOST, POINTS_AT_MOST = 40, 4000
DIGITS = 4  # a hundredth of a pixel of a 4K picture

Drawing = list[dict[str, Any]]


def checked(drawing: Any) -> Drawing:
    """The drawing with nothing but what belongs to it. Raises PortalError `invalid`."""
    if not isinstance(drawing, list) or len(drawing) > SHAPES_AT_MOST:
        most = {"most": SHAPES_AT_MOST}
        raise _wrong(_("A drawing is a list of at most %(most)s shapes.") % most)
    shapes = [_shape(shape) for shape in drawing]
    if sum(len(shape["points"]) for shape in shapes) > POINTS_AT_MOST:
        most = {"most": POINTS_AT_MOST}
        raise _wrong(_("The drawing has more than %(most)s points.") % most)
    return shapes


def _shape(shape: Any) -> dict[str, Any]:
    if not isinstance(shape, dict):
        raise _wrong(_("A shape has a kind, a colour and points."))
    kind, colour, points = shape.get("kind"), shape.get("colour", COLOURS[0]), shape.get("points")
    if kind not in KINDS:
        raise _wrong(_("A shape is one of: %(kinds)s.") % {"kinds": ", ".join(KINDS)})
    if colour not in COLOURS:
        raise _wrong(_("A colour is one of: %(names)s.") % {"names": ", ".join(COLOURS)})
    if not isinstance(points, list) or len(points) < 2 or (kind != "pen" and len(points) != 2):
        raise _wrong(_("An arrow and a box have two points, a line by hand at least two."))
    return {"kind": kind, "colour": colour, "points": [_point(point) for point in points]}


def _point(point: Any) -> list[float]:
    if isinstance(point, list | tuple) and len(point) == 2 and all(map(_within, point)):
        return [round(float(value), DIGITS) for value in point]
    raise _wrong(_("A point is two numbers from 0 to 1."))


def _within(value: Any) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and 0 <= value <= 1  # no number at all is not within either


def _wrong(said: str) -> PortalError:
    return PortalError("invalid", fields={"drawing": [said]})
