"""Puts this room's pages into the help when the app starts."""

from portal.help import register as _register
from projects.help.leaving import LEAVING
from projects.help.links import LINKS
from projects.help.tools import TOPICS


def register() -> None:
    _register(LINKS, LEAVING, *TOPICS)
