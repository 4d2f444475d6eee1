"""The verifier finds whatever was done to an export, and says where."""

import copy
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.audit import verify_audit
from portal.audit.verify_audit import GENESIS, checksum, digest_of, link, verify

ROWS = 8


def an_export(scope: str = "programme", foreign: tuple[int, ...] = ()) -> list[dict]:
    """An export as the portal writes it, made without the portal."""
    first = {"format": verify_audit.FORMAT, "scope": scope, "studio": None, "until": ROWS}
    lines, previous = [first], GENESIS
    for n in range(1, ROWS + 1):
        event = {"uid": f"id-{n}", "actor_name": "Ada", "verb": "media:viewed", "facts": {"n": n}}
        digest = digest_of(event)
        previous = link(previous, digest)
        row = {"position": n, "digest": digest, "hash": previous}
        lines.append(row if n in foreign else {**row, "event": event})
    own = ROWS - len(foreign)
    end = {"rows": ROWS, "own": own, "head": f"{ROWS}:{previous}"}
    return [*lines, {**end, "checksum": checksum(first, end)}]


def text(lines: list[dict]) -> list[str]:
    return [json.dumps(line) + "\n" for line in lines]


def findings(lines: list[dict], head: str = "") -> list[str]:
    return verify(text(lines), head).findings


EXPORTS = [an_export(), an_export("studio", foreign=(2, 3, 7))]
LAST = ROWS + 1
exports = st.sampled_from(EXPORTS)
lines_of_it = st.integers(0, LAST)


def test_an_untouched_export_is_in_order():
    for export in EXPORTS:
        assert findings(export) == []


def paths(value, path=()):
    """Every place in a line that holds a value."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from paths(inner, (*path, name))
    else:
        yield path


def edited(line: dict, path: tuple, value) -> dict:
    line = copy.deepcopy(line)
    place = line
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    return line


@given(exports, lines_of_it, st.data())
def test_any_edit_of_any_value_is_found(export, number, data):
    path = data.draw(st.sampled_from(sorted(paths(export[number]))))
    value = data.draw(st.none() | st.booleans() | st.integers() | st.text() | st.floats(0, 1))
    changed = edited(export[number], path, value)
    if json.dumps(changed) != json.dumps(export[number]):
        assert findings([*export[:number], changed, *export[number + 1 :]])


@given(exports, lines_of_it, st.text(min_size=1), st.integers())
def test_any_name_that_is_added_to_a_line_is_found(export, number, name, value):
    changed = {**export[number], name: value}
    if changed != export[number]:
        assert findings([*export[:number], changed, *export[number + 1 :]])


@given(exports, lines_of_it, st.integers(1, LAST))
def test_any_removal_is_found(export, begin, count):
    kept = export[:begin] + export[begin + count :]
    assert findings(kept)


@given(exports, lines_of_it, lines_of_it)
def test_any_two_lines_that_change_places_are_found(export, one, other):
    changed = list(export)
    changed[one], changed[other] = changed[other], changed[one]
    assert bool(findings(changed)) == (one != other)


@given(exports, st.integers(0, LAST + 1), lines_of_it)
def test_any_line_that_is_repeated_anywhere_is_found(export, place, number):
    assert findings([*export[:place], export[number], *export[place:]])


@given(exports, st.integers(1, LAST), st.text())
def test_a_forged_row_is_found_wherever_it_stands(export, place, name):
    event = {"actor_name": name, "verb": "media:viewed"}
    before = export[place - 1].get("hash", GENESIS)
    digest = digest_of(event)
    forged = {"position": place, "digest": digest, "hash": link(before, digest), "event": event}
    assert findings([*export[:place], forged, *export[place:]])


@given(st.integers(1, ROWS))
def test_it_says_which_row_was_edited(number):
    export = copy.deepcopy(EXPORTS[0])
    export[number]["event"]["actor_name"] = "Eve"
    assert findings(export) == [f"row {number} (line {number + 1}) was edited"]


@given(st.integers(2, ROWS - 1))
def test_it_says_which_row_is_missing(number):
    export = EXPORTS[0][:number] + EXPORTS[0][number + 1 :]
    assert findings(export)[0].startswith(f"row {number} is missing")


def test_it_says_which_row_has_lost_its_content():
    export = copy.deepcopy(EXPORTS[0])
    del export[4]["event"]
    assert "row 4 (line 5) has lost its content" in findings(export)


def test_a_studios_row_that_was_made_a_strangers_is_missed_by_count():
    export = copy.deepcopy(EXPORTS[1])
    del export[4]["event"]
    assert findings(export) == ["the last line says own 5, but here it is 4"]


def test_a_chain_that_was_written_anew_is_found_with_a_head_that_was_kept():
    position, hash_ = 5, EXPORTS[0][5]["hash"]
    assert findings(EXPORTS[0], f"{position}:{hash_}") == []
    assert "written anew" in findings(EXPORTS[0], f"{position}:{'a' * 64}")[0]
    assert "row 99" in findings(EXPORTS[0], f"99:{hash_}")[0]


@pytest.mark.parametrize("line", ["nonsense", "[]", "3", '{"position": 1}', "{}"])
def test_what_is_no_row_is_found(line):
    lines = text(EXPORTS[0])
    assert verify([*lines[:3], line + "\n", *lines[3:]]).findings


def test_an_empty_file_is_no_export():
    assert len(verify([]).findings) == 2


class TestAlone:
    """As a partner runs it: the file by itself, in a bare Python."""

    def run(self, tmp_path: Path, lines: list[dict], *more: str):
        script = tmp_path / "verify_audit.py"
        script.write_bytes(Path(verify_audit.__file__).read_bytes())
        (tmp_path / "export.jsonl").write_text("".join(text(lines)))
        command = [sys.executable, "-I", "-S", str(script), "export.jsonl", *more]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    def test_it_ends_with_0_and_says_what_a_whole_export_proves(self, tmp_path):
        done = self.run(tmp_path, EXPORTS[0], "--head", EXPORTS[0][-1]["head"])
        assert (done.returncode, done.stderr) == (0, "")
        assert "8 rows, 8 with content" in done.stdout
        assert "every row of the programme" in done.stdout

    def test_it_says_what_a_part_cannot_prove(self, tmp_path):
        done = self.run(tmp_path, EXPORTS[1])
        assert done.returncode == 0
        assert "It cannot prove" in done.stdout

    def test_it_ends_with_1_and_names_the_row(self, tmp_path):
        done = self.run(tmp_path, EXPORTS[0][:3] + EXPORTS[0][4:])
        assert done.returncode == 1
        assert "row 3 is missing" in done.stdout

    def test_a_head_of_another_form_is_refused(self, tmp_path):
        assert self.run(tmp_path, EXPORTS[0], "--head", "abc").returncode == 2
