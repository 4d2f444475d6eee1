"""One error class, one registry of sentences, the same words on every face.

Each text says what happened, what was kept, and what to do next. Rooms above add
their own texts with `register`.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Text:
    """HTTP status and three sentences; `{name}` is filled from the error's facts."""

    status: int
    happened: Any
    kept: Any = ""
    todo: Any = ""


REGISTRY: dict[str, Text] = {}
#: PostgreSQL's word for a unique constraint that was not met.
UNIQUE = "23505"


def register(texts: dict[str, Text]) -> None:
    """Add texts; a code has one text for ever."""
    for code, text in texts.items():
        if REGISTRY.get(code, text) != text:
            raise ValueError(f"two texts for the error {code}")
        REGISTRY[code] = text


class PortalError(Exception):
    """Something the person can understand and act on. `facts` fill the sentences."""

    def __init__(self, code: str, *, fields: dict[str, Any] | None = None, **facts: Any) -> None:
        super().__init__(code)
        self.code, self.fields, self.facts = code, fields or {}, facts

    @property
    def status(self) -> int:
        return REGISTRY[self.code].status

    @property
    def sentence(self) -> str:
        """What happened and what to do, for a form that keeps what was typed."""
        told = sentences(self.code, self.facts)
        return f"{told['message']} {told['todo']}".strip()

    def as_dict(self) -> dict[str, Any]:
        return {**sentences(self.code, self.facts), "fields": self.fields}


class _Facts(dict):
    def __missing__(self, key: str) -> str:
        return "…"


def translated(facts: dict[str, Any]) -> str:
    """The detail of a refusal by plain Python, which only marks its words."""
    said = facts.get("said")
    if not said:
        return str(facts.get("detail", ""))
    return gettext(said) % facts["numbers"] if facts.get("numbers") else gettext(said)


def sentences(code: str, facts: dict[str, Any] | None = None) -> dict[str, str]:
    """`{"code", "message", "kept", "todo"}` in the active language."""
    text = REGISTRY.get(code) or REGISTRY["unexpected"]
    known = _Facts(facts or {})
    if "said" in known:
        known["detail"] = translated(known)
    return {
        "code": code,
        "message": str(text.happened).format_map(known),
        "kept": str(text.kept).format_map(known),
        "todo": str(text.todo).format_map(known),
    }


_NOTHING_CHANGED = _("Nothing was changed.")

register(
    {
        "unexpected": Text(
            500,
            _("The portal failed at this step."),
            _("What was saved before is still there."),
            _("Try again; if it happens again, tell the beta team what you did."),
        ),
        "unavailable": Text(
            503,
            _("A part of the portal does not answer (database or broker)."),
            _("What was saved before is still there."),
            _("Wait a minute and load the page again."),
        ),
        "not_found": Text(
            404,
            _("There is nothing here that you can see."),
            todo=_("Check the address, or ask a producer of the studio for access."),
        ),
        "secret:lost": Text(
            409,
            _("What was sealed with an earlier SECRET_KEY cannot be opened any more."),
            _("Everything else is kept."),
            _("Enter the key anew, or give the earlier value in SECRET_KEY_FALLBACKS."),
        ),
        "access:denied": Text(
            403,
            _("Your role does not allow you to {act}."),
            _NOTHING_CHANGED,
            _("Ask a producer of the studio to do it or to change your role."),
        ),
        "access:nowhere": Text(
            403,
            _("You belong to no studio at the moment."),
            _("Your account was kept."),
            _("Ask the producer who invited you, or the beta team, whether your studio is closed."),
        ),
        "access:signed_out": Text(401, _("You are not signed in."), todo=_("Sign in and repeat.")),
        "access:token": Text(
            401,
            _("This token is unknown, expired or revoked."),
            _NOTHING_CHANGED,
            _("Make a new token on your account page."),
        ),
        "token:scope": Text(
            403,
            _("This token lacks the scope {scope}."),
            _NOTHING_CHANGED,
            _("Make a token with the scope {scope} on your account page."),
        ),
        "access:session_only": Text(
            403,
            _("A token cannot make further tokens."),
            _NOTHING_CHANGED,
            _("Sign in and make it on your account page."),
        ),
        "access:forgery": Text(
            403,
            _("The form came from another page or has grown old."),
            _NOTHING_CHANGED,
            _("Load the page again and repeat."),
        ),
        "invalid": Text(
            400, _("Some values cannot be used."), _NOTHING_CHANGED, _("Mend the marked values.")
        ),
        "taken": Text(
            409,
            _("There is one like this already."),
            _NOTHING_CHANGED,
            _("Load the page again to see it, or choose another name."),
        ),
        "method": Text(405, _("This address does not take that method."), _NOTHING_CHANGED),
        "media_type": Text(
            415, _("This address takes JSON only."), _NOTHING_CHANGED, _("Send JSON.")
        ),
        "not_acceptable": Text(406, _("This address answers in JSON only.")),
        "throttled": Text(
            429,
            _("Too many requests in a short time."),
            _NOTHING_CHANGED,
            _("Wait {seconds} seconds and repeat."),
        ),
        "live:topics": Text(
            429,
            _("This page listens to as much as one page may."),
            _("What it heard of before goes on."),
            _("Open another page for the rest."),
        ),
        "idempotency:reused": Text(
            422,
            _("This idempotency key was used for another request."),
            _NOTHING_CHANGED,
            _("Use a new key for a new request."),
        ),
        "idempotency:in_progress": Text(
            409,
            _("The same request is still being answered."),
            _NOTHING_CHANGED,
            _("Repeat in a moment with the same key."),
        ),
        "invitation:invalid": Text(
            410,
            _("This invitation has been used, withdrawn or has expired."),
            _NOTHING_CHANGED,
            _("Sign in if you already have an account, or ask for a new invitation."),
        ),
        "invitation:closed": Text(
            409,
            _("The invitation of {email} has been accepted or withdrawn."),
            _NOTHING_CHANGED,
            _("Invite the person again if they still need to come in."),
        ),
        "invitation:soon": Text(
            429,
            _("{email} has been sent a new link within the last five minutes."),
            _("That link still works."),
            _("Wait until the mail has come, or look into the folder for unwanted mail."),
        ),
        "invitation:mail": Text(
            502,
            _("The mail to {email} could not be sent."),
            _("No invitation was made."),
            _("Invite the person again when mail works."),
        ),
        "invitation:member": Text(
            409,
            _("{email} is already a member of this studio."),
            _NOTHING_CHANGED,
            _("Change the role in the list of members instead."),
        ),
        "invitation:other_person": Text(
            403,
            _("This invitation is for {email}, and you are signed in as somebody else."),
            _NOTHING_CHANGED,
            _("Sign out and open the link again."),
        ),
        "mfa:missing": Text(
            403,
            _("Your account has no second factor yet."),
            _NOTHING_CHANGED,
            _("Set up an authenticator app or a passkey under Account and security."),
        ),
        "agreement:open": Text(
            403,
            _("An agreement waits for you to read and accept it."),
            _NOTHING_CHANGED,
            _("Open the agreements page, read and accept, then repeat."),
        ),
        "agreement:changed": Text(
            409,
            _("These words are no longer the ones in force."),
            _("Nothing was accepted."),
            _("Load the agreements again and read the version in force."),
        ),
        "agreement:published": Text(
            409,
            _("{title} is published already, and its words stay as they are."),
            _NOTHING_CHANGED,
            _("Write a new version instead."),
        ),
        "sso:refused": Text(
            403,
            _("{provider} may not sign {email} in here."),
            _("No account was made or changed."),
            _("Ask a producer of the studio for an invitation to exactly this address."),
        ),
        "roster:unreadable": Text(
            400,
            _("The file could not be read: {detail}."),
            _("Nobody was invited."),
            _("Save it as CSV (UTF-8) with the columns studio, email, name, role."),
        ),
        "member:last_producer": Text(
            409,
            _("{name} is the studio's last producer."),
            _NOTHING_CHANGED,
            _("Make somebody else a producer first."),
        ),
        "member:programme": Text(
            409,
            _("{name} works for the programme, and such people belong to no studio."),
            _NOTHING_CHANGED,
            _("Invite another address, or have the programme role taken away first."),
        ),
        "member:has_studio": Text(
            409,
            _("{name} belongs to a studio, and people of the programme belong to none."),
            _NOTHING_CHANGED,
            _("End their memberships first, or invite another address."),
        ),
        "sign_in_link:mail": Text(
            502,
            _("The mail to {email} could not be sent."),
            _NOTHING_CHANGED,
            _("Repeat it when mail works."),
        ),
        "sign_in_link:invalid": Text(
            410,
            _("This sign-in link has been used or has expired."),
            _NOTHING_CHANGED,
            _("Sign in with your password, or ask an administrator for a new link."),
        ),
    }
)


def is_taken(error: Exception) -> bool:
    """Whether the database refused a second one of the same, as after a double click."""
    return getattr(error.__cause__, "sqlstate", "") == UNIQUE


def status_of(code: str) -> int:
    """The HTTP status of a code; an unknown code is the portal's own failure."""
    return REGISTRY.get(code, REGISTRY["unexpected"]).status
