"""Mails of what has happened: news of one kind, the daily mail, a studio's standing, troubles."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.mailing.letters import Action, Item, Letter
from portal.mailing.silence import DIGEST

#: Of one mail; what is more is counted.
LINES = 50


def notice(*, sentence: str, action: Action, studio: Any, choices: str, silences: str) -> Letter:
    """`silences` is empty for what is too serious to be switched off."""
    return Letter(
        kind="notice",
        subject=_headed(sentence),
        lines=(sentence,),
        action=action,
        foot=(_("%(studio)s on Last Mile.") % {"studio": studio},),
        choices=_choose(choices),
        silences=silences,
    )


def digest(
    *, items: Sequence[Item], count: int, studio: Any, everything: str, choices: str
) -> Letter:
    """`items` are at most LINES of the `count` there are."""
    told = ngettext(
        "%(count)d piece of news from %(studio)s",
        "%(count)d pieces of news from %(studio)s",
        count,
    )
    more = count - len(items)
    first = _("News from %(studio)s on Last Mile since the last daily mail:") % {"studio": studio}
    return Letter(
        kind="digest",
        subject=_headed(told % {"count": count, "studio": studio}),
        lines=(first,),
        items=(*items, *([Item(_("And %(more)s more.") % {"more": more})] if more else [])),
        action=Action(_("See all news"), everything),
        foot=(_("%(studio)s on Last Mile.") % {"studio": studio},),
        choices=_choose(choices),
        silences=DIGEST,
    )


def _choose(address: str) -> Action:
    return Action(_("Choose what comes by mail"), address)


def _headed(text: str) -> str:
    return _("Last Mile: %(text)s") % {"text": text}


def standing(*, studio: Any, what: str, reason: str, link: str) -> Letter:
    """`what`: suspended, reinstated or offboarded."""
    facts = {"studio": studio, "reason": reason}
    subject, lines = {
        "suspended": (_("%(studio)s is suspended"), _suspended()),
        "reinstated": (
            _("%(studio)s is open again"),
            (_("%(studio)s is open again. Everything is as it was."),),
        ),
        "offboarded": (_("%(studio)s has left the programme"), _offboarded()),
    }[what]
    back = Action(_("Open Last Mile"), link) if what == "reinstated" else None
    return Letter(
        kind=f"standing.{what}",
        subject=_headed(subject % facts),
        lines=tuple(line % facts for line in lines),
        action=back,
        after=(_("Questions? Answer this mail, or write to the beta team."),),
    )


def _suspended() -> tuple[str, ...]:
    return (
        _("The beta team has suspended %(studio)s: %(reason)s"),
        _("Nobody of the studio can open its work until it is opened again. Nothing was deleted."),
    )


def _offboarded() -> tuple[str, ...]:
    return (
        _("%(studio)s has left the programme: %(reason)s"),
        _(
            "Its people no longer open its work, and its invitations no longer work. "
            "Your account was kept."
        ),
    )


def troubles(*, lines: Sequence[str], link: str) -> Letter:
    """All that has begun, or is over, since the last one; the first is the subject."""
    first, *others = lines
    subject = _headed(first)
    if others:
        count = len(others)
        said = ngettext("and %(n)s more", "and %(n)s more", count) % {"n": count}
        subject = f"{subject[:150]} ({said})"
    rows = [Item(line) for line in others[: LINES - 1]]
    if more := len(others) - len(rows):
        rows.append(Item(_("And %(more)s more.") % {"more": more}))
    return Letter(
        kind="troubles",
        subject=subject,
        lines=(first,),
        items=tuple(rows),
        action=Action(_("Look at operations"), link),
        foot=(_("Each trouble is told once when it begins, and once when it is over."),),
    )
