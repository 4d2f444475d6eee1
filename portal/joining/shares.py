"""Which module lies in which file.

Every file has a door: a module that a page names, or that is fetched when something of it is seen.
A module lies with the only door that leads to it, or with the one that all others lead through;
what several need lies in the first file, which every page has.
"""

from portal.joining.modules import Module, closure

#: What every page runs, and small parts that most pages show: a request each costs more than they.
FIRST = "portal.js"
WITH_FIRST = (
    *("copy.js", "dialogs.js", "keys.js", "page-picture.js"),
    *("relative-time.js", "ticket-button.js", "toast.js"),
)
#: They run in a place of their own, and share nothing with a page.
ALONE = ("theme.js", "admin-aside.js", "admin-labels.js", "trace.js", "upload-worker.js")


def shared_out(modules: dict[str, Module]) -> dict[str, list[str]]:
    """The modules of each file, by its door. Raises ValueError for what runs alone and would fetch
    a page's file."""
    reach = {door: closure(door, modules) for door in doors(modules)}
    for name in WITH_FIRST:
        if FIRST in reach and name in modules:
            reach[FIRST] |= closure(name, modules)
    files: dict[str, list[str]] = {door: [] for door in reach}
    for name in modules:
        if place := _place(name, reach):
            files[place].append(name)
    return files | {name: _alone(name, modules) for name in ALONE if name in modules}


def doors(modules: dict[str, Module]) -> list[str]:
    """Modules that no other takes names from, and those that are fetched later."""
    taken = {of for module in modules.values() for of, _names in module.needs}
    later = {of for module in modules.values() for of in module.later}
    found = [name for name in modules if name not in taken or name in later]
    return [name for name in found if name not in (*ALONE, *WITH_FIRST)]


def _place(name: str, reach: dict[str, dict[str, None]]) -> str:
    """Empty for what no page fetches."""
    if name in reach:
        return name
    leading = [door for door, inside in reach.items() if name in inside]
    if FIRST in leading:
        return FIRST
    nearest = [door for door in leading if all(door in reach[other] for other in leading)]
    return nearest[0] if nearest else FIRST if leading else ""


def _alone(name: str, modules: dict[str, Module]) -> list[str]:
    inside = list(closure(name, modules))
    if later := [of for one in inside for of in modules[one].later]:
        raise ValueError(f"{name} runs alone and would fetch a page's {later[0]}")
    return inside
