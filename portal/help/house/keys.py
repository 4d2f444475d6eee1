"""All keys, page by page, as the code listens to them: `tests/portal/help/test_keys.py` compares.

Each sheet names the file that listens; its rows are what that file tells the `?` sheet.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.help.groups import WORDS
from portal.help.kinds import Part, Topic


@dataclass(frozen=True)
class Sheet:
    """Keys of one part of the portal; a row is (keys, what they do)."""

    title: Any
    source: str
    rows: tuple[tuple[Any, Any], ...]


EVERYWHERE = Sheet(
    _("Everywhere"),
    "templates/components/_top_tools.html",
    (("!", _("Tell the beta team")),),
)
OPENER = Sheet(
    _("Search"), "templates/portal/finding/_opener.html", (("Ctrl+K /", _("Search and go to")),)
)
FOUND = Sheet(
    _("Results"),
    "static/js/found-list.js",
    (("↓ · ↑", _("Next result, result before")), ("Enter", _("Open the result"))),
)
#: `?` is listened to by static/js/portal.js on every page.
SHOWN_BY = ("?", _("Show the keys"))
PLAYER = Sheet(
    _("Player"),
    "static/js/player-bar.js",
    (
        (_("Space"), _("Play or stop")),
        ("J K L", _("Backwards, stop, forwards; again for faster")),
        ("← →", _("One frame; with Shift ten")),
        ("I O", _("Mark in, mark out")),
        ("X", _("Clear in and out")),
        ("P", _("Play in to out")),
        ("F", _("Full screen")),
        ("+ - 0", _("Closer, further, the whole picture")),
    ),
)
NOTES = Sheet(
    _("Notes"),
    "static/js/version-notes.js",
    (
        ("N", _("New note")),
        ("↑ ↓", _("Note before, note after; in the list or the player")),
        ("Ctrl+Enter", _("Save the note")),
        ("← → ↑ ↓", _("While drawing: lead the cross; Enter begins and ends a shape")),
    ),
)
CUTS = Sheet(
    _("Cuts"),
    "static/js/cut-tools.js",
    (
        ("← →", _("Shot before, shot after")),
        (_("Space Enter"), _("Play the shot")),
        ("[ ] · , .", _("Move the head by a frame; with Shift by ten")),
        (_("Shift ← →"), _("The same on every keyboard; with Ctrl by ten")),
        ("S", _("Split at the player's frame")),
        ("M", _("Merge with the shot before")),
        ("U", _("Undo")),
        ("D", _("Next doubtful cut")),
    ),
)
BOTH = Sheet(
    _("Both cuts"),
    "static/js/cut-strips.js",
    (
        ("← →", _("Shot before, next shot")),
        ("↑ ↓", _("To the other cut")),
        ("Home · End", _("First and last shot")),
    ),
)
BOXES = Sheet(
    _("Boxes"),
    "static/js/mark-boxes.js",
    (
        ("B · Enter", _("New box on this frame")),
        ("← → ↑ ↓", _("Move the box; with Shift size it. Without a box: frame by frame")),
        (", .", _("Frame before, next frame")),
        ("Delete", _("Remove the box")),
        ("Escape", _("Choose no box")),
    ),
)
CORNERS = Sheet(
    _("Corners"),
    "static/js/mark-quad.js",
    (("← → ↑ ↓", _("Move a corner by one pixel; with Shift ten, with Alt a tenth")),),
)
ORDER = Sheet(
    _("Order"),
    "static/js/playlist-order.js",
    ((_("Tab"), _("To the buttons of a row that move it up or down")),),
)
TRIAGE = Sheet(
    _("Triage"),
    "static/js/triage-keys.js",
    (
        ("→ · J", _("Next picture")),
        ("← · K", _("Picture before")),
        ("↓ · ↑", _("Next group, group before")),
        ("[ · ]", _("Move the wipe")),
        ("C", _("Wipe")),
        ("S", _("Side by side")),
        (_("Space"), _("Plate")),
        ("B", _("Blind")),
        ("H", _("Buttons")),
        ("A", _("Approve")),
        ("1 … 5", _("Reject for the reason with that number")),
        ("R", _("Reject in own words")),
        ("E", _("Keep this, reject its look-alikes")),
        ("G", _("Whole group")),
        ("U", _("Undo")),
        ("N", _("Next undecided")),
    ),
)
SHOTS = Sheet(
    _("Shots"),
    "static/js/shot-status.js",
    (
        ("J · ↓", _("Next shot")),
        ("K · ↑", _("Shot before")),
        ("Home · End", _("First and last shot")),
        ("Enter", _("Open the shot")),
        ("/", _("Find by code or name")),
    ),
)
BOARD = Sheet(
    _("Board"),
    "static/js/ticket-board.js",
    (
        ("J K", _("Next or previous topic")),
        ("H L", _("Column to the left or right")),
        ("1 … 6", _("Give it the status of that column")),
        ("S", _("Next severity")),
        ("M", _("Merge it into another")),
        ("Enter", _("Open it")),
    ),
)
PROJECT = Sheet(
    _("Project"),
    "templates/projects/detail.html",
    (("V", _("Contact sheet or table")),),
)
DECIDING = Sheet(
    _("A cut that awaits a decision"),
    "templates/projects/_verdict_buttons.html",
    (("A", _("Approve")), ("C", _("Request changes")), ("R", _("Reject"))),
)
SIGNING = Sheet(
    _("Any other result"),
    "templates/projects/_sign_buttons.html",
    (("A", _("Approve")), ("R", _("Reject")), ("U", _("Take the decision back"))),
)
COMPARING = Sheet(
    _("Two pictures beside each other"),
    "templates/components/_picture_compare.html",
    (
        ("P", _("Second picture")),
        ("F", _("First picture")),
        ("C", _("Wipe")),
        ("S", _("Side by side")),
        ("M", _("Mask over it")),
    ),
)
CONVERTED = Sheet(
    _("A converted cut"),
    "templates/projects/editorial.html",
    (("D", _("Take the file")),),
)
SESSION = Sheet(
    _("Session of a playlist"),
    "templates/projects/_session.html",
    (
        (",", _("Version before")),
        (".", _("Next version")),
        ("1 … 3", _("Good for now, needs work, on hold")),
    ),
)
GUEST = Sheet(
    _("A shared playlist, as a guest"),
    "templates/projects/guest.html",
    ((",", _("Version before")), (".", _("Next version"))),
)
SHEETS = (
    *(EVERYWHERE, OPENER, FOUND, PROJECT, PLAYER, NOTES, CUTS, BOTH, TRIAGE, DECIDING, SIGNING),
    *(COMPARING, BOXES, CORNERS, CONVERTED, SHOTS, ORDER, SESSION, GUEST, BOARD),
)
_HEAD = (_("Key"), _("What it does"))


def _parts() -> list[Part]:
    rows = {EVERYWHERE.title: (SHOWN_BY, *EVERYWHERE.rows)}
    return [
        Part(sheet.title, head=_HEAD, rows=rows.get(sheet.title, sheet.rows), keys=True)
        for sheet in SHEETS
    ]


KEYS = Topic(
    "keys",
    WORDS,
    _("Keys"),
    _(
        "On each page ? shows what listens there. Single letters count outside of "
        "fields only; on a Mac ⌘ stands for Ctrl."
    ),
    _parts,
    is_open=True,
)
