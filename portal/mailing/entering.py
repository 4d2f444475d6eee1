"""Mails that let somebody in: invitations, links for one sign-in, new passwords."""

from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.mailing.letters import Action, Letter


def invitation(
    *,
    who: Any,
    studio: Any,
    role: str,
    link: str,
    until: datetime,
    again: bool = False,
    opens: tuple[Any, date] | None = None,
) -> Letter:
    """`opens`: a cohort that begins on a later day. Without a studio it is for the programme."""
    facts = {"who": who or _("The beta team"), "studio": studio, "role": role.lower()}
    called = _("%(who)s invites you to %(studio)s on Last Mile, as %(role)s.")
    lines = [called % facts if studio else _("You are invited to Last Mile as %(role)s.") % facts]
    if again:
        lines += [_("Your invitation is still open. This link replaces the one sent before.")]
    if opens:
        cohort, day = opens
        told = _("%(cohort)s begins on %(day)s; come in and set up before, whenever you like.")
        lines += [told % {"cohort": cohort, "day": date_format(day, "SHORT_DATE_FORMAT")}]
    end = date_format(until, "SHORT_DATETIME_FORMAT")
    return Letter(
        kind="invitation",
        subject=_("You are invited to Last Mile"),
        lines=tuple(lines),
        action=Action(_("Accept the invitation"), link),
        after=(_("The link works once, until %(until)s UTC.") % {"until": end},),
        foot=(_("If you do not know who invites you, leave it: without this link nothing opens."),),
    )


def sign_in_link(*, sentence: str, link: str) -> Letter:
    last = _("It works once, for some hours, and your second factor is asked for.")
    return _account("account.link", sentence, Action(_("Sign in to Last Mile"), link), last)


def factors_removed(*, sentence: str, link: str) -> Letter:
    return _account("account.factors", sentence, Action(_("Set up a second factor"), link))


def _account(kind: str, sentence: str, action: Action, *more: str) -> Letter:
    alarm = _(
        "If you did not ask for this, tell the producer of your studio and the beta team at once."
    )
    subject = _("Your account on Last Mile")
    return Letter(
        kind=kind, subject=subject, lines=(sentence,), action=action, after=(*more, alarm)
    )


def new_password(*, link: str) -> Letter:
    return Letter(
        kind="account.password",
        subject=_("Set a new password for Last Mile"),
        lines=(
            _("Somebody, probably you, asked for a new password for your account at Last Mile."),
        ),
        action=Action(_("Set a new password"), link),
        after=(
            _("The link works once."),
            _("If it was not you, nothing has changed and nothing needs to be done."),
        ),
    )


def told_by_sign_in(*, subject: str, text: str) -> Letter:
    """What the sign-in itself tells of an account; paragraphs are parted by empty lines."""
    parts = tuple(part for part in text.split("\n\n") if part.strip())
    return Letter(kind="account.told", subject=subject, lines=parts)
