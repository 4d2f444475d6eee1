"""Two cuts as strips above each other: each shot a block as wide as it is long."""

from collections.abc import Callable, Container
from typing import Any

from django.utils.translation import gettext as _

from projects import change_words as words

Row = dict[str, Any]
Clock = Callable[[int, int], str]
#: From this share of the whole on a block has room for its letter, on a phone too.
ROOM = 3.0


def strips(
    result: Row, earlier: Clock, later: Clock, listed: Container[str] | None = None
) -> dict[str, list[Row]]:
    """`earlier` and `later`: blocks; `links`: lines from a block to what it became.

    All places are per cent of the longer cut's time, so that the shorter strip ends before it.
    `clock` of a film says from when to when, by its frames. Each block has the `url` of its shot;
    where the page shows some of them only, those `listed`, it leads to all for the others.
    """
    scales = _scales(result)
    before = [_earlier(row, scales[0], earlier) for row in result["earlier_shots"]]
    after = [_block(row, f"shot-{row['index'] + 1}", scales[1], later) for row in result["shots"]]
    for block in (*before, *after):
        here = listed is None or block["target"] in listed
        block["url"] = f"{'' if here else '?'}#{block['target']}"
    return {"earlier": before, "later": after, "links": _links(result, before, after)}


def _scales(result: Row) -> tuple[float, float]:
    """Per cent a frame, of either film."""
    lengths = []
    for film in ("earlier", "later"):
        over, _slash, under = result[film]["rate"].partition("/")
        lengths.append(result[film]["frames"] * int(under or 1) / int(over))
    whole = max(*lengths, 1e-9)
    shares = (100 * length / whole for length in lengths)
    frames = (max(1, result[film]["frames"]) for film in ("earlier", "later"))
    first, second = (share / count for share, count in zip(shares, frames, strict=True))
    return first, second


def _earlier(row: Row, scale: float, clock: Clock) -> Row:
    """Leads to the entry of what it became; what is lost, to its own."""
    shown = row["shown_in"]
    target = f"shot-{shown[0] + 1}" if shown else f"lost-{row['index'] + 1}"
    return _block(row, target, scale, clock)


def _block(row: Row, target: str, scale: float, clock: Clock) -> Row:
    x, width = row["start"] * scale, (row["end"] - row["start"]) * scale
    change = row["change"]
    names = {"n": row["index"] + 1, "change": words.word(change)}
    return {
        "x": _percent(x),
        "width": _percent(width),
        "middle": _percent(x + width / 2),
        "change": change if change in words.CHANGES else "unsure",
        "letter": words.letter(change) if width >= ROOM else "",
        "target": target,
        "label": _("Shot %(n)s, %(change)s, %(clock)s")
        % {**names, "clock": clock(row["start"], row["end"])},
    }


def _links(result: Row, before: list[Row], after: list[Row]) -> list[Row]:
    """From each later shot to the earlier ones that it shows."""
    found = []
    for row, block in zip(result["shots"], after, strict=True):
        for number in dict.fromkeys(one["shot"] for one in row["earlier"]):
            ends = {"x1": before[number]["middle"], "x2": block["middle"]}
            found.append({**ends, "change": block["change"]})
    return found


def _percent(number: float) -> str:
    return f"{number:.3f}"
