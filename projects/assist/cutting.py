"""A cut as a list of shots, and what a person may do to it. Pure functions of frames.

A cut is a list of dicts, one a shot, in order and without gaps:
`{"start", "end" (exclusive), "transition": None | {"kind", "start", "end"}, "confidence",
"thumbnail": index | None}`; transition and confidence belong to the shot's head. The picture
is the tool's own as long as nobody touched the shot; then it is taken of the frame in the middle.
"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Cut = list[dict[str, Any]]


class BadEdit(Exception):
    """The edit does not fit this cut; the message says why."""


def from_result(result: dict[str, Any]) -> Cut:
    """The first cut of a breakdown: each head with the transition that ends there."""
    transitions = list(result.get("transitions", []))
    cut: Cut = []
    for index, shot in enumerate(result["shots"]):
        head = _transition_at(shot["start"], transitions) if index else None
        cut.append(
            {
                "start": shot["start"],
                "end": shot["end"],
                "transition": head and {k: head[k] for k in ("kind", "start", "end")},
                "confidence": round(head.get("confidence", 1.0), 3) if head else 1.0,
                "thumbnail": shot.get("thumbnail", index),
            }
        )
    return cut


def _transition_at(frame: int, transitions: list[dict[str, Any]]) -> dict[str, Any] | None:
    inside = [t for t in transitions if t["start"] <= frame <= t["end"]]
    return min(inside, key=lambda t: t["end"] - t["start"]) if inside else None


def apply(cut: Cut, edit: dict[str, Any]) -> tuple[Cut, str]:
    """(the new cut, a sentence for the history). Raises BadEdit."""
    verbs = {"move": _move, "split": _split, "merge": _merge}
    verb = verbs.get(edit.get("op", ""))
    if verb is None:
        raise BadEdit(_("an edit is one of move, split, merge, restore"))
    return verb([dict(shot) for shot in cut], edit)


def _number(edit: dict[str, Any], name: str) -> int:
    value = edit.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadEdit(_("%(name)s is a whole number") % {"name": name})
    return value


def _boundary(cut: Cut, edit: dict[str, Any]) -> int:
    boundary = _number(edit, "boundary")
    if not 1 <= boundary < len(cut):
        raise BadEdit(_("boundaries go from 1 to %(last)s") % {"last": len(cut) - 1})
    return boundary


def _head(frame: int) -> dict[str, Any]:
    """A head that a person has set: a plain cut, beyond doubt."""
    return {"start": frame, "transition": None, "confidence": 1.0}


def _move(cut: Cut, edit: dict[str, Any]) -> tuple[Cut, str]:
    boundary, frame = _boundary(cut, edit), _number(edit, "frame")
    left, right = cut[boundary - 1], cut[boundary]
    if not left["start"] < frame < right["end"]:
        raise BadEdit(
            _("frame %(frame)s is outside shots %(left)s and %(right)s")
            % {"frame": frame, "left": boundary, "right": boundary + 1}
        )
    moved, transition = frame - right["start"], right["transition"]
    left.update(end=frame, thumbnail=None)  # the tool's picture was of another middle
    right.update(_head(frame), thumbnail=None)
    if transition and transition["start"] <= frame <= transition["end"]:
        right["transition"] = transition
    return cut, _moved(boundary, moved)


def _moved(boundary: int, frames: int) -> str:
    """The history's sentence; both directions in full, as other languages need them."""
    n, facts = abs(frames), {"cut": boundary, "n": abs(frames)}
    if frames < 0:
        return (
            ngettext(
                "Cut %(cut)s moved %(n)s frame earlier", "Cut %(cut)s moved %(n)s frames earlier", n
            )
            % facts
        )
    return (
        ngettext("Cut %(cut)s moved %(n)s frame later", "Cut %(cut)s moved %(n)s frames later", n)
        % facts
    )


def _split(cut: Cut, edit: dict[str, Any]) -> tuple[Cut, str]:
    frame = _number(edit, "frame")
    for index, shot in enumerate(cut):
        if shot["start"] < frame < shot["end"]:
            head = {**shot, "end": frame, "thumbnail": None}
            tail = {**shot, **_head(frame), "thumbnail": None}
            summary = _("Shot %(shot)s split at %(frame)s") % {"shot": index + 1, "frame": frame}
            return [*cut[:index], head, tail, *cut[index + 1 :]], summary
    raise BadEdit(_("frame %(frame)s is not inside a shot") % {"frame": frame})


def _merge(cut: Cut, edit: dict[str, Any]) -> tuple[Cut, str]:
    boundary = _boundary(cut, edit)
    left, right = cut[boundary - 1], cut[boundary]
    left.update(end=right["end"], thumbnail=None)
    del cut[boundary]
    shots = {"left": boundary, "right": boundary + 1}
    return cut, _("Shots %(left)s and %(right)s merged") % shots


def as_breakdown(cut: Cut) -> tuple[list[dict[str, int]], list[dict[str, Any]]]:
    """(shots, transitions) in the form a tool's result has them."""
    shots = [{"start": shot["start"], "end": shot["end"]} for shot in cut]
    transitions = [
        shot["transition"] or {"kind": "cut", "start": shot["start"], "end": shot["start"]}
        for shot in cut[1:]
    ]
    return shots, transitions
