"""What the states of requests are called on the page of shots."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.assist.tools import TOOLS

NONE = "none"
WORDS: dict[str, Any] = {
    "needs_you": _("needs a decision"),
    "running": _("running"),
    "queued": _("queued"),
    "failed": _("failed"),
    "approved": _("approved"),
    "rejected": _("rejected"),
    "blocked": _("blocked"),
    "ready": _("ready"),
    "cancelled": _("cancelled"),
}
ORDERS: dict[str, Any] = {
    "story": _("Story order"),
    "changed": _("Last change"),
    "notes": _("Open notes"),
    "code": _("Code"),
}


def tools() -> dict[str, str]:
    """Name → title; a tool that is no more keeps its name."""
    return {name: str(tool.title) for name, tool in TOOLS.items()}


def states() -> dict[str, str]:
    return {name: str(word) for name, word in WORDS.items()} | {NONE: str(_("nothing asked"))}
