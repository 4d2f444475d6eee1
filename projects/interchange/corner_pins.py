"""Four corners by frame as Nuke, After Effects and tables take them.

Ours are in pixels, clockwise from the upper left, y down, whole at the middles of pixels, frames
from 0. Nuke and After Effects count from the outer edge of the picture, so half a pixel is added;
in Nuke y goes up, and the first frame of a film is its frame 1.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from fractions import Fraction

from projects.interchange.cells import harmless

Corners = Sequence[Sequence[float]]  # four of x, y
By = Mapping[int, Corners]  # by frame

NUKE = (3, 2, 1, 0)  # lower left, lower right, upper right, upper left
EFFECTS = (("Upper Left #2", 0), ("Upper Right #3", 1), ("Lower Left #4", 3), ("Lower Right #5", 2))
HEAD = ["frame", *(f"{axis}{n}" for n in (1, 2, 3, 4) for axis in "xy"), "certainty"]


def nuke(found: By, source: Corners, height: int, source_height: int, name: str) -> str:
    """A CornerPin2D node that takes `source` (in a picture `source_height` high) to the track.

    `height` is that of the film's picture, in pixels.
    """
    frames = sorted(found)
    lines = [
        "# Frames count from 1, as in a film that Nuke reads. Pixels count from the lower left",
        "# corner of the picture: the middle of the first pixel is 0.5 0.5.",
        "CornerPin2D {",
    ]
    for place, corner in enumerate(NUKE, 1):
        ends = {f: _up(found[f][corner], height) for f in frames}
        curves = [" ".join(f"x{f + 1} {ends[f][axis]:.4f}" for f in frames) for axis in (0, 1)]
        lines.append(f" to{place} {{{{curve {curves[0]}}} {{curve {curves[1]}}}}}")
    for place, corner in enumerate(NUKE, 1):
        x, y = _up(source[corner], source_height)
        lines.append(f" from{place} {{{x:.4f} {y:.4f}}}")
    return "\n".join([*lines, f" name {name}", " selected true", "}", ""])


def after_effects(found: By, width: int, height: int, rate: Fraction) -> str:
    """Keyframes of the effect Corner Pin, to be pasted onto a layer of the film's size."""
    lines = [
        "Adobe After Effects 8.0 Keyframe Data",
        "",
        f"\tUnits Per Second\t{float(rate):.6g}",
        f"\tSource Width\t{width}",
        f"\tSource Height\t{height}",
        "\tSource Pixel Aspect Ratio\t1",
        "\tComp Pixel Aspect Ratio\t1",
        "",
    ]
    for name, corner in EFFECTS:
        lines += [f"Effects\tCorner Pin #1\t{name}", "\tFrame\tX pixels\tY pixels\t"]
        lines += [
            f"\t{f}\t{found[f][corner][0] + 0.5:.4f}\t{found[f][corner][1] + 0.5:.4f}\t"
            for f in sorted(found)
        ]
        lines.append("")
    return "\r\n".join([*lines, "", "End of Keyframe Data", ""])


def table(found: By, certainty: Mapping[int, float]) -> str:
    """CSV: a row a frame, corners as they are here and the certainty, 0 to 1."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD)
    for frame in sorted(found):
        numbers = [round(float(value), 4) for corner in found[frame] for value in corner]
        row = [frame, *numbers, round(float(certainty[frame]), 3)]
        writer.writerow([harmless(cell) for cell in row])
    return out.getvalue()


def _up(corner: Sequence[float], height: int) -> tuple[float, float]:
    return corner[0] + 0.5, height - (corner[1] + 0.5)
