"""What a spreadsheet would compute is shown to it as text, whoever writes the table."""

import ast

import pytest

from projects.interchange.cells import harmless
from tests.contract.tree import files, name, parsed

RISKY = [
    "=1",
    "+1",
    "-1",
    "@x",
    "\tx",
    "\rx",
    "\nx",
    "  =1",
    "\uff1d1",
    "\uff0b1",
    "\uff0d",
    "\uff20",
]


@pytest.mark.parametrize("text", RISKY)
def test_an_apostrophe_stands_before_it(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("value", ["a=1", "Ünal", "", "'=1", "1", 5, -1.5, None])
def test_everything_else_is_left_as_it_is(value):
    assert harmless(value) == value


def test_no_table_is_written_without_it():
    """Each module that writes CSV or a sheet knows the rule, or its sheet takes text only."""
    for path in files(".py"):
        calls = {
            ast.unparse(node.func) for node in ast.walk(parsed(path)) if isinstance(node, ast.Call)
        }
        if "csv.writer" in calls or "csv.DictWriter" in calls:
            assert "harmless" in calls, name(path)
        if "xlsxwriter.Workbook" in calls:
            assert "sheet.write_string" in calls, name(path)
