"""The colours of the portal: what each is for, and what stands on what with which contrast."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.design.stylesheets import THEMES, contrast, names, own_colours, tokens

#: WCAG 2.2 AA: words, and edges or signs without which a control cannot be made out.
WORDS, SIGNS = 4.5, 3.0
#: Greys hold no tint: a tinted grey would lie about the grade beside it.
GREYS = ("page", "panel", "raised", "hover", "line", "edge", "text", "quiet", "well")
CONSTANT_GREYS = ("screen", "over", "over-quiet", "paper", "accent-ink", "danger-ink")

COLOURS: dict[str, Any] = {
    "page": _("The page"),
    "panel": _("A panel on the page, a row under the pointer"),
    "raised": _("What lies above: menus, dialogs, toasts"),
    "hover": _("A button under the pointer"),
    "line": _("Lines between rows"),
    "edge": _("Edges of fields and buttons"),
    "text": _("Words"),
    "quiet": _("Words of the second rank"),
    "well": _("Behind pictures"),
    "accent": _("The one thing to do next"),
    "accent-hover": _("The same under the pointer"),
    "accent-ink": _("Words on the accent"),
    "accent-text": _("Links, focus, what waits for a person"),
    "accent-shade": _("What is chosen"),
    "good": _("Approved, done"),
    "bad": _("Failed, rejected, wrong"),
    "warn": _("A warning"),
    "info": _("Running, told"),
    "odd": _("Blocked, refused"),
    "bad-shade": _("Behind an error"),
    "good-shade": _("Behind good news"),
    "info-shade": _("Behind a remark"),
    "danger": _("A button that cannot be undone"),
    "danger-hover": _("The same under the pointer"),
    "danger-ink": _("Words on it"),
    "screen": _("Behind a film"),
    "over": _("Words and marks over a picture"),
    "over-quiet": _("The sign where a picture is missing"),
    "over-shade": _("Behind words over a picture"),
    "backdrop": _("Behind a dialog"),
    "mark": _("A mark on a film: playhead, in and out, people"),
    "region": _("A region in a frame"),
    "region-wrong": _("A region that cannot be used"),
    "paper": _("What a camera has to read"),
    "shadow": _("The shadow of what lies above"),
}
MEASURES: dict[str, Any] = {
    "sans": _("Everything"),
    "mono": _("Timecode, codes, addresses"),
    "size": _("Text"),
    "size-small": _("Tables, hints"),
    "size-tiny": _("Numbers in pills, keys"),
    "size-title": _("The title of a page"),
    "size-head": _("The heading of a section"),
    "row": _("A row of a table or menu"),
    "rail": _("The rail"),
    "top": _("The bar at the top"),
    "side": _("The rail of notes"),
    "round": _("Corners"),
    "pill": _("Pills: counts, chips, bars"),
    "move": _("Motion; none with reduced motion"),
}
_GROUNDS = ("page", "panel", "raised", "accent-shade")
#: (what stands on what, the least ratio)
PAIRS: tuple[tuple[str, str, float], ...] = (
    *((ink, ground, WORDS) for ink in ("text", "quiet", "accent-text") for ground in _GROUNDS),
    ("text", "hover", WORDS),
    *((ink, "page", WORDS) for ink in ("good", "bad", "warn", "info", "odd")),
    *((ink, "panel", WORDS) for ink in ("good", "bad", "warn", "info", "odd")),
    *((ink, "raised", WORDS) for ink in ("good", "bad", "warn", "info", "odd")),
    *((ink, "bad-shade", WORDS) for ink in ("text", "quiet", "bad")),
    *((ink, "good-shade", WORDS) for ink in ("text", "quiet", "good")),
    *((ink, "info-shade", WORDS) for ink in ("text", "quiet", "info")),
    ("accent-ink", "accent", WORDS),
    ("accent-ink", "accent-hover", WORDS),
    ("danger-ink", "danger", WORDS),
    ("danger-ink", "danger-hover", WORDS),
    *(("edge", ground, SIGNS) for ground in ("page", "panel", "raised")),
    ("over-quiet", "well", WORDS),
    ("mark", "screen", SIGNS),
    ("region", "screen", SIGNS),
)


@dataclass(frozen=True)
class Pair:
    """`ink` on `ground`: a ratio a theme, and the least there may be."""

    ink: str
    ground: str
    least: float
    ratios: tuple[float, ...]

    @property
    def holds(self) -> bool:
        return min(self.ratios) >= self.least


def pairs() -> list[Pair]:
    values = [tokens()[theme] for theme in THEMES]
    return [
        Pair(ink, on, least, tuple(contrast(v[f"--{ink}"], v[f"--{on}"]) for v in values))
        for ink, on, least in PAIRS
    ]


def shown() -> dict[str, Any]:
    """The chapter's context: every token of the stylesheets, also one that no word is known for."""
    return {
        "colours": [_row(name, COLOURS[name]) for name in COLOURS],
        "measures": [_row(name, MEASURES[name]) for name in MEASURES],
        "pairs": pairs(),
        "own": {name: own for name in names() if (own := own_colours(name))},
        "steps": [4, 8, 12, 16, 20, 24, 32],
    }


def _row(name: str, said: Any) -> dict[str, Any]:
    dark, light = (tokens()[theme][f"--{name}"] for theme in THEMES)
    return {"name": name, "said": said, "dark": dark, "light": light, "differs": dark != light}
