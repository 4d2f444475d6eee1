"""Mails of this room: about performers, about what lapses, and about the end of a studio."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.mailing.kinds import Kind, register
from portal.mailing.letters import Action, Item, Letter
from portal.mailing.links import absolute


def performer(*, studio: str, name: str, project: str, link: str) -> Letter:
    facts = {"studio": studio, "name": name, "project": project}
    return Letter(
        kind="performer",
        subject=_("What you allowed, and how you withdraw it"),
        lines=(
            _("%(studio)s sends you this link about %(name)s in %(project)s.") % facts,
            _(
                "It shows what was allowed, every use that was made of it, and how you withdraw "
                "it. You need no account."
            ),
        ),
        action=Action(_("See what was allowed"), link),
        after=(
            _(
                "Whoever has the link can withdraw. Keep it to yourself, and ask the studio for "
                "another one if it is lost."
            ),
        ),
    )


def closeout_begun(*, title: Any, studio: Any, who: str, asked: str, link: str) -> Letter:
    begun = _(
        "The closeout of %(studio)s, asked for by %(asked)s, was confirmed by %(who)s and has "
        "begun. Everything the studio has on Last Mile is being deleted."
    )
    facts = {"studio": studio, "who": who, "asked": asked}
    return _closeout(title, begun % facts, Action(_("Follow the closeout"), link), "begun")


def closeout_done(*, title: Any, studio: Any, link: str) -> Letter:
    done = _(
        "Everything of %(studio)s on Last Mile has been deleted. The certificate lists every "
        "file with its hash."
    )
    return _closeout(
        title, done % {"studio": studio}, Action(_("Read the certificate"), link), "done"
    )


def _closeout(title: Any, sentence: str, action: Action, step: str) -> Letter:
    lasting = _(
        "The link works for ninety days. An administrator of the programme can give you the "
        "certificate at any time."
    )
    return Letter(
        kind=f"closeout.{step}",
        subject=_("Last Mile: %(text)s") % {"text": title},
        lines=(sentence,),
        action=action,
        after=(lasting,),
    )


def lapsing(*, items: Sequence[Item], link: str) -> Letter:
    return Letter(
        kind="lapsing",
        subject=_("Last Mile: terms and prices that come to an end"),
        lines=(_("These come to an end, or are to be looked at:"),),
        items=tuple(items),
        action=Action(_("Open the administration"), link),
        after=(
            _(
                "Record a new snapshot of terms, or a new price, before the day comes: without "
                "terms in force nothing is sent to a provider. Each of these is told once by "
                "mail; the start page of the administration shows them until they are mended."
            ),
        ),
    )


def _performer() -> Letter:
    link = absolute(reverse("performer", args=["specimen"]))
    return performer(studio="Atelier Nord", name="Ada Kern", project="Nordwand", link=link)


def _begun() -> Letter:
    facts = {"title": _closing(), "studio": "Atelier Nord", "who": "Sam Reyes"}
    return closeout_begun(**facts, asked="Inès Moreau", link=_closed())


def _done() -> Letter:
    return closeout_done(title=_closing(), studio="Atelier Nord", link=_closed())


def _closing() -> str:
    return _("Closeout of %(studio)s") % {"studio": "Atelier Nord"}


def _closed() -> str:
    return absolute(reverse("closed", args=["specimen"]))


def _lapsing() -> Letter:
    lapses = _("The terms of %(provider)s (%(terms)s) lapse on %(day)s.")
    facts = {"provider": "Northlight", "terms": "Studio · EU", "day": "2026-12-24"}
    item = Item(lapses % facts, absolute(reverse("admin:projects_terms_changelist")))
    return lapsing(items=[item], link=absolute(reverse("admin:index")))


_STUDIO = gettext_lazy("who led the studio when it was closed")
register(
    "performer",
    Kind(gettext_lazy("Link of a performer"), gettext_lazy("who speaks for them"), _performer),
)
register("closeout.begun", Kind(gettext_lazy("Closeout begun"), _STUDIO, _begun))
register("closeout.done", Kind(gettext_lazy("Closeout done"), _STUDIO, _done))
register(
    "lapsing",
    Kind(gettext_lazy("Terms that lapse"), gettext_lazy("administrators"), _lapsing),
)
