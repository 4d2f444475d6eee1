"""Files a person can hold in mind, functions one can read at a glance, no drawer of sundries."""

import ast
import re
from pathlib import Path
from statistics import median

from tests.contract.tree import ROOMS, files, name, parsed, templates

FILE, TEMPLATE, FUNCTION, MEDIAN = 300, 60, 60, 10
SUNDRIES = {"utils", "util", "helpers", "services", "common", "manager", "managers", "misc"}
#: Files or functions that are longer, each with its reason. A stale one fails.
LONGER: dict[str, str] = {}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions() -> dict[str, int]:
    """`file::name:line` → how many lines it has, decorators and docstring included."""
    return {
        f"{name(path)}::{node.name}:{node.lineno}": (node.end_lineno or 0) - node.lineno + 1
        for path in files(".py")
        for node in ast.walk(parsed(path))
        if isinstance(node, Function)
    }


def too_long(found: dict[str, int], limit: int) -> list[str]:
    return [f"{n}: {count}" for n, count in found.items() if count > limit and n not in LONGER]


def test_no_file_is_longer_than_a_person_can_hold():
    found = {name(p): lines(p) for p in files(".py", ".js", ".css", within=(*ROOMS, "static"))}
    assert len(found) > 100
    assert too_long(found, FILE) == []


def test_no_template_is_longer_than_a_screen():
    assert too_long({name(p): lines(p) for p in templates()}, TEMPLATE) == []


def test_functions_are_short():
    found = functions()
    assert median(found.values()) <= MEDIAN
    assert too_long(found, FUNCTION) == []


def test_every_exception_is_still_needed():
    found = {name(p): lines(p) for p in files(".py", ".js", ".css", within=(*ROOMS, "static"))}
    long = {n for n, count in {**found, **functions()}.items() if count > FUNCTION}
    assert set(LONGER) <= long
    assert all(len(reason) > 20 for reason in LONGER.values())


def test_no_module_is_a_drawer_of_sundries():
    assert [name(p) for p in files(".py") if {p.stem, p.parent.name} & SUNDRIES] == []


#: What a strict content security policy would not run anyway.
INLINE = {
    "a style attribute": re.compile(r"\sstyle\s*="),
    "an event attribute": re.compile(r"\son[a-z]+\s*=\s*[\"']"),
    "an htmx script attribute": re.compile(r"\shx-on[:=-]"),
    "a script without src": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)"),
    "a style element": re.compile(r"<style\b"),
    "a javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "another host": re.compile(r"(?:src|href)=[\"'](?:https?:)?//"),
}


#: Mail programmes read no sheet of ours: a mail carries its styles, and loads nothing.
MAILS = {"templates/portal/mail/layout.html", "templates/portal/mail/_words.html"}
OF_MAILS = {"a style attribute", "a style element"}


def test_templates_hold_no_script_no_style_and_no_other_host():
    found = [
        f"{name(path)}: {what}"
        for path in templates()
        for what, pattern in INLINE.items()
        if pattern.search(path.read_text(encoding="utf-8"))
        and not (name(path) in MAILS and what in OF_MAILS)
    ]
    assert found == []
