"""What the programme does to somebody's account: never in silence, and never in their place.

The person is told by mail, whatever they chose; so are the producers of their studios.
"""

import logging
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.access import Role
from portal.errors import PortalError
from portal.languages.spoken import speaking
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
    _mail("account.link", person, actor, link=sign_in_link(SignInLink.issue(person)))


@transaction.atomic
def remove_factors(person: User, *, actor: User) -> None:
    """They set up new ones when they sign in; whoever sits in a session of theirs is out."""
    Authenticator.objects.filter(user=person).delete()
    record_of_person(actor, "mfa:reset", of=person, person=str(person))
    _tell(person, "account.factors", actor)
    _mail("account.factors", person, actor)
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


def _mail(kind: str, person: User, actor: User, *, link: str = "") -> None:
    facts: dict[str, Any] = {"person": person, "actor": actor}
    with speaking(person):
        context = {"sentence": kinds.sentence(kind, facts), "link": link}
        text = render_to_string("portal/mail/account.txt", context)
        subject = _("Your account on Last Mile")
    try:
        send_mail(subject, text, None, [person.email])
    except OSError as error:  # what smtplib raises is one too
        log.exception("a mail about an account could not be sent")
        raise PortalError("sign_in_link:mail", email=person.email) from error
