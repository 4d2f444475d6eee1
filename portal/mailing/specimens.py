"""Each mail of the portal as it would be, of no real person: what pages and tests look at."""

from datetime import UTC, datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.access import Role
from portal.languages.facts import said
from portal.mailing import entering, news
from portal.mailing.kinds import Kind, register
from portal.mailing.letters import Action, Item, Letter
from portal.mailing.links import absolute
from portal.outbox import kinds as told_of
from portal.watching.sentences import said as said_of

STUDIO, PERSON, ADMIN = "Atelier Nord", "Inès Moreau", "Sam Reyes"
SECRET = "specimen"
CHOICES = "/notifications/choices/"


def _invitation() -> Letter:
    return entering.invitation(
        who=PERSON,
        studio=STUDIO,
        role=str(Role.DIRECTOR.label),
        link=absolute(reverse("invitation", args=[SECRET])),
        until=datetime(2026, 12, 6, 18, tzinfo=UTC),
        opens=("Winter", datetime(2026, 12, 1, tzinfo=UTC).date()),
    )


def _account_sentence(kind: str) -> str:
    return told_of.sentence(kind, {"actor": ADMIN, "person": PERSON})


def _sign_in_link() -> Letter:
    link = absolute(reverse("sign_in_link", args=[SECRET]))
    return entering.sign_in_link(sentence=_account_sentence("account.link"), link=link)


def _factors() -> Letter:
    link = absolute(reverse("mfa_index"))
    return entering.factors_removed(sentence=_account_sentence("account.factors"), link=link)


def _password() -> Letter:
    link = absolute(reverse("account_reset_password_from_key", args=["1", SECRET]))
    return entering.new_password(link=link)


def _told() -> Letter:
    subject, text = str(_("Your password has been changed")), str(_("Your password was changed."))
    return entering.told_by_sign_in(subject=subject, text=text)


#: Stands for each fact of a sentence.
_FACTS = {
    "person": PERSON,
    "actor": ADMIN,
    "url": "https://hooks.example.org/last-mile",
    "studio": STUDIO,
}


class _Any(dict):
    def __missing__(self, key: str) -> str:
        return "sc_040"


def notice_of(name: str) -> Letter:
    """The mail of one kind of news, whatever facts its sentence wants."""
    kind = told_of.KINDS[name]
    sentence = str(kind.sentence).format_map(_Any(said(_FACTS)))
    return news.notice(
        sentence=sentence,
        action=Action(told_of.action(name), absolute("/notifications/")),
        studio=STUDIO,
        choices=absolute(CHOICES),
        silences="" if kind.fixed else name,
    )


def _notice() -> Letter:
    """News that asks something of the person, where a room above tells such."""
    asking = [name for name, kind in told_of.KINDS.items() if kind.needs_me and not kind.fixed]
    return notice_of(sorted(asking or told_of.KINDS)[0])


def _digest() -> Letter:
    first = sorted(told_of.KINDS)[:4]
    items = [Item(notice_of(name).lines[0], absolute("/notifications/")) for name in first]
    listed = absolute("/notifications/")
    more = {"everything": listed, "choices": absolute(CHOICES)}
    return news.digest(items=items, count=len(items) + 3, studio=STUDIO, **more)


def _standing(what: str) -> Letter:
    reason = str(_("The agreement of the studio has run out."))
    return news.standing(studio=STUDIO, what=what, reason=reason, link=absolute("/"))


def _troubles() -> Letter:
    link = absolute(reverse("admin:operations"))
    waiting = said_of("queue:media", {"name": "media", "length": 300})
    lines = [waiting, said_of("webhooks:failing", {"n": 2}), said_of("mails:dead", {"n": 1})]
    return news.troubles(lines=lines, link=link)


_PARTNER, _TEAM = _("a person of a studio"), _("administrators")
register("invitation", Kind(_("Invitation"), _("somebody who is invited"), _invitation))
register("account.password", Kind(_("New password"), _("whoever asked for one"), _password))
register("account.link", Kind(_("Link for one sign-in"), _PARTNER, _sign_in_link))
register("account.factors", Kind(_("Second factors removed"), _PARTNER, _factors))
register("account.told", Kind(_("What the sign-in tells"), _PARTNER, _told))
register("notice", Kind(_("News at once"), _PARTNER, _notice))
register("digest", Kind(_("Daily mail"), _PARTNER, _digest))
for _what, _label in (
    ("suspended", _("Studio suspended")),
    ("reinstated", _("Studio open again")),
    ("offboarded", _("Studio has left")),
):
    _specimen = lambda what=_what: _standing(what)  # noqa: E731
    register(f"standing.{_what}", Kind(_label, _("everybody of the studio"), _specimen))
register("troubles", Kind(_("Troubles of the portal"), _TEAM, _troubles))
