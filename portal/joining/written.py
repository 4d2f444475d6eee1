"""Several modules as the text of one.

Each becomes a function that runs once, when it is first asked for, as a module does; what it gives
is an object. Names of one never meet those of another. A file gives the functions of its modules to
other files; its own door is asked at the end.
"""

from portal.joining.modules import _LATER, Module
from portal.joining.shares import ALONE

ONCE = "const once = (run) => { let made; return () => (made ??= run()); };"


def joined(door: str, names: list[str], modules: dict[str, Module], place: dict[str, str]) -> str:
    """`names`: what lies in this file; `place`: in which file every other module lies."""
    inside = set(names)
    outside: dict[str, list[str]] = {}
    for name in names:
        for of, _taken in modules[name].needs:
            if of not in inside and handle(of) not in outside.setdefault(place[of], []):
                outside[place[of]].append(handle(of))
    lines = [f'import {{ {", ".join(taken)} }} from "./{at}";' for at, taken in outside.items()]
    lines.append(ONCE)
    lines += [_function(modules[name], inside, place) for name in names]
    if door not in ALONE:
        lines.append(f"export {{ {', '.join(handle(name) for name in names)} }};")
    return "\n".join([*lines, f"{handle(door)}();", ""])


def handle(name: str) -> str:
    """What a module's function is called."""
    return f"${name.removesuffix('.js').replace('-', '_')}"


def _function(module: Module, inside: set[str], place: dict[str, str]) -> str:
    taken = [_taken(of, names) for of, names in module.needs]
    body = _LATER.sub(lambda found: _later(found.group(1), inside, place), module.body)
    gives = [f"return {{ {', '.join(module.gives)} }};" if module.gives else "return {};"]
    return "\n".join([f"const {handle(module.name)} = once(() => {{", *taken, body, *gives, "});"])


def _taken(of: str, names: tuple[str, ...]) -> str:
    return f"const {{ {', '.join(names)} }} = {handle(of)}();" if names else f"{handle(of)}();"


def _later(name: str, inside: set[str], place: dict[str, str]) -> str:
    """As `import()` answers: with a promise of what the module gives."""
    if name in inside:
        return f"Promise.resolve().then({handle(name)})"
    return f'import("./{place[name]}").then((all) => all.{handle(name)}())'
