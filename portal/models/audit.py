"""What happened, by whom, told as sentences. Rows are only ever added."""

import uuid
from datetime import UTC
from typing import Any

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access import Capability, Role, TenantQuerySet, allows
from portal.audit.verify_audit import digest_of
from portal.languages.facts import said
from portal.languages.spoken import keeping
from portal.postgres.statements import insert
from portal.tenancy import outside_studios

SENTENCES: dict[str, Any] = {
    "invitation:sent": _("{actor} invited {email} as {role}"),
    "invitation:resent": _("{actor} sent the invitation of {email} again"),
    "invitation:extended": _("{actor} extended the invitation of {email}"),
    "invitation:revoked": _("{actor} withdrew the invitation of {email}"),
    "invitation:accepted": _("{actor} joined as {role}"),
    "member:added": _("{actor} added {person} as {role}"),
    "member:role": _("{actor} made {person} {role}"),
    "member:revoked": _("{actor} ended the membership of {person} ({role})"),
    "person:changed": _("{actor} changed {what} of {person} from {before} to {after}"),
    "studio:changed": _("{actor} changed {what} of the studio from {before} to {after}"),
    "token:made": _("{actor} made the API token {name} ({scopes}), good until {until}"),
    "token:revoked": _("{actor} revoked the API token {name} of {person}"),
    "signed_in:password": _("{actor} signed in from {address}"),
    "signed_in:invitation": _("{actor} signed in on accepting the invitation, from {address}"),
    "signed_in:link": _("{actor} signed in with a one-time link from {address}"),
    "signed_in:refused": _("A sign-in as {person} from {address} was refused"),
    "signed_out": _("{actor} signed out"),
    "password:changed": _("{actor} changed the password"),
    "password:reset": _("{actor} set a new password by mail"),
    "studios:across": _("{actor} worked across {studios} studios: {reason}"),
    "studios:still": _("{actor} still has a page open across {studios} studios: {reason}"),
    "webhook:added": _("{actor} added the webhook {url}"),
    "webhook:changed": _("{actor} changed the webhook {url}"),
    "webhook:secret": _("{actor} changed the secret of the webhook {url}"),
    "webhook:disabled": _("{actor} switched the webhook {url} off"),
    "webhook:removed": _("{actor} removed the webhook {url}"),
    "webhook:tested": _("{actor} sent a test to the webhook {url}"),
    "webhook:replayed": _("{actor} sent {event} again by webhook"),
    "cohort:admitted": _("{actor} took {name} into the cohort {cohort}"),
    "cohort:changed": _("{actor} changed {what} of the cohort {cohort} from {before} to {after}"),
    "studio:suspended": _("{actor} suspended {name}: {reason}"),
    "studio:reinstated": _("{actor} opened {name} again"),
    "studio:offboarded": _("{actor} offboarded {name}: {reason}"),
    "agreement:published": _("{actor} published {title}, version {version}"),
    "agreement:accepted": _("{actor} accepted {title}, version {version}"),
    "mfa:reset": _("{actor} removed the second factors of {person}"),
    "signed_in:sso": _("{actor} signed in through the studio's own server, from {address}"),
    "signed_in:passkey": _("{actor} signed in with a passkey from {address}"),
    "mfa:added": _("{actor} added a second factor: {factor}"),
    "mfa:removed": _("{actor} removed a second factor: {factor}"),
    "mfa:renewed": _("{actor} made new recovery codes"),
    "mfa:refused": _("A second factor of {actor} from {address} was refused"),
    "session:ended": _("{actor} ended a session of theirs"),
    "sign_in_link:mailed": _("{actor} had a one-time sign-in link mailed to {person}"),
    "sign_in_link:made": _("{actor} made a one-time sign-in link for {person}"),
    "row:added": _("{actor} added the {kind} {name}"),
    "row:changed": _("{actor} changed the {kind} {name}"),
    "row:removed": _("{actor} removed the {kind} {name}"),
    "audit:exported": _("{actor} exported the audit up to row {rows}"),
}
#: What one may filter by: name → (label, beginnings of verbs). Rooms above add theirs.
GROUPS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "people": (
        _("People and permissions"),
        ("invitation:", "member:", "person:", "studio:", "token:", "cohort:"),
    ),
    "signing_in": (_("Signing in"), ("signed_", "sign_in_link:", "password:", "mfa:", "session:")),
    "agreements": (_("Agreements"), ("agreement:",)),
    "exports": (_("Exports"), ("audit:exported",)),
    "webhooks": (_("Webhooks"), ("webhook:",)),
    "programme": (_("Across studios"), ("studios:", "row:")),
}


def register(sentences: dict[str, Any], groups: dict[str, Any] | None = None) -> None:
    """Sentences of the rooms above, and beginnings of verbs by the group they belong to."""
    SENTENCES.update(sentences)
    for name, (label, verbs) in (groups or {}).items():
        known = GROUPS.get(name, (label, ()))
        GROUPS[name] = (known[0], tuple(dict.fromkeys((*known[1], *verbs))))


def plain(value: Any) -> Any:
    """What the database gives back exactly as it got it, so that digests can be checked."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, dict):
        return {plain(str(key)): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return str(value).encode("utf-8", "replace").decode().replace("\x00", "")


class AuditEvent(models.Model):
    """`actor_name` and `studio_name` are as they were; `facts` fill the sentence of the verb.

    Person and studio are named without a constraint: a row outlives both and is never written
    again, which the database enforces by triggers. `digest` covers the whole content.
    """

    uid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    studio = models.ForeignKey(
        "portal.Studio",
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    studio_name = models.CharField(_("studio"), max_length=120, blank=True, default="")
    actor = models.ForeignKey(
        "portal.User", models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    actor_name = models.CharField(_("who"), max_length=150)
    verb = models.CharField(_("what"), max_length=60)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    digest = models.CharField(max_length=64, default="", editable=False)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("audit event"), _("audit events")
        ordering = ["-id"]
        indexes = [models.Index(fields=["studio", "-id"], name="audit_of_studio")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(digest__regex="^[0-9a-f]{64}$"), name="audit_has_a_digest"
            )
        ]

    def __str__(self) -> str:
        return self.sentence

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("an audit row is never written again")
        with keeping():
            self.facts, self.uid = plain(self.facts), uuid.uuid4()
        self.digest = digest_of(self.content())
        insert([self])  # every act writes one: what Django would put together each time is kept

    @classmethod
    def visibility(cls, actor: Any) -> models.Q:
        """Producers read their studio's; an administrator reads the programme's."""
        if allows(actor.programme_role, Capability.ADMINISTER):
            return models.Q()
        return models.Q(studio__in=actor.studios_with({Role.PRODUCER}))

    @property
    def sentence(self) -> str:
        template = str(SENTENCES.get(self.verb, "{actor}: " + self.verb))
        facts = said(self.facts)
        if facts.get("role") in Role.values:
            facts["role"] = str(Role(facts["role"]).label)
        try:
            return template.format(actor=self.actor_name, **facts)
        except KeyError:
            return f"{self.actor_name}: {self.verb}"

    def content(self) -> dict[str, Any]:
        """All that the row says, as an export has it. The random `uid` keeps digests opaque."""
        names = {"actor_name": self.actor_name, "studio_name": self.studio_name}
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        ids = {"uid": self.uid, "actor": self.actor_id, "studio": self.studio_id}
        told = {name: str(pk) if pk else None for name, pk in ids.items()}
        return {**names, **told, "at": at, "verb": self.verb, "facts": self.facts}

    @classmethod
    def record(cls, actor: Any, verb: str, studio: Any = None, **facts: Any) -> "AuditEvent":
        """In the studio's part of the audit; without a studio in the programme's.

        A guest has no account: the row tells their name alone.
        """
        person = None if getattr(actor, "is_guest", False) else actor
        event = cls(actor=person, verb=verb, studio=studio, facts=facts)
        event.actor_name = str(actor) if actor else "portal"
        event.studio_name = str(studio) if studio else ""
        if studio is not None:
            event.save(force_insert=True)
            return event
        with outside_studios():
            event.save(force_insert=True)
        return event


class AuditPending(models.Model):
    """The queue of the sealer, filled by the database with each event; holds no content.

    A row goes only when its seal is there (a trigger sees to it).
    """

    event = models.BigIntegerField(primary_key=True)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = _("audit rows waiting for their seal")

    def __str__(self) -> str:
        return f"{self.event}"


class AuditSeal(models.Model):
    """The place of an event in the chain: its position, and the hash that binds all before it.

    Holds no content and no studio, so that every studio's export can close the chain.
    """

    position = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(
        AuditEvent, models.DO_NOTHING, related_name="seal", db_constraint=False
    )
    digest = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    at = models.DateTimeField(_("sealed"))

    class Meta:
        verbose_name, verbose_name_plural = _("audit seal"), _("audit seals")
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.position}:{self.hash}"
