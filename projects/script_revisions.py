"""Drafts of a script compared, as its page shows them: the colour of each, and what changed."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from projects.models import Candidate
from projects.models.assets import Version
from projects.script_showing import SCENES

#: Kinds of change in the order in which they are told.
KINDS = {
    "added": gettext_lazy("added"),
    "omitted": gettext_lazy("omitted"),
    "changed": gettext_lazy("changed"),
    "moved": gettext_lazy("moved"),
    "renumbered": gettext_lazy("renumbered"),
    "reheaded": gettext_lazy("new heading"),
}
#: So many scenes and paragraphs are shown; the table of revisions has all.
MOST, MOST_LINES = 200, 6
Row = dict[str, Any]


def revisions(candidate: Candidate) -> list[Row]:
    """The newest draft against the one before it first; nothing where one draft was read."""
    rows = candidate.result.get("revisions", [])
    if not rows:
        return []
    names = [_name(version) for version in candidate.run.request.inputs]
    return [
        {
            "after": names[place] if place < len(names) else row["after"],
            "before": names[place + 1] if place + 1 < len(names) else row["before"],
            "colour": row["colour"],
            "paper": row["colour"].rsplit(" ", 1)[-1].lower(),
            "colour_before": row["colour_before"],
            "said": _said(row["counts"]),
            **_scenes(row["scenes"], of_this=place == 0),
        }
        for place, row in enumerate(reversed(rows))
    ]


def _name(version: Version) -> str:
    return _("%(name)s, version %(number)s") % {
        "name": version.file_name,
        "number": version.number,
    }


def _said(counts: dict[str, int]) -> str:
    """`3 changed, 1 added; 40 scenes are as they were.`"""
    told = [f"{counts[kind]} {word}" for kind, word in KINDS.items() if counts.get(kind)]
    same = counts.get("unchanged", 0)
    still = ngettext("%(n)s scene is as it was", "%(n)s scenes are as they were", same)
    return "; ".join(filter(None, [", ".join(told), still % {"n": same}])) + "."


def _scenes(rows: list[Row], of_this: bool) -> Row:
    changed = [row for row in rows if row["kinds"]]
    shown = [_scene(row, of_this) for row in changed[:MOST]]
    return {"scenes": shown, "more": len(changed) - len(shown)}


def _where(index: int) -> str:
    """The scene of the draft that is broken down, on its page."""
    return f"?page={(index - 1) // SCENES + 1}#scene-{index}"


def _scene(row: Row, of_this: bool) -> Row:
    """`url` leads to the scene further down; scenes of older drafts stand nowhere on the page."""
    number = row["number_after"] or row["number_before"]
    place = row["after"] or row["before"]
    lines = len(row["taken"]) + len(row["put"])
    return {
        "number": number or _("scene %(n)s") % {"n": place},
        "kinds": [str(KINDS.get(kind, kind)) for kind in row["kinds"]],
        "was": row["number_before"] if "renumbered" in row["kinds"] else "",
        "url": _where(row["after"]) if of_this and row["after"] else "",
        "taken": row["taken"][:MOST_LINES],
        "put": row["put"][:MOST_LINES],
        "more": max(0, lines - len(row["taken"][:MOST_LINES]) - len(row["put"][:MOST_LINES])),
    }
