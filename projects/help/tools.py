"""A page of the help for every tool: its own words, and what was measured of it."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.help import Part, Topic
from projects.assist.contract import Tool
from projects.assist.tools import TOOLS
from projects.help.continuity import CONTINUITY
from projects.help.editing import EDITING
from projects.help.kinds import About
from projects.help.scripts import BEFORE
from projects.help.serving import GROUPS
from projects.help.vfx import VFX

ABOUT: dict[str, About] = {**BEFORE, **EDITING, **CONTINUITY, **VFX}
_STAYS = _("Nothing leaves: it works on the portal's own machines.")
_GOES = _(
    "To the provider that you choose of those that the project's policy, its terms "
    "and the consents allow. The request's page says who that is, where, and under "
    "which terms; the run's page keeps the receipt."
)
_SIGNED = _(
    "Yours. A producer or a director approves, rejects or asks for changes by "
    "name; nothing approves by itself, and nothing leaves as a master without that."
)
_TAKEN = _(
    "Nobody has to sign it: it makes nothing new. Whoever takes it accepts by a "
    "word what the format loses."
)
_VOUCHED = _(
    "Somebody vouches by name for the consent of the people who are seen. Without "
    "that no face is looked for."
)
_MADE = _(
    "What comes back was made or changed by a trained model. It is labelled "
    "wherever it is shown and in the names of downloads, and it is counted in the "
    "disclosure."
)


def slug_of(tool: Tool) -> str:
    """As templates spell it too: `tool-shot_breakdown`."""
    return f"tool-{tool.name}"


def topic_of(tool: Tool) -> Topic:
    return Topic(
        slug_of(tool),
        GROUPS[tool.serves],
        tool.title,
        tool.purpose,
        tuple(_parts(tool, ABOUT[tool.name])),
    )


def _parts(tool: Tool, about: About) -> Iterator[Part]:
    yield Part(_("An example"), (about.example,))
    yield Part(_("How it works, and when not to trust it"), (tool.method,))
    yield Part(_("What was measured"), (about.measured,))
    yield Part(_("What it needs"), tuple(_needed(tool, about)))
    yield Part(_("How long it takes"), (about.time,))
    goes: tuple[Any, ...] = (about.leaves, _GOES) if tool.remote else (_STAYS,)
    yield Part(_("Where your material goes"), (*goes, *((_MADE,) if tool.makes else ())))
    yield Part(_("Whose decision it is"), (_SIGNED if tool.decided else _TAKEN,))


def _needed(tool: Tool, about: About) -> Iterator[Any]:
    yield about.needs
    if tool.vouched:
        yield _VOUCHED


#: Benchmarks and drills bring tools of their own along, which no reader meets.
TOPICS = tuple(topic_of(tool) for tool in TOOLS.values() if tool.name in ABOUT)
