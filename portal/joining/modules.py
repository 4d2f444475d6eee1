"""One ES module of the house as its parts: what it fetches, what it gives, and the rest.

The house writes modules in few forms (one import a line, names in braces, `export` before what is
declared). Whatever else stands in one is refused by name when files are collected, never guessed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_IMPORT = re.compile(r'^import (?:\{([^}]*)\} from )?"\./([\w-]+\.js)";[^\S\n]*(?://.*)?$', re.M)
_EXPORT = re.compile(r"^export (?=(?:const|class|function|async function) (\w+))", re.M)
#: A type in a comment, such as `import("./drawn.js").Shape`.
_TYPE = re.compile(r'import\("\./[\w-]+\.js"\)\.(?=[A-Z])')
_LATER = re.compile(r'import\("\./([\w-]+\.js)"\)')
_UNKNOWN = re.compile(r"^(?:import|export)\b.*$|\bimport\.meta\b|^await\b", re.M)
#: What a source tells its readers, where nothing else stands on its lines.
_TOLD = re.compile(r"^[^\S\n]*/\*\*(?:(?!\*/).)*\*/[^\S\n]*\n", re.M | re.S)
#: `const a = 1, b = 2` gives two names; an opening bracket before the comma is something else.
_SEVERAL = re.compile(r"^export const [^({\[`\"'/;]*,", re.M)


@dataclass(frozen=True)
class Module:
    """`needs`: (module, names taken from it), in their order; `later`: modules fetched when they
    are wanted; `gives`: the names that others may take; `body`: the code without all that."""

    name: str
    needs: tuple[tuple[str, tuple[str, ...]], ...]
    later: tuple[str, ...]
    gives: tuple[str, ...]
    body: str


def read(name: str, text: str) -> Module:
    """Raises ValueError where the file holds a form that this does not know."""
    text = _TOLD.sub("", _TYPE.sub("", text))
    if found := _SEVERAL.search(text):
        raise ValueError(f"{name}: one name an export: {found.group(0)}")
    needs = tuple((of, tuple(_names(names or ""))) for names, of in _IMPORT.findall(text))
    body = _EXPORT.sub("", _IMPORT.sub("", text))
    if found := _UNKNOWN.search(body):
        raise ValueError(f"{name}: cannot be joined: {found.group(0).strip()}")
    later = tuple(dict.fromkeys(_LATER.findall(body)))
    return Module(name, needs, later, tuple(_EXPORT.findall(text)), body.strip())


def _names(listed: str) -> Iterator[str]:
    """`a as b` in an import is `a: b` where an object is taken apart."""
    for one in filter(None, (one.strip() for one in listed.split(","))):
        yield one.replace(" as ", ": ")


def check(modules: dict[str, Module]) -> None:
    """Raises ValueError for a module or name that is not there, and for a ring of imports."""
    for module in modules.values():
        for of in (*module.later, *(of for of, _names in module.needs)):
            if of not in modules:
                raise ValueError(f"{module.name}: there is no {of}")
        for of, names in module.needs:
            for name in names:
                if name.split(":")[0] not in modules[of].gives:
                    raise ValueError(f"{module.name}: {of} gives no {name}")
        if any(module.name in closure(of, modules) for of, _names in module.needs):
            raise ValueError(f"{module.name} imports itself by way of others")


def closure(name: str, modules: dict[str, Module]) -> dict[str, None]:
    """The module and all that it fetches at once, those first that others build on."""
    found: dict[str, None] = {}
    _gather(name, modules, found, set())
    return found


def _gather(name: str, modules: dict[str, Module], found: dict[str, None], seen: set[str]) -> None:
    if name in seen:
        return
    seen.add(name)
    for of, _names in modules[name].needs:
        _gather(of, modules, found, seen)
    found[name] = None
