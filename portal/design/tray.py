"""Every state of a line of the upload tray, as static/js/upload-row.js draws it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

PAUSE = {"word": _("Pause"), "icon": "pause"}
GO_ON = {"word": _("Go on"), "icon": "play"}
AGAIN = {"word": _("Choose the file again"), "icon": "upload"}
LEAVE = {"word": _("Leave it"), "icon": "close"}
ANYWAY = {"word": _("Send anyway"), "icon": "upload"}

#: state → (sent, of 1; class of the bar; note; why; actions)
STATES: dict[str, tuple[float, str, Any, Any, list[dict[str, Any]]]] = {
    "creating": (0, "", _("Preparing"), "", [PAUSE]),
    "comparing": (0, "", _("Comparing with what is already there"), "", [PAUSE]),
    "sending": (0.4, "", _("4 of 10 GB · 90 MB/s · about 1 min left"), "", [PAUSE]),
    "checking": (0.4, "", _("Comparing with what is already there"), "", [PAUSE]),
    "finishing": (1, "", _("Checking the whole file"), "", []),
    "paused": (0.4, "is-paused", _("Paused at 40 %"), "", [GO_ON]),
    "needs_file": (
        0.4,
        "is-paused",
        _("Kept at 40 %. Choose the file again to go on."),
        "",
        [AGAIN],
    ),
    "needs_permission": (
        0.4,
        "is-paused",
        _("Kept at 40 %. The browser asks once before it reads the file again."),
        "",
        [GO_ON],
    ),
    "wrong_file": (
        0.4,
        "is-failed",
        _("The upload is kept at 40 %. Choose the file it began with."),
        _("This is not the same file."),
        [AGAIN],
    ),
    "here": (0, "is-paused", "", _("This file is already here: version 2."), [LEAVE, ANYWAY]),
    "failed": (
        0.7,
        "is-failed",
        "",
        _("The file ended too early. Choose the file again."),
        [AGAIN],
    ),
    "done": (1, "is-done", _("10 GB"), "", []),
}


def lines() -> list[dict[str, Any]]:
    keys = ("sent", "look", "note", "why", "actions")
    return [{"state": state, **dict(zip(keys, row, strict=True))} for state, row in STATES.items()]
