"""A letter as it goes out: the same words as text and as HTML."""

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.mailing.letters import Action, Letter

#: Fills the rest of the line that mail programmes show, so that nothing else stands there.
FILLING = "\u034f\u200c\u00a0" * 60

#: How the layout asks for a dark machine.
DARK = "@media (prefers-color-scheme: dark)"


def text(letter: Letter) -> str:
    with override(letter.language):
        parts = ["\n\n".join(letter.lines), *_items(letter)]
        parts += [_address(letter.action)] if letter.action else []
        parts += ["\n\n".join(letter.after), *_foot(letter)]
    return "\n\n".join(filter(None, parts)) + "\n"


def _items(letter: Letter) -> list[str]:
    rows = [f"- {item.text}" + (f"\n  {item.url}" if item.url else "") for item in letter.items]
    return ["\n".join(rows)] if rows else []


def _address(action: Action) -> str:
    return _("%(label)s:") % {"label": action.label} + f"\n{action.url}"


def _foot(letter: Letter) -> list[str]:
    """After the mark by which mail programmes know what is no more part of the mail."""
    lines = list(letter.foot)
    lines += [_address(letter.choices)] if letter.choices else []
    return ["-- \n" + "\n".join(lines)] if lines else []


def html(letter: Letter) -> str:
    with override(letter.language):
        context = {"letter": letter, "filling": FILLING}
        return render_to_string("portal/mail/layout.html", context)
