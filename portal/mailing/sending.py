"""The one door by which mails leave."""

from collections.abc import Iterable
from email.utils import make_msgid
from typing import Any

from django.core.mail import EmailMultiAlternatives

from portal.mailing import silence, written
from portal.mailing.letters import Letter
from portal.mailing.links import host


class NotTaken(OSError):
    """The server, or the address itself, does not take this mail; the reason is its cause."""


def send(letter: Letter, to: Iterable[str]) -> None:
    """At once. Raises NotTaken, an OSError as what smtplib raises."""
    deliver(message(letter, to))


def message(letter: Letter, to: Iterable[str], *, person: Any = None) -> EmailMultiAlternatives:
    """`person` may switch the kind off by their programme's own button."""
    quiet = silence.headers(person, letter.silences) if person else {}
    return composed(letter.subject, written.text(letter), written.html(letter), to, quiet)


def composed(
    subject: str, text: str, html: str, to: Iterable[str], headers: dict[str, str] | None = None
) -> EmailMultiAlternatives:
    """Of a mail that was written before; without HTML it goes as plain text."""
    own = {"Message-ID": make_msgid(domain=host()), "Auto-Submitted": "auto-generated"}
    made = EmailMultiAlternatives(subject, text, None, list(to), headers={**own, **(headers or {})})
    if html:
        made.attach_alternative(html, "text/html")
    return made


def deliver(made: EmailMultiAlternatives) -> None:
    try:
        made.send()
    except (OSError, ValueError) as error:  # ValueError: an address that cannot be written
        raise NotTaken(f"{type(error).__name__}: {error}") from error
