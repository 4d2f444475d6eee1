"""What the stylesheets say of themselves: tokens by theme, where a colour is written, contrast.

Plain text in, plain values out: our stylesheets are one rule a line and hold no `}` in a string.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

FOLDER = Path(settings.BASE_DIR) / "static" / "css"
#: The two that every page links, in their order.
SHARED = ("portal.css", "components.css", "reach.css")
#: Django's own variables in our colours; its pages link none of our stylesheets.
ADMIN = "admin.css"
THEMES = ("dark", "light")
COLOUR = re.compile(r"(?<![\w&-])#[0-9a-fA-F]{3,8}\b|\b(?:rgb|rgba|hsl|hsla|oklch|lab)\(")
_DECLARED = re.compile(r"(--[\w-]+)\s*:\s*([^;}]+)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True)
class Rule:
    """One rule: where it stands (layers and `@media`, outermost first), selector, body."""

    around: tuple[str, ...]
    selector: str
    body: str


def names() -> list[str]:
    return sorted(path.name for path in FOLDER.glob("*.css"))


def text(name: str) -> str:
    """Without comments; lines stay where they were."""
    source = (FOLDER / name).read_text(encoding="utf-8")
    return _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), source)


def rules(source: str, around: tuple[str, ...] = ()) -> Iterator[Rule]:
    """Every rule of a stylesheet, also of those inside `@layer` and `@media`."""
    start = 0
    while (opened := source.find("{", start)) >= 0:
        closed = _end(source, opened)
        head = source[start:opened].rsplit(";", 1)[-1].strip()
        body = source[opened + 1 : closed]
        if "{" in body:
            yield from rules(body, (*around, head))
        else:
            yield Rule(around, head, body.strip())
        start = closed + 1


def _end(source: str, opened: int) -> int:
    depth = 0
    for at in range(opened, len(source)):
        depth += {"{": 1, "}": -1}.get(source[at], 0)
        if depth == 0:
            return at
    raise ValueError("a brace is not closed")


@cache
def tokens() -> dict[str, dict[str, str]]:
    """theme → token → value, of the shared tokens; those of `:root` alone are in both."""
    found: dict[str, dict[str, str]] = {theme: {} for theme in THEMES}
    for rule in rules(text(SHARED[0])):
        if rule.around == ("@layer tokens",):
            light = rule.selector.startswith('[data-theme="light"]')
            dark = '[data-theme="dark"]' in rule.selector
            for theme in THEMES:
                if (theme == "light" and not dark) or (theme == "dark" and not light):
                    found[theme].update(declared(rule.body))
    return found


def declared(body: str) -> dict[str, str]:
    """The custom properties of a rule."""
    return {name: value.strip() for name, value in _DECLARED.findall(body)}


def own_colours(name: str) -> dict[str, str]:
    """Colours that one stylesheet names for itself: pens, strips of a board, kinds of change."""
    found = {}
    for rule in rules(text(name)):
        for token, value in declared(rule.body).items():
            if COLOUR.match(value):
                found[f"{rule.selector} {token}"] = value
    return found


def classes(name: str) -> set[str]:
    """Every class that a stylesheet knows."""
    return {
        found
        for rule in rules(text(name))
        for found in re.findall(r"\.([a-z][\w-]*)", rule.selector)
    }


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` or `#rgb` by WCAG 2.2, 0 to 1."""
    digits = colour.lstrip("#")
    digits = "".join(one * 2 for one in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio by WCAG 2.2, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
