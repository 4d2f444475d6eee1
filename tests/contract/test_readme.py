"""What the README tells people to type exists, and its settings table is the code's."""

import re
import shlex
from importlib import import_module

import pytest
from django.core.management import get_commands, load_command_class

from portal.settings.environment import VARIABLES
from projects.assist.tools import TOOLS
from tests.contract.tree import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```[a-z]*\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
SPANS = [" ".join(span.split()) for span in re.findall(r"(?<!`)`([^`]+)`(?!`)", README)]
LINES = [line for block in BLOCKS for line in block.splitlines() if line.strip()]
COMMANDS = sorted(
    {c for c in [*LINES, *SPANS] if c.startswith(("uv run ", "pip ", "uvicorn ", "celery "))}
)
#: Words of the README that stand for a name of one's own.
OUTSIDE = {"pip install uv", "uv run pytest", "uv run pytest -n 2"}
TEST_COMMAND = "uv run pytest"


def test_the_readme_tells_how_to_start_and_to_test():
    assert "uv run manage.py demo" in LINES
    assert TEST_COMMAND in LINES
    assert set(COMMANDS) >= OUTSIDE


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.startswith("uv run manage.py")])
def test_every_command_of_the_readme_parses(command):
    name, *arguments = shlex.split(command)[3:]
    found = load_command_class(get_commands()[name], name)
    found.create_parser("manage.py", name).parse_args(arguments)


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.startswith(("uvicorn", "celery"))])
def test_every_server_of_the_readme_is_there(command):
    words = shlex.split(command)
    where = words[1] if words[0] == "uvicorn" else words[words.index("-A") + 1]
    module, _, attribute = where.partition(":")
    found = getattr(import_module(module), attribute or "app", None)
    assert found or import_module(f"{module}.celery").app


def test_no_command_of_the_readme_goes_unchecked():
    checked = ("uv run manage.py", "uvicorn", "celery")
    assert {c for c in COMMANDS if not c.startswith(checked)} == OUTSIDE


@pytest.mark.parametrize("kind", ["bench", "drill"])
def test_the_readme_has_a_line_for_each_benchmark_and_each_drill(kind):
    table = README.split(f"\n| `{kind}` |")[1].split("\n\n")[0]
    listed = re.findall(r"^\| `(\w+)", table, re.MULTILINE)
    assert listed == load_command_class(get_commands()[kind], kind).names()


def test_every_path_of_the_readme_exists():
    """Paths inside the house; `../shared` and what a person names are not ours."""
    inside = re.compile(r"(portal|projects|feedback|tests|static|templates|\.ci)/[\w./-]*")
    named = {span for span in SPANS if inside.fullmatch(span)}
    assert named
    assert sorted(path for path in named if not (ROOT / path).exists()) == []


def test_the_settings_table_is_the_codes():
    table = README.split("<!-- settings -->")[1].split("<!-- /settings -->")[0]
    rows = [line for line in table.strip().splitlines() if line.startswith("| `")]
    assert rows == [_row(v) for v in VARIABLES]


def _row(variable) -> str:
    must = " (production must set it)" if variable.required else ""
    return f"| `{variable.name}` | {variable.meaning}{must} | {variable.default or '–'} |"


def test_the_table_of_the_palette_names_every_tool_and_what_it_needs():
    table = README.split("<!-- palette -->")[1].split("<!-- /palette -->")[0]
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \|", table, re.MULTILINE)
    assert sorted(rows) == sorted((t.name, str(t.needs)) for t in TOOLS.values() if t.remote)


def test_the_example_environment_lists_every_variable():
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    listed = re.findall(r"^#?\s?([A-Z0-9_]+)=", example, re.MULTILINE)
    assert listed == [v.name for v in VARIABLES]


def test_every_variable_that_the_settings_read_is_in_the_table():
    read = set()
    for path in (ROOT / "portal" / "settings").glob("*.py"):
        source = path.read_text(encoding="utf-8")
        read |= set(re.findall(r"\b(?:env|values)(?:\.\w+)?\(\s*\"([A-Z0-9_]+)\"", source))
    assert read == {v.name for v in VARIABLES}


def test_the_projects_own_check_runs_the_readmes_test_command():
    check = ROOT / ".ci" / "run"
    assert any(
        line.strip().startswith(TEST_COMMAND)
        for line in check.read_text(encoding="utf-8").splitlines()
    )
    assert check.stat().st_mode & 0o111, "it can be executed"
