"""What the programme does to somebody's account: never in silence, and never in their place.

The person is told by mail, whatever they chose; so are the producers of their studios.
"""

import logging
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.urls import reverse

from portal.access import Role
from portal.errors import PortalError
from portal.languages.spoken import speaking
from portal.mailing import entering
from portal.mailing.letters import Letter
from portal.mailing.links import absolute
from portal.mailing.sending import send
from portal.models import Membership, SignInLink, User
from portal.models.persons import record_of_person
from portal.outbox import kinds
from portal.outbox.notices import notify
from portal.signin import sign_in_link
from portal.tenancy import acting_as, in_studio

log = logging.getLogger(__name__)


@transaction.atomic
def mail_link(person: User, *, actor: User) -> None:
    """To their own address only. It stands for the password: a second factor is asked for."""
    record_of_person(actor, "sign_in_link:mailed", of=person, person=str(person))
    _tell(person, "account.link", actor)
    link = sign_in_link(SignInLink.issue(person))
    with speaking(person):
        _mail(
            person,
            entering.sign_in_link(sentence=_sentence("account.link", person, actor), link=link),
        )


@transaction.atomic
def remove_factors(person: User, *, actor: User) -> None:
    """They set up new ones when they sign in; whoever sits in a session of theirs is out."""
    Authenticator.objects.filter(user=person).delete()
    record_of_person(actor, "mfa:reset", of=person, person=str(person))
    _tell(person, "account.factors", actor)
    with speaking(person):
        sentence = _sentence("account.factors", person, actor)
        link = absolute(reverse("mfa_index"))
        _mail(person, entering.factors_removed(sentence=sentence, link=link))
    get_adapter().end_sessions(list(UserSession.objects.filter(user=person)))


def _tell(person: User, kind: str, actor: User) -> None:
    """In each studio of theirs: the producers, and the person."""
    with acting_as(User.objects.get(pk=person.pk)):
        rows = list(person.memberships.active().select_related("studio"))
    for studio in (row.studio for row in rows):
        with in_studio(studio):
            lead = Membership.objects.active().filter(studio=studio, role=Role.PRODUCER)
            told = {"kind": kind, "studio": studio, "facts": {"person": person, "actor": actor}}
            others = [row.user for row in lead.exclude(user=person).select_related("user")]
            notify(people=others, url=reverse("audit"), **told)
            notify(people=[person], url=reverse("mfa_index"), **told)


def _sentence(kind: str, person: User, actor: User) -> str:
    facts: dict[str, Any] = {"person": person, "actor": actor}
    return kinds.sentence(kind, facts)


def _mail(person: User, letter: Letter) -> None:
    try:
        send(letter, [person.email])
    except OSError as error:
        log.exception("a mail about an account could not be sent")
        raise PortalError("sign_in_link:mail", email=person.email) from error
