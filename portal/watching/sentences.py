"""What is wrong, in words: rows keep the facts, whoever reads them gets the sentence."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Facts = Mapping[str, Any]
Words = Callable[[Facts], str]

SENTENCES: dict[str, Words] = {}


def register(sentences: dict[str, Words]) -> None:
    """By what a trouble is about (`mails:dead`), or by its beginning (`queue`)."""
    SENTENCES.update(sentences)


def said(about: str, facts: Facts) -> str:
    """In the active language; empty for what no room knows, or whose facts were not kept."""
    words = SENTENCES.get(about) or SENTENCES.get(about.partition(":")[0])
    try:
        return words(facts) if words else ""
    except (KeyError, TypeError, ValueError):
        return ""


def _webhooks(facts: Facts) -> str:
    return ngettext("%(n)s webhook fails.", "%(n)s webhooks fail.", facts["n"]) % facts


def _mails(facts: Facts) -> str:
    return ngettext("%(n)s mail was given up.", "%(n)s mails were given up.", facts["n"]) % facts


def _backups(facts: Facts) -> str:
    said = ngettext(
        "No backup was made for %(n)s hour.", "No backup was made for %(n)s hours.", facts["n"]
    )
    return said % facts


register(
    {
        "part": lambda facts: _("%(name)s does not answer.") % facts,
        "workers": lambda facts: _("No worker serves the queue %(name)s.") % facts,
        "queue": lambda facts: _("%(length)s messages wait in the queue %(name)s.") % facts,
        "webhooks:failing": _webhooks,
        "mails:dead": _mails,
        "storage:space": lambda facts: _("%(gb).1f GB are free where files are kept.") % facts,
        "numbers:old": lambda facts: (
            _("The numbers from rows were last gathered %(n)s minutes ago; see the log.") % facts
        ),
        "backups:old": _backups,
    }
)
