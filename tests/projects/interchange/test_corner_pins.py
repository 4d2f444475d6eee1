"""Corner pins: what was written is read back to the same corners."""

import csv
import io
import re
from fractions import Fraction

import pytest

from projects.interchange.corner_pins import after_effects, nuke, table

FOUND = {
    3: [[10, 20], [110.25, 21], [108, 95.5], [9.5, 90]],
    4: [[11.125, 20.5], [111, 22], [109, 96], [-4, 91]],
}
WIDTH, HEIGHT = 192, 108


def read_nuke(text, height):
    """Corners by frame as ours, and the source's as they stand."""
    found = {}
    for place, corner in ((1, 3), (2, 2), (3, 1), (4, 0)):
        curves = re.search(rf"^ to{place} {{{{curve (.*)}} {{curve (.*)}}}}$", text, re.M)
        across, up = (re.findall(r"x(\d+) (-?[\d.]+)", curve) for curve in curves.groups())
        for (key, x), (same, y) in zip(across, up, strict=True):
            assert key == same
            ends = found.setdefault(int(key) - 1, [None] * 4)
            ends[corner] = [float(x) - 0.5, height - float(y) - 0.5]
    source = re.findall(r"^ from\d {(-?[\d.]+) (-?[\d.]+)}$", text, re.M)
    return found, [[float(x), float(y)] for x, y in source]


def read_effects(text):
    found, place = {}, None
    order = {"Upper Left #2": 0, "Upper Right #3": 1, "Lower Right #5": 2, "Lower Left #4": 3}
    for line in text.split("\r\n"):
        cells = line.split("\t")
        if cells[0] == "Effects":
            assert cells[1] == "Corner Pin #1"
            place = order.pop(cells[2])
        elif place is not None and len(cells) > 3 and cells[1].isdigit():
            ends = found.setdefault(int(cells[1]), [None] * 4)
            ends[place] = [float(cells[2]) - 0.5, float(cells[3]) - 0.5]
    assert not order
    return found


def test_nuke_counts_upwards_from_the_lower_left_and_frames_from_one():
    text = nuke(FOUND, [[-0.5, -0.5], [63.5, -0.5], [63.5, 31.5], [-0.5, 31.5]], HEIGHT, 32, "Pin")
    found, source = read_nuke(text, HEIGHT)
    assert found == FOUND
    assert source == [[0, 0], [64, 0], [64, 32], [0, 32]]
    assert "x4 110.7500 x5 111.5000" in text and " name Pin\n" in text


def test_nuke_braces_are_paired():
    text = nuke(FOUND, FOUND[3], HEIGHT, HEIGHT, "Pin")
    assert text.count("{") == text.count("}")
    assert text.splitlines()[2] == "CornerPin2D {" and text.endswith("}\n")


@pytest.mark.parametrize(
    ("rate", "told"),
    [(Fraction(24000, 1001), "23.976"), (25, "25"), (Fraction(30000, 1001), "29.97")],
)
def test_after_effects_reads_corners_size_and_rate(rate, told):
    text = after_effects(FOUND, WIDTH, HEIGHT, Fraction(rate))
    assert read_effects(text) == FOUND
    lines = text.split("\r\n")
    assert lines[0] == "Adobe After Effects 8.0 Keyframe Data"
    assert lines[2:5] == [
        f"\tUnits Per Second\t{told}",
        f"\tSource Width\t{WIDTH}",
        f"\tSource Height\t{HEIGHT}",
    ]
    assert "End of Keyframe Data" in lines


def test_the_table_has_a_row_a_frame():
    rows = list(csv.DictReader(io.StringIO(table(FOUND, {3: 1.0, 4: 0.875}))))
    assert [row["frame"] for row in rows] == ["3", "4"]
    found = {
        int(row["frame"]): [[float(row[f"x{n}"]), float(row[f"y{n}"])] for n in (1, 2, 3, 4)]
        for row in rows
    }
    assert found == FOUND
    assert [float(row["certainty"]) for row in rows] == [1.0, 0.875]
