"""Which module lies in which file."""

from functools import cache
from pathlib import Path

import pytest

from portal.joining.modules import check, read
from portal.joining.shares import ALONE, FIRST, doors, shared_out
from portal.joining.written import joined

SCRIPTS = Path(__file__).resolve().parents[3] / "static" / "js"


def modules(**texts):
    named = {name.replace("_", "-") + ".js": text for name, text in texts.items()}
    return {name: read(name, text) for name, text in named.items()}


def takes(*names):
    return (
        "".join(f'import {{ x }} from "./{name}.js";\n' for name in names) + "export const x = 1;"
    )


def fetches(*names):
    return "\n".join(f'const {name} = () => import("./{name}.js");' for name in names)


def test_a_module_lies_with_the_only_door_that_leads_to_it():
    found = shared_out(modules(portal=fetches("player"), player=takes("bar"), bar=takes()))
    assert found == {"portal.js": ["portal.js"], "player.js": ["player.js", "bar.js"]}


def test_what_several_doors_need_lies_in_the_first_file():
    world = modules(portal=fetches("a", "b"), a=takes("keys2"), b=takes("keys2"), keys2=takes())
    assert shared_out(world)["portal.js"] == ["portal.js", "keys2.js"]


def test_what_a_door_needs_by_way_of_another_lies_with_that_one():
    world = modules(portal=fetches("a", "b"), a=takes("b", "c"), b=takes("c"), c=takes())
    assert shared_out(world) == {
        "portal.js": ["portal.js"],
        "a.js": ["a.js"],
        "b.js": ["b.js", "c.js"],
    }


def test_small_parts_of_most_pages_lie_in_the_first_file_with_what_they_need():
    world = modules(portal=fetches("toast"), toast=takes("make"), make=takes())
    assert sorted(shared_out(world)["portal.js"]) == ["make.js", "portal.js", "toast.js"]


def test_a_module_that_nobody_imports_is_a_door():
    assert doors(modules(portal="const a = 1;", passkey="const b = 2;")) == [
        "portal.js",
        "passkey.js",
    ]


def test_a_worker_has_all_it_needs_in_its_own_file():
    world = modules(portal=takes("api"), api=takes(), upload_worker=takes("api"))
    found = shared_out(world)
    assert found["upload-worker.js"] == ["api.js", "upload-worker.js"]
    assert found["portal.js"] == ["portal.js", "api.js"]


def test_a_worker_that_would_fetch_a_page_s_file_is_refused():
    with pytest.raises(ValueError, match=r"upload-worker\.js runs alone"):
        shared_out(modules(portal="", upload_worker=fetches("a"), a=takes()))


@cache
def house():
    """Our own modules, and the files in which they lie."""
    known = {path.name: read(path.name, path.read_text()) for path in sorted(SCRIPTS.glob("*.js"))}
    check(known)
    return known, shared_out(known)


def imports_of(door):
    """The lines with which the file of this door takes from others."""
    known, files = house()
    place = {name: of for of, names in files.items() if of not in ALONE for name in names}
    text = joined(door, files[door], known, place)
    return [line for line in text.splitlines() if line.startswith("import ")]


def test_every_module_of_ours_lies_in_one_file_of_pages():
    known, files = house()
    lying = [name for door, names in files.items() if door not in ALONE for name in names]
    assert sorted(lying) == sorted(set(lying))
    alone = {name for door in ALONE for name in files[door]}
    assert set(lying) | alone == set(known)


def test_the_first_file_waits_for_no_other():
    assert imports_of(FIRST) == []


@pytest.mark.parametrize("door", ["shot-status.js", "triage-board.js"])
def test_a_page_of_many_parts_takes_from_the_first_file_alone(door):
    (line,) = imports_of(door)
    assert line.endswith(f'from "./{FIRST}";')
